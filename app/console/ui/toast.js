// Short notices at the foot, some of which can be undone for as long as they stand.
import { html, useEffect } from "./h.js";
import { Icon } from "./icon.js";
import { store } from "./store.js";
import { t } from "./words.js";

const STANDS = 10_000;
const toasts = store({ all: [] });
let last = 0;

/** Say something; `undo` is what takes it back, `open` where it leads. */
export function say(text, { undo, open, tone = "plain" } = {}) {
  last += 1;
  toasts.set(({ all }) => ({ all: [...all.slice(-2), { id: last, text, undo, open, tone }] }));
}

const fade = (id) => toasts.set(({ all }) => ({ all: all.filter((one) => one.id !== id) }));

/** Draw what was said. */
export const Toasts = () => html`<div class="toasts" role="status">${toasts.use().all.map((toast) => html`<${Toast} key=${toast.id} ...${toast} />`)}</div>`;

function Toast({ id, text, undo, open, tone }) {
  useEffect(() => {
    const going = setTimeout(() => fade(id), STANDS);
    return () => clearTimeout(going);
  }, []);
  return html`<p class="toast ${tone}"><span>${text}</span>
    ${undo && html`<button onClick=${() => (fade(id), undo())}><${Icon} name="rotate-ccw" />${t("undo")}</button>`}
    ${open && html`<a href=${open}>${t("open_case")}</a>`}
    <button class="bare" aria-label=${t("close")} onClick=${() => fade(id)}><${Icon} name="x" /></button></p>`;
}
