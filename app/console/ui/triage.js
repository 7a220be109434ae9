// What nobody could place: read it, see why, and say what it is.
import { get, post, Problem } from "./api.js";
import { given } from "./given.js";
import { brief, longDay, size } from "./format.js";
import { html, useEffect, useState } from "./h.js";
import { Icon } from "./icon.js";
import { useShortcuts } from "./keys.js";
import { useLabels } from "./labels.js";
import { Later } from "./later.js";
import { hear } from "./live.js";
import { Mail, textOf } from "./mail.js";
import { ask, to } from "./router.js";
import { say } from "./toast.js";
import { countViews } from "./views.js";
import { t } from "./words.js";

/** Draw the messages in one place: `triage` or `quarantine`. */
export default function Triage({ place, query }) {
  const [items, setItems] = useState(null);
  const [next, setNext] = useState(null);
  const load = (cursor) => get(`/api/v1/messages?state=${place}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`).then((page) => {
    setItems((now) => (cursor ? [...now, ...page.items] : page.items));
    setNext(page.next_cursor);
  }, () => setItems((now) => now ?? []));
  useEffect(() => {
    void load();
    return hear("message", () => load());
  }, [place]);
  const all = items ?? [];
  const at = Math.max(0, all.findIndex((one) => one.id === query.message));
  const open = query.message || innerWidth > 960 ? all[at] : null;
  const show = (one) => one && ask({ message: one.id }, { replace: Boolean(query.message) });
  useShortcuts({ next: () => show(all[at + 1]), previous: () => show(all[at - 1]), leave: query.message ? () => ask({ message: "" }) : null });
  const gone = (id) => {
    const following = all[at + 1] ?? all[at - 1];
    setItems(all.filter((one) => one.id !== id));
    ask({ message: following?.id ?? "" }, { replace: true });
    void countViews();
  };
  if (items?.length === 0) return html`<div class="empty"><p class="lead">${t(`empty_${place}`)}</p><p>${t(`empty_${place}_next`)}</p><a class="button" href=${to("")}>${t("show_open")}</a></div>`;
  return html`<div class=${`split triage ${open ? "has-open" : ""}`}><section class="queue" aria-label=${t(`place_${place}`)}>
    ${items === null && html`<div class="skeleton" aria-busy="true"><i></i><i></i></div>`}
    <ul class="rows messages">${all.map((one) => html`<${Line} key=${one.id} one=${one} isOpen=${one.id === open?.id} query=${query} place=${place} />`)}</ul>
    ${next && html`<button onClick=${() => load(next)}>${t("more")}</button>`}</section>
    ${open && html`<${Message} key=${open.id} one=${open} place=${place} onGone=${() => gone(open.id)} onChanged=${() => load()} />`}</div>`;
}

function Line({ one, isOpen, query, place }) {
  const [text, setText] = useState(null);
  useEffect(() => void textOf(one.id).then(setText, () => setText({})), [one.id]);
  return html`<li class=${`message-line ${isOpen ? "open" : ""}`}><a href=${to(place, { ...query, message: one.id })} aria-current=${isOpen ? "true" : undefined}>
    <span class="from">${text ? text.sender?.replace(/ <.*/, "") || t("nobody") : "…"}</span><time dateTime=${one.received_at}>${brief(one.received_at)}</time>
    <span class="subject">${text?.subject || text?.text?.split("\n", 1)[0] || t("no_subject")}</span><span class="quiet">${one.rights.map((right) => given.rights[right]).join(" · ")}</span></a></li>`;
}

const OPERATIONS = {
  accept_messages: { key: "s", send: (one, body, key) => post("/api/v1/messages/accept", body, { key }), fixed: (one) => ({ ids: [one.id] }) },
  link_message: { key: "l", send: (one, body, key) => post(`/api/v1/messages/${one.id}/link`, body, { key }), fixed: () => ({}) },
  dismiss_messages: { key: "d", send: (one, body, key) => post("/api/v1/messages/dismiss", body, { key }), fixed: (one) => ({ ids: [one.id] }) },
};

