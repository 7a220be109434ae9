// A message as it came: safe text, its files, what is odd about it, and its page in a frame where nothing runs.
import { get } from "./api.js";
import { size } from "./format.js";
import { html, useEffect, useState } from "./h.js";
import { Icon } from "./icon.js";
import { t } from "./words.js";

const known = new Map();

/** Give the text of a message, asked for once. */
export function textOf(id) {
  if (!known.has(id)) known.set(id, get(`/api/v1/messages/${id}/text`));
  known.get(id).catch(() => known.delete(id));
  return known.get(id);
}

/** Draw a message. */
export function Mail({ id, isMail = true }) {
  const [mail, setMail] = useState(null);
  const [framed, setFramed] = useState(false);
  useEffect(() => void textOf(id).then(setMail, (problem) => setMail({ problem })), [id]);
  if (!mail) return html`<div class="skeleton" aria-busy="true"><i></i><i></i></div>`;
  if (mail.problem) return html`<p class="notice late" role="alert">${mail.problem.message}</p>`;
  return html`<article class="letter mail">
    <dl><div><dt>${t("from")}</dt><dd>${mail.sender}</dd></div>
      ${mail.passed_on_by && html`<div><dt>${t("passed_on_by")}</dt><dd>${mail.passed_on_by}</dd></div>`}
      ${mail.subject && html`<div><dt>${t("subject")}</dt><dd>${mail.subject}</dd></div>`}</dl>
    ${mail.defects.length > 0 && html`<details><summary><${Icon} name="triangle-alert" />${t("defects", { n: mail.defects.length })}</summary><ul>${mail.defects.map((one) => html`<li>${one}</li>`)}</ul></details>`}
    <p class="letter-text">${mail.text}</p>
    ${mail.files.length > 0 && html`<ul class="files" aria-label=${t("files")}>${mail.files.map((file) => html`<li><${Icon} name="paperclip" />
      ${file.withheld ? html`<span>${file.name}</span><span class="badge late">${file.withheld}</span>`
        : html`<a href=${`/api/v1/messages/${id}/files/${file.number}`} download>${file.name}</a>`}
      <span class="quiet">${size(file.size)}</span></li>`)}</ul>`}
    ${isMail && html`<button class="quiet-button" aria-expanded=${framed} onClick=${() => setFramed(!framed)}><${Icon} name=${framed ? "eye-off" : "eye"} />${t("as_page")}</button>`}
    ${framed && html`<iframe src=${`/api/v1/messages/${id}/page`} sandbox="" title=${t("as_page")} referrerpolicy="no-referrer"></iframe>`}
  </article>`;
}
