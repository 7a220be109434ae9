// Modules that are fetched when they are needed first, or when there is nothing else to do.
import { html, useEffect, useState } from "./h.js";

const MODULES = {
  case: () => import("./case.js"),
  triage: () => import("./triage.js"),
  figures: () => import("./figures.js"),
  palette: () => import("./palette.js"),
  sheet: () => import("./sheet.js"),
  note: () => import("./note.js"),
  settings: () => import("./settings.js"),
  dialog: () => import("./dialog.js"),
};
const loaded = new Map();

const load = (name) => MODULES[name]().then((module) => loaded.set(name, module.default));

/** Draw a component of a module of its own: `default` of `MODULES[name]`, with what else is given. */
export function Later({ module: name, ...given }) {
  const [, draw] = useState(0);
  const Component = loaded.get(name);
  useEffect(() => {
    // What was drawn, not what is there by now: it may have been loaded between the two.
    if (!Component) void load(name).then(() => draw((n) => n + 1));
  }, [name]);
  return Component ? html`<${Component} ...${given} />` : html`<div class="skeleton" aria-busy="true"><i></i><i></i></div>`;
}

/** Fetch the rest once the first screen stands. */
export function preload() {
  const idle = globalThis.requestIdleCallback ?? ((run) => setTimeout(run, 500));
  idle(() => Object.keys(MODULES).forEach((name) => loaded.has(name) || void load(name)));
}
