// An icon of the sprite; it always stands beside a text or in something with a label.
import { given } from "./given.js";
import { html } from "./h.js";

export const Icon = ({ name }) =>
  html`<svg class="icon" aria-hidden="true"><use href="${given.ui}vendor/icons.svg#${name}" /></svg>`;
