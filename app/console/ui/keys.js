// The shortcuts: declared once, pressed, and drawn on the sheet.
import { useLayoutEffect, useRef } from "./h.js";
import { overlay } from "./overlay.js";
import { prefs } from "./prefs.js";
import { store } from "./store.js";

/** Every fixed shortcut: its key, its group on the sheet, and the name of its text. */
export const SHORTCUTS = {
  palette: { key: "Mod+k", group: "everywhere" },
  sheet: { key: "?", group: "everywhere" },
  search: { key: "/", group: "everywhere" },
  phone_note: { key: "n", group: "everywhere" },
  to_queue: { key: "g", group: "everywhere" },
  next: { key: "j", group: "list" },
  previous: { key: "k", group: "list" },
  open: { key: "Enter", group: "list", native: true },
  select: { key: "x", group: "list" },
  select_to_here: { key: "X", group: "list" },
  leave: { key: "Escape", group: "list" },
  copy: { key: ".", group: "case" },
};

/** What may be pressed now: `[{ key, group, name | label, run }]`, the newest last. */
export const bound = store({ all: [] });

/** Bind shortcuts while a component is there: `{ name: run }`, and actions as `[{ key, label, run }]`. */
export function useShortcuts(fixed, actions = []) {
  const latest = useRef();
  latest.current = { fixed, actions };
  const names = Object.keys(fixed).filter((name) => fixed[name]);
  const signature = JSON.stringify([names, actions.map(({ key, label }) => [key, label])]);
  // With the drawing, not after it: a key that stands on a button works as soon as it is seen.
  useLayoutEffect(() => {
    const mine = [
      ...names.map((name) => ({ ...SHORTCUTS[name], name, run: () => latest.current.fixed[name]() })),
      ...actions.map(({ key, label }, place) => ({
        key, label, group: "actions", run: () => latest.current.actions[place].run(),
      })),
    ];
    bound.set(({ all }) => ({ all: [...all, ...mine] }));
    return () => bound.set(({ all }) => ({ all: all.filter((one) => !mine.includes(one)) }));
  }, [signature]);
}

const WRITING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

function pressed(event) {
  const isPalette = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
  if (isPalette) return "Mod+k";
  const writing = event.target.closest?.(WRITING) || overlay.get().over || document.querySelector("dialog[open]");
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  return writing || modified || event.isComposing || !prefs.get().keys ? null : event.key;
}

/** Keep what is typed for a palette whose module is still on its way; tell whether it was. */
function early(event) {
  const { over, typed } = overlay.get();
  if (over !== "palette" || typed === null || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === "Escape") overlay.set({ over: null, typed: "" });
  else if (event.key === "Backspace") overlay.set({ typed: typed.slice(0, -1) });
  else if (event.key.length === 1) overlay.set({ typed: typed + event.key });
  else return event.key === "Enter";
  return true;
}

/** Listen to the keyboard, for as long as the page is open. */
export function startKeys() {
  addEventListener("keydown", (event) => {
    if (early(event)) return event.preventDefault();
    const key = pressed(event);
    const found = key && bound.get().all.findLast((one) => one.key === key && !one.native);
    if (!found) return;
    event.preventDefault();
    found.run();
  });
}

/** Give a key as it is written on a button. */
export const written = (key) =>
  key.replace("Escape", "Esc").replace("Mod+", navigator.platform.startsWith("Mac") ? "⌘ " : "Ctrl ").replace(/ k$/, " K");
