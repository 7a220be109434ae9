// The same for several cases: how many qualify is said before, what became of each after.
import { post } from "./api.js";
import { refresh } from "./cases.js";
import { html, useEffect, useState } from "./h.js";
import { Icon } from "./icon.js";
import { useShortcuts } from "./keys.js";
import { Later } from "./later.js";
import { clear } from "./selection.js";
import { t } from "./words.js";

/** Draw what can be done with the chosen cases. */
export function Bulk({ chosen }) {
  const [actions, setActions] = useState([]);
  const [doing, setDoing] = useState(null);
  const [results, setResults] = useState(null);
  const cases = chosen.map(({ id, version }) => ({ id, version }));
  const signature = JSON.stringify(cases);
  useEffect(() => void post("/api/v1/cases/actions", { cases }).then(({ items }) => setActions(items), () => setActions([])), [signature]);
  const offered = actions.filter(({ enabled }) => enabled);
  useShortcuts({}, doing ? [] : offered.filter(({ key }) => key).map((action) => ({ key: action.key, label: action.title, run: () => setDoing(action) })));
  const send = (given, key) => post(`/api/v1/cases/actions/${doing.operation_id}`, { cases, given }, { key });
  const done = ({ items }) => {
    setDoing(null);
    setResults(items);
    void refresh();
  };
  return html`<div class="bulk" role="region" aria-label=${t("selected_cases")}>
    <p><strong>${t("n_selected", { n: chosen.length })}</strong></p>
    <div class="actions">${offered.map((action) => html`<button class=${action.tone === "danger" ? "danger" : ""} onClick=${() => setDoing(action)}>${action.title}${action.enabled < action.of && html` <span class="quiet">${t("n_of_m", { n: action.enabled, of: action.of })}</span>`}${action.key && html`<kbd>${action.key}</kbd>`}</button>`)}</div>
    <button class="quiet-button" onClick=${clear}>${t("clear")}<kbd>Esc</kbd></button>
    ${results && html`<${Results} items=${results} onClose=${() => setResults(null)} />`}
    ${doing && html`<${Later} module="dialog" operation=${doing.operation_id} tone=${doing.tone === "danger" ? "danger" : "primary"} title=${t("bulk_title", { title: doing.title, n: doing.enabled })}
      name=${`bulk:${doing.operation_id}`} about=${{}} send=${send} onDone=${done} onClose=${() => setDoing(null)} />`}
  </div>`;
}

const Results = ({ items, onClose }) => html`<div class="results" role="status">
  <p><strong>${t("n_done", { n: items.filter(({ done }) => done).length, of: items.length })}</strong>
    <button class="bare" aria-label=${t("close")} onClick=${onClose}><${Icon} name="x" /></button></p>
  <ul>${items.map((item) => html`<li><${Icon} name=${item.done ? "check" : "x"} /><span class="mono">${item.reference}</span>
    <span>${item.done ? t("done") : item.reasons.join(" ")}</span></li>`)}</ul></div>`;
