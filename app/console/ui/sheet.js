// The sheet of shortcuts: only those that do something here and now; and the switch that turns them off.
import { Modal } from "./dialog.js";
import { html } from "./h.js";
import { bound, written } from "./keys.js";
import { prefer, prefs } from "./prefs.js";
import { t } from "./words.js";

const GROUPS = ["everywhere", "list", "case", "actions"];

/** Draw the sheet. */
export default function Sheet({ onClose }) {
  const { all } = bound.use();
  const { keys } = prefs.use();
  const unique = [...new Map(all.map((one) => [one.key, one])).values()];
  return html`<${Modal} title=${t("sheet")} onClose=${onClose}>
    <label class="choice"><input type="checkbox" checked=${keys} onChange=${(event) => prefer({ keys: event.target.checked })} /><span>${t("keys_on")}</span></label>
    <div class="sheet-groups">${GROUPS.map((group) => {
      const mine = unique.filter((one) => one.group === group);
      return mine.length > 0 && html`<section><h3>${t(`keys_${group}`)}</h3><dl class="sheet-keys">
        ${mine.map((one) => html`<div><dt><kbd>${written(one.key)}</kbd></dt><dd>${one.label ?? t(`key_${one.name}`)}</dd></div>`)}</dl></section>`;
    })}</div>
    <div class="buttons"><button type="button" onClick=${onClose}>${t("close")}</button></div><//>`;
}
