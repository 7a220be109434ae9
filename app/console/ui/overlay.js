// Which of the palette, the sheet and the note lies over the screen, if any; what was typed for a palette to come.
import { store } from "./store.js";

/** `typed` is null while the palette stands and takes the keys itself. */
export const overlay = store({ over: null, typed: "" });
