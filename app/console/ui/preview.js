// Letters as the person will read them: their words, or in a frame as they look, where nothing runs.
import { post } from "./api.js";
import { html, useEffect, useRef, useState } from "./h.js";
import { Icon } from "./icon.js";
import { t } from "./words.js";

/** Ask what an action would send, for `Preview` to draw. */
export const foreseen = (path, given) => post(path, given).then((told) => ({ ...told, page: `${path}/page`, given }));

/** Draw the letters an action would send, and what stands against sending them. */
export function Preview({ letters, warnings, page, given }) {
  return html`<section class="preview" aria-label=${t("preview_title")}>
    ${warnings.map((warning) => html`<p class="notice soon"><${Icon} name="triangle-alert" />${warning}</p>`)}
    ${letters.length === 0 && html`<p class="quiet">${t("no_letter")}</p>`}
    ${letters.map((letter, place) => html`<${LetterSheet} ...${letter} page=${page} fields=${{ given: JSON.stringify(given), letter: place }} />`)}</section>`;
}

/** Draw one letter; `page` shows it as it looks, `fields` are what that must be sent. */
export function LetterSheet({ to, language, subject, text, page, fields }) {
  const [looks, setLooks] = useState(false);
  const way = (title, on) => html`<button type="button" class="chip" aria-pressed=${looks === on} onClick=${() => setLooks(on)}>${title}</button>`;
  return html`<article class="letter">
    <dl>${to && html`<div><dt>${t("to")}</dt><dd>${to}</dd></div>`}<div><dt>${t("subject")}</dt><dd lang=${language}>${subject}</dd></div></dl>
    <div class="chips" role="group" aria-label=${t("show")}>${way(t("as_text"), false)}${way(t("as_looks"), true)}</div>
    ${looks ? html`<${Looks} page=${page} fields=${fields} title=${subject} />` : html`<p class="letter-text" lang=${language}>${text}</p>`}</article>`;
}

/** Draw a page in a frame; one that must be sent something is fetched by a form, since a script may write no page. */
function Looks({ page, fields, title }) {
  const frame = useRef();
  const sent = JSON.stringify(fields);
  useEffect(() => {
    if (!fields) return;
    const form = Object.assign(document.createElement("form"), { method: "post", action: page, target: frame.current.name });
    for (const [name, value] of Object.entries(fields)) form.append(Object.assign(document.createElement("textarea"), { name, value }));
    document.body.append(form);
    form.submit();
    form.remove();
  }, [page, sent]);
  const [name] = useState(() => crypto.randomUUID());
  return html`<iframe ref=${frame} name=${name} src=${fields ? undefined : page} sandbox="" title=${title} referrerpolicy="no-referrer"></iframe>`;
}
