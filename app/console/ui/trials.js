// Trying systems: one button each, and what they answer.
import { post } from "./api.js";
import { html, useState } from "./h.js";
import { Icon } from "./icon.js";
import { t } from "./words.js";

/** Draw the systems that are declared, to be tried one by one. */
export function Trials({ of }) {
  const [found, setFound] = useState({});
  const tell = (slug, answer) => setFound((now) => ({ ...now, [slug]: answer }));
  const attempt = async (slug) => {
    tell(slug, { busy: true });
    await post(`/api/v1/organisation/systems/${slug}/trial`, {}).then((answer) => tell(slug, answer), (problem) => tell(slug, { state: "wrong", told: problem.message }));
  };
  return html`<section class="beside"><h3>${t("try_systems")}</h3><p class="hint">${t("try_systems_long")}</p>
    <ul class="trials">${of.value.systems.map(({ slug, name }) => html`<li key=${slug}><span>${name}</span>
      <button type="button" disabled=${found[slug]?.busy} onClick=${() => attempt(slug)}>${t("try_it")}<span class="hidden"> ${name}</span></button>
      <span role="status">${found[slug]?.state && html`<${Icon} name=${found[slug].state === "done" ? "check" : "triangle-alert"} />${found[slug].told}`}</span></li>`)}</ul></section>`;
}
