// The logo of the pages for people.
import { post } from "./api.js";
import { html, useState } from "./h.js";
import { Later } from "./later.js";
import { say } from "./toast.js";
import { t } from "./words.js";

/** Draw the logo as it is, and how to change it. */
export function Logo({ all, onChanged }) {
  const [isOpen, setOpen] = useState(false);
  const [times, setTimes] = useState(0);
  const changed = () => {
    setOpen(false);
    setTimes(times + 1);
    void onChanged();
  };
  const remove = () => post("/api/v1/organisation/logo/remove", {}).then(changed, (problem) => say(problem.message, { tone: "late" }));
  return html`<section class="beside"><h3>${t("logo")}</h3>
    ${all.logo ? html`<p><img class="logo" src=${`${all.logo}?${times}`} alt=${t("logo_of", { name: all.name })} /></p>` : html`<p class="quiet">${t("no_logo")}</p>`}
    <div class="buttons"><button type="button" onClick=${() => setOpen(true)}>${t("choose_logo")}</button>
      ${all.logo && html`<button type="button" class="quiet-button" onClick=${remove}>${t("remove_logo")}</button>`}
      <a class="button" href=${`/r/${all.slug}`} target="_blank" rel="noopener">${t("see_form")}</a></div>
    ${isOpen && html`<${Later} module="dialog" operation="set_logo" title=${t("choose_logo")} name="logo" about=${{}}
      send=${(body) => post("/api/v1/organisation/logo", body)} onDone=${changed} onClose=${() => setOpen(false)} />`}</section>`;
}
