// Find or do: views, commands, what can be done with the case, and cases by name, address or reference.
import { get } from "./api.js";
import { addressOf } from "./cases.js";
import { Modal } from "./dialog.js";
import { Due } from "./due.js";
import { html, useEffect, useLayoutEffect, useState } from "./h.js";
import { bound, written } from "./keys.js";
import { overlay } from "./overlay.js";
import { go, to } from "./router.js";
import { rightsOf } from "./row.js";
import { t } from "./words.js";

const MOST = 8;
const plain = (text) => text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

/** Give the commands whose name holds every word that was typed. */
export function matching(commands, text) {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return commands.filter(({ label }) => words.every((word) => plain(label).includes(word)));
}

function commands() {
  const keys = bound.get().all.filter(({ name, native }) => name !== "palette" && !native);
  return [...new Map(keys.map((one) => [one.key, one])).values()]
    .map((one) => ({ ...one, label: one.label ?? t(`key_${one.name}`) }))
    .sort((one, other) => (other.group === "actions") - (one.group === "actions"));
}

/** Draw the palette. */
export default function Palette({ onClose }) {
  const [offered] = useState(commands);
  const [text, setText] = useState(overlay.get().typed ?? "");
  const [cases, setCases] = useState([]);
  const [at, setAt] = useState(0);
  useLayoutEffect(() => {
    overlay.set({ typed: null });
    return () => overlay.set({ typed: "" });
  }, []);
  useEffect(() => {
    setAt(0);
    if (text.trim().length < 2) return setCases([]);
    const stop = new AbortController();
    const asking = setTimeout(() => get(`${addressOf({ q: text.trim() })}`, stop.signal).then(({ items }) => setCases(items.slice(0, MOST)), () => {}), 150);
    return () => (clearTimeout(asking), stop.abort());
  }, [text]);
  const found = [
    ...matching(offered, text).map((one) => ({ id: `do-${one.key}`, draw: () => html`<span>${one.label}</span><kbd>${written(one.key)}</kbd>`, run: one.run })),
    ...cases.map((item) => ({ id: `case-${item.id}`, draw: () => html`<span class="mono">${item.reference}</span><span>${item.person}</span><span class="quiet">${rightsOf(item)}</span><${Due} of=${item} />`, run: () => go(to(`cases/${item.id}`)) })),
  ];
  const take = (one) => {
    onClose();
    queueMicrotask(one.run);
  };
  const press = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((now) => (now + step + found.length) % Math.max(1, found.length));
    else if (event.key === "Enter" && found[at]) take(found[at]);
    else return;
    event.preventDefault();
  };
  return html`<${Modal} title=${t("palette")} onClose=${onClose}><div class="palette">
    <input role="combobox" aria-label=${t("palette_long")} aria-expanded="true" aria-controls="found" autocomplete="off"
      aria-activedescendant=${found[at]?.id} placeholder=${t("palette_long")} value=${text}
      onInput=${(event) => setText(event.target.value)} onKeyDown=${press} />
    <ul id="found" role="listbox" aria-label=${t("palette")}>${found.map((one, place) => html`<li id=${one.id} key=${one.id} role="option" aria-selected=${place === at}
      onClick=${() => take(one)} onMouseMove=${() => setAt(place)}>${one.draw()}</li>`)}</ul>
    ${found.length === 0 && html`<p class="quiet" role="status">${t("nothing_found")}</p>`}</div><//>`;
}
