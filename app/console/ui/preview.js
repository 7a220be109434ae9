// Letters as the person will read them.
import { html } from "./h.js";
import { Icon } from "./icon.js";
import { t } from "./words.js";

/** Draw the letters an action would send, and what stands against sending them. */
export function Preview({ letters, warnings = [] }) {
  return html`<section class="preview" aria-label=${t("preview_title")}>
    ${warnings.map((warning) => html`<p class="notice soon"><${Icon} name="triangle-alert" />${warning}</p>`)}
    ${letters.length === 0 && html`<p class="quiet">${t("no_letter")}</p>`}
    ${letters.map((letter) => html`<${LetterSheet} ...${letter} />`)}</section>`;
}

/** Draw one letter. */
export const LetterSheet = ({ to, language, subject, text }) => html`<article class="letter">
  <dl><div><dt>${t("to")}</dt><dd>${to}</dd></div><div><dt>${t("subject")}</dt><dd lang=${language}>${subject}</dd></div></dl>
  <p class="letter-text" lang=${language}>${text}</p></article>`;
