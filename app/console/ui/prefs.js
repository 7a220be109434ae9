// What a person prefers on this browser; nothing of it is about anybody.
import { store } from "./store.js";

const NAME = "utdrag-preferences";
const DEFAULTS = { keys: true, after: "stay" };

function stored() {
  try {
    return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(NAME)) };
  } catch {
    return DEFAULTS;
  }
}

export const prefs = store(stored());

/** Prefer something from now on. */
export function prefer(change) {
  prefs.set(change);
  localStorage.setItem(NAME, JSON.stringify(prefs.get()));
}
