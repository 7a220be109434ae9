// What the list is narrowed down to: said, taken away, added, and kept as a view of one's own.
import { given } from "./given.js";
import { html } from "./h.js";
import { Icon } from "./icon.js";
import { useLabels } from "./labels.js";
import { ask } from "./router.js";
import { saveView } from "./views.js";
import { t } from "./words.js";

const NAMES = ["q", "assignee", "right", "channel", "due_before"];
const CHANNELS = ["email", "form", "phone", "desk", "letter", "api"];

/** Draw the filters of a query. */
export function Filters({ query }) {
  const label = useLabels();
  const shown = NAMES.filter((name) => query[name]);
  const say = { right: (value) => given.rights[value], channel: (value) => label("Channel", value) };
  const save = () => {
    const name = prompt(t("save_view_name"))?.trim();
    if (name) saveView(name);
  };
  const narrow = (name) => (event) => ask({ [name]: event.target.value, saved: "" });
  return html`<div class="filters"><details class="menu"><summary>${t("narrow")}<${Icon} name="chevron-down" /></summary><div class="drawer">
      <label>${t("filter_right")}<select value=${query.right ?? ""} onChange=${narrow("right")}><option value="">${t("all")}</option>${Object.entries(given.rights).map(([value, name]) => html`<option value=${value}>${name}</option>`)}</select></label>
      <label>${t("filter_channel")}<select value=${query.channel ?? ""} onChange=${narrow("channel")}><option value="">${t("all")}</option>${CHANNELS.map((value) => html`<option value=${value}>${label("Channel", value)}</option>`)}</select></label>
      <label>${t("filter_assignee")}<input value=${query.assignee ?? ""} onChange=${narrow("assignee")} /></label>
      <label>${t("filter_due_before")}<input type="date" value=${query.due_before ?? ""} onChange=${narrow("due_before")} /></label>
    </div></details>
    ${shown.map((name) => html`<button class="chip" onClick=${() => ask({ [name]: "", saved: "" })}>${t(`filter_${name}`)}: <b>${say[name]?.(query[name]) ?? query[name]}</b><${Icon} name="x" /><span class="hidden">${t("remove_filter")}</span></button>`)}
    ${shown.some((name) => name !== "q") && !query.saved && html`<button class="quiet-button" onClick=${save}><${Icon} name="plus" />${t("save_view")}</button>`}</div>`;
}
