// Beside the case: the person, the deadline and its reasons, the systems, the letters, earlier cases.
import { get } from "./api.js";
import { Due, dueSentence } from "./due.js";
import { brief, instant, longDay, shortDay, size } from "./format.js";
import { html, useEffect, useState } from "./h.js";
import { Icon } from "./icon.js";
import { useLabels } from "./labels.js";
import { to } from "./router.js";
import { rightsOf } from "./row.js";
import { Systems } from "./systems.js";
import { t } from "./words.js";

/** Draw what stands beside a case. */
export function Side({ of, acting }) {
  const label = useLabels();
  return html`<aside class="side" aria-label=${t("about_case")}>
    <section><h3>${t("person")}</h3><dl class="facts">
      ${of.person.email && html`<div><dt>${t("email")}</dt><dd>${of.person.email}</dd></div>`}
      ${of.person.phone && html`<div><dt>${t("phone")}</dt><dd>${of.person.phone}</dd></div>`}
      <div><dt>${t("language")}</dt><dd>${label("Language", of.language)}</dd></div>
      <div><dt>${t("channel")}</dt><dd>${label("Channel", of.channel)}</dd></div>
      <div><dt>${t("handler")}</dt><dd>${of.assignee_name ?? t("nobody_yet")}</dd></div>
      ${of.outcome && html`<div><dt>${t("outcome")}</dt><dd>${label("Outcome", of.outcome)}</dd></div>`}
    </dl></section>
    <section><h3>${t("identity")}</h3><p class=${of.identity_level >= of.required_level ? "good" : "waits"}><${Icon} name=${of.identity_level >= of.required_level ? "check" : "shield-question"} />${t(of.identity_level >= of.required_level ? "identity_enough" : "identity_not_enough")}</p>
      ${of.proven.map((one) => html`<p class="quiet" title=${instant(one.at)}>${label("IdentKind", one.kind)}: ${one.value} · ${label("IdentityMethod", one.method)} · ${brief(one.at)}</p>`)}</section>
    <${Systems} of=${of} acting=${acting} label=${label} />
    <section><h3>${t("deadline")}</h3><p>${dueSentence(of)}</p>
      <ol class="reasons">${of.deadline_steps.map((step) => html`<li>${step}</li>`)}</ol>
      ${of.promise_due && html`<p class="quiet">${t("promised", { day: longDay(of.promise_due) })}</p>`}
      ${of.pauses.map((pause) => html`<p class="quiet">${label("PauseKind", pause.kind)}: ${pause.question} · ${t(pause.answered_at ? "pause_over" : "pause_on", { when: brief(pause.answered_at ?? pause.asked_at) })}</p>`)}</section>
    ${of.letters.length > 0 && html`<section><h3>${t("letters")}</h3><ul class="short">${of.letters.map((one) => html`<li><span>${label("Letter", one.letter)}</span>
      <span class=${`badge ${one.error ? "late" : one.sent_at ? "done" : ""}`} title=${one.error || undefined}>${label("LetterState", one.state)}</span><span class="quiet" title=${instant(one.written_at)}>${brief(one.written_at)}</span></li>`)}</ul></section>`}
    ${of.extracts.length > 0 && html`<section><h3>${t("extracts")}</h3><ul class="short">${of.extracts.map((one) => html`<li><span>${label("ExtractKind", one.kind)} ${one.version}</span>
      <span class="quiet">${size(one.size)} · ${t("downloaded", { n: one.downloads })} · ${one.revoked_at ? t("revoked") : t("until", { day: shortDay(one.expires_at.slice(0, 10)) })}</span></li>`)}</ul></section>`}
    <${Related} id=${of.id} />
    <section><a class="button" href=${`/api/v1/cases/${of.id}/log`} target="_blank" rel="noopener"><${Icon} name="printer" />${t("print")}</a></section>
  </aside>`;
}

function Related({ id }) {
  const [items, setItems] = useState([]);
  useEffect(() => void get(`/api/v1/cases/${id}/related`).then((page) => setItems(page.items), () => {}), [id]);
  return items.length > 0 && html`<section><h3>${t("related")}</h3><ul class="short">${items.map((item) => html`<li><a href=${to(`cases/${item.id}`)} class="mono">${item.reference}</a>
    <span class="quiet">${rightsOf(item)} · ${item.stage}</span><${Due} of=${item} /></li>`)}</ul></section>`;
}
