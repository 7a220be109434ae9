// The settings of the organisation: what is left to do, a form for each section, and who may sign in.
import { get } from "./api.js";
import { Checklist } from "./checklist.js";
import { useDescription } from "./dialog.js";
import { html, useEffect, useState } from "./h.js";
import { Members } from "./members.js";
import { to } from "./router.js";
import { Section } from "./section.js";
import { t } from "./words.js";
import { Wrong } from "./wrong.js";

/** Draw the settings; `id` is the section that is open. */
export default function Settings({ id = "" }) {
  const [settings, setSettings] = useState(null);
  const [problem, setProblem] = useState(null);
  const { document, problem: undescribed } = useDescription();
  const load = () => get("/api/v1/organisation").then(setSettings, setProblem);
  useEffect(() => void load(), []);
  const wrong = problem ?? undescribed;
  if (wrong) return html`<div class="empty"><${Wrong} problem=${wrong} shown=${[]} /></div>`;
  if (!settings || !document) return html`<div class="skeleton" aria-busy="true"><i></i><i></i><i></i></div>`;
  const open = settings.sections.find(({ section }) => section === id);
  return html`<div class="settings"><${Places} sections=${settings.sections} id=${id} />
    <div class="pane">${id === "" ? html`<${Checklist} />` : id === "members" ? html`<${Members} />`
      : open ? html`<${Section} key=${id} of=${open} all=${settings} document=${document} onChanged=${load} />`
        : html`<p class="lead">${t("no_such_page")}</p>`}</div></div>`;
}

function Places({ sections, id }) {
  const places = [["", t("checklist")], ["members", t("members")], ...sections.map(({ section, title }) => [section, title])];
  return html`<nav class="sections" aria-label=${t("settings")}><ul>${places.map(([place, title]) => html`<li><a
    href=${to(place ? `settings/${place}` : "settings")} aria-current=${place === id ? "page" : undefined}>${title}</a></li>`)}</ul></nav>`;
}
