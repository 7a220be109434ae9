// One case in the list.
import { Due } from "./due.js";
import { brief } from "./format.js";
import { given } from "./given.js";
import { html } from "./h.js";
import { Icon } from "./icon.js";
import { here, to } from "./router.js";
import { t } from "./words.js";

/** Give the names of the rights a case is about. */
export const rightsOf = ({ rights }) => rights.map((right) => given.rights[right]).join(" · ") || t("no_right");

/** Mark a case nobody asked for: it tries the house. */
export const Trial = () => html`<span class="badge trial">${t("trial")}</span>`;

/** Draw a row; `present` are the people who look at the case. */
export function Row({ item, place, isOpen, isFirst, isSelected, present, onToggle }) {
  const href = to(`cases/${item.id}`, here.get().query);
  const name = item.person || t("nobody");
  return html`<div class="row ${isOpen ? "open" : ""} ${item.gone ? "gone" : ""}" role="row" data-row
    aria-rowindex=${place + 2} aria-selected=${isSelected}>
    <span role="cell" class="pick"><label><input type="checkbox" checked=${isSelected}
      aria-label=${t("select_case", { reference: item.reference })}
      onClick=${(event) => onToggle(item.id, event.shiftKey)} /></label></span>
    <span role="cell" class="when"><${Due} of=${item} /></span>
    <span role="cell" class="who"><a href=${href} data-case=${item.id} tabIndex=${isFirst ? 0 : -1}
      aria-current=${isOpen ? "true" : undefined}>${name}</a>
      ${item.trial && html`<${Trial} />`}
      ${item.unread > 0 && html`<span class="badge new"><${Icon} name="mail" />${t("unread", { n: item.unread })}</span>`}
      ${item.suspect && html`<span class="badge soon"><${Icon} name="shield-question" />${t("suspect")}</span>`}</span>
    <span role="cell" class="what">${rightsOf(item)}</span>
    <span role="cell" class="stage">${item.gone ? t("moved_on") : item.stage}</span>
    <span role="cell" class="next">${item.next_action?.title ?? ""}</span>
    <span role="cell" class="owner">${item.assignee_name ?? html`<span class="quiet">${t("nobody_yet")}</span>`}
      ${present?.length > 0 && html`<span class="badge" title=${present.join(", ")}><${Icon} name="eye" />${present.join(", ")}</span>`}</span>
    <span role="cell" class="came"><time dateTime=${item.received_at}>${brief(item.received_at)}</time></span>
    <span role="cell" class="reference mono">${item.reference}</span>
  </div>`;
}
