// A letter as a person would get it, with what is being added to it; everything else in it is invented.
import { html, useState } from "./h.js";
import { useLabels } from "./labels.js";
import { LetterSheet, foreseen } from "./preview.js";
import { followed } from "./schema.js";
import { t } from "./words.js";
import { Wrong } from "./wrong.js";

/** Draw the choice of a letter, and the letter. */
export function Sample({ value, document }) {
  const label = useLabels();
  const shape = followed({ $ref: "#/components/schemas/WordingForm" }, document).properties;
  const [chosen, setChosen] = useState({ letter: shape.letter.enum[0], language: shape.language.enum[0] });
  const [seen, setSeen] = useState({});
  const own = (value.letters ?? []).find((one) => one.letter === chosen.letter && one.language === chosen.language);
  const look = () => foreseen(`/api/v1/organisation/letters/${chosen.letter}/preview`, { language: chosen.language, text: own?.text ?? "" }).then((sheet) => setSeen({ sheet }), (problem) => setSeen({ problem }));
  const choice = (name, kind) => html`<label>${shape[name].title}<select value=${chosen[name]} onChange=${(event) => setChosen({ ...chosen, [name]: event.target.value })}>
    ${shape[name].enum.map((one) => html`<option value=${one}>${label(kind, one)}</option>`)}</select></label>`;
  return html`<section class="beside"><h3>${t("see_letter")}</h3><p class="hint">${t("see_letter_long")}</p>
    <div class="adding">${choice("letter", "Letter")}${choice("language", "Language")}<button type="button" onClick=${look}>${t("preview")}</button></div>
    <div role="status"><${Wrong} problem=${seen.problem} shown=${[]} />
    ${seen.sheet && html`<${LetterSheet} ...${seen.sheet} fields=${{ given: JSON.stringify(seen.sheet.given) }} />`}</div></section>`;
}