/** Give an answer, or raise what it says was not done. */
function checked(answer) {
  const failed = answer.items?.find(({ reason }) => reason);
  if (failed) throw new Problem(409, { detail: failed.reason, code: failed.code });
  return answer;
}

function Message({ one, place, onGone, onChanged }) {
  const [doing, setDoing] = useState(null);
  const [problem, setProblem] = useState(null);
  const label = useLabels();
  const take = async (act) => {
    setProblem(null);
    try {
      return checked(await act());
    } catch (failed) {
      setProblem(failed);
      throw failed;
    }
  };
  const done = (answer) => {
    setDoing(null);
    const where = answer.items?.[0].message.case_id ?? answer.case_id;
    say(t(where ? "placed" : "set_aside"), { open: where && to(`cases/${where}`) });
    onGone();
  };
  const accept = () => take(() => post("/api/v1/messages/accept", { ids: [one.id], rights: [] })).then(done, () => {});
  const again = () => take(() => post(`/api/v1/messages/${one.id}/read_again`, {})).then(() => (say(t("reading_again")), onChanged()), () => {});
  const isRead = one.rights.length > 0 || one.suggested_case_id;
  const start = (id) => () => setDoing(id);
  const buttons = [
    isRead && { key: "y", label: one.suggested_case_id ? t("accept_into") : t("accept_as", { rights: one.rights.map((right) => given.rights[right]).join(", ") }), run: accept, tone: "primary" },
    { key: "s", label: t(isRead ? "accept_other" : "accept_rights"), run: start("accept_messages"), tone: isRead ? "plain" : "primary" },
    { key: "l", label: t("link_message"), run: start("link_message") },
    { key: "d", label: t("not_a_request"), run: start("dismiss_messages") },
    place === "quarantine" && { key: "r", label: t("read_again"), run: again },
  ].filter(Boolean);
  useShortcuts({}, doing ? [] : buttons);
  const chosen = doing && OPERATIONS[doing];
  return html`<article class="case message"><header class="case-head">
      <a class="back button quiet-button" href=${to(place)}><${Icon} name="chevron-left" />${t("to_list")}</a>
      <div class="title"><p class="quiet">${label("Channel", one.channel)} · ${brief(one.received_at)} · ${size(one.size)}</p><h2>${t(`place_${place}`)}</h2></div>
      ${one.due && html`<p class="badge soon"><${Icon} name="clock" />${t("due_by", { day: longDay(one.due) })}</p>`}
      <div class="actions" role="group" aria-label=${t("actions")}>${buttons.map((button) => html`<button class=${button.tone ?? ""} onClick=${button.run}>${button.label}<kbd aria-hidden="true">${button.key}</kbd></button>`)}</div>
      ${problem && html`<p class="notice late" role="alert">${problem.status === 0 ? t("not_reached") : problem.message}</p>`}
    </header>
    <div class="case-body"><div class="case-main"><${Mail} id=${one.id} isMail=${one.channel === "email"} /></div>
      <aside class="side" aria-label=${t("why")}><section><h3>${t("why")}</h3><ul class="reasons">${one.because.map((reason) => html`<li>${reason}</li>`)}</ul>${one.error && html`<p class="notice late">${one.error}</p>`}</section>
      ${Object.keys(one.authentication).length > 0 && html`<section><h3>${t("sender_checks")}</h3><dl class="facts">${Object.entries(one.authentication).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>`}
      ${one.scan && html`<section><h3>${t("scan")}</h3><p>${label("Scan", one.scan)}</p></section>`}
      ${one.suggested_case_id && html`<section><h3>${t("suggested")}</h3><a href=${to(`cases/${one.suggested_case_id}`)}>${t("open_case")}</a></section>`}
      ${one.same_name.length > 0 && html`<section class="notice soon"><p>${t("same_name")}</p></section>`}</aside></div>
    ${chosen && html`<${Later} module="dialog" operation=${doing} title=${buttons.find(({ key }) => key === chosen.key).label} name=${`${one.id}:${doing}`} fixed=${chosen.fixed(one)} initial=${{ rights: one.rights }} about=${{}}
      send=${(body, key) => chosen.send(one, body, key).then(checked)} onDone=${done} onClose=${() => setDoing(null)} />`}
  </article>`;
}
