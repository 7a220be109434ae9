// Which of the palette, the sheet and the note lies over the screen, if any.
import { store } from "./store.js";

export const overlay = store({ over: null });
