// What happened, newest first: messages and letters, internal notes that look like nothing else, and the log.
import { get } from "./api.js";
import { Composer } from "./composer.js";
import { brief, instant } from "./format.js";
import { html, useEffect, useState } from "./h.js";
import { Icon } from "./icon.js";
import { Mail } from "./mail.js";
import { LetterSheet } from "./preview.js";
import { t } from "./words.js";

const KINDS = { all: null, messages: ["message_in", "letter_out"], internal: ["note"], log: ["log"] };
const ICONS = { message_in: "mail", letter_out: "send", note: "lock", log: "history" };

/** Draw the timeline of a case. */
export function Timeline({ of, acting, setDoing, load }) {
  const [items, setItems] = useState(null);
  const [next, setNext] = useState(null);
  const [shown, setShown] = useState("all");
  const fetch = (cursor) => get(`/api/v1/cases/${of.id}/timeline${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`).then((page) => {
    setItems((now) => (cursor ? [...now, ...page.items] : page.items));
    setNext(page.next_cursor);
  }, () => setItems((now) => now ?? []));
  useEffect(() => void fetch(), [of]);
  const kinds = KINDS[shown];
  return html`<section class="timeline" aria-label=${t("tab_timeline")}>
    <${Composer} of=${of} acting=${acting} setDoing=${setDoing} load=${load} />
    <div class="chips" role="group" aria-label=${t("show_only")}>${Object.keys(KINDS).map((name) => html`<button class="chip" aria-pressed=${shown === name} onClick=${() => setShown(name)}>${t(`show_${name}`)}</button>`)}</div>
    ${items === null && html`<div class="skeleton" aria-busy="true"><i></i><i></i></div>`}
    <ol>${(items ?? []).filter(({ kind }) => !kinds || kinds.includes(kind)).map((item) => html`<${Item} key=${`${item.at}${item.kind}${item.message_id ?? item.letter_id ?? item.title}`} item=${item} of=${of} />`)}</ol>
    ${next && html`<button onClick=${() => fetch(next)}>${t("earlier")}</button>`}
  </section>`;
}

function Item({ item, of }) {
  const [open, setOpen] = useState(false);
  const inner = item.message_id ? html`<${Mail} id=${item.message_id} />` : html`<${Letter} of=${of} id=${item.letter_id} />`;
  return html`<li class=${`item ${item.kind}`}>
    <p class="item-head"><${Icon} name=${ICONS[item.kind]} /><strong>${item.title}</strong>
      ${item.internal && item.kind === "note" && html`<span class="badge soon"><${Icon} name="lock" />${t("internal")}</span>`}
      <span class="quiet">${item.actor}</span><time class="quiet" dateTime=${item.at} title=${instant(item.at)}>${brief(item.at)}</time></p>
    ${item.text && html`<p class=${`item-text ${item.kind === "note" || open ? "" : "brief"}`}>${item.text}</p>`}
    ${(item.message_id || item.letter_id) && html`<button class="quiet-button" aria-expanded=${open} onClick=${() => setOpen(!open)}><${Icon} name=${open ? "chevron-down" : "chevron-right"} />${t(item.message_id ? "original" : "letter")}</button>`}
    ${open && inner}
  </li>`;
}

function Letter({ of, id }) {
  const [letter, setLetter] = useState(null);
  const path = `/api/v1/cases/${of.id}/letters/${id}`;
  useEffect(() => void get(path).then(setLetter, (problem) => setLetter({ problem })), [id]);
  if (letter?.problem) return html`<p class="quiet" role="alert">${letter.problem.message}</p>`;
  return letter ? html`<${LetterSheet} ...${letter} page=${`${path}/page`} />` : html`<div class="skeleton"><i></i></div>`;
}
