// Who may sign in: inviting them, what they may, and ending it.
import { get, post } from "./api.js";
import { html, useEffect, useState } from "./h.js";
import { Icon } from "./icon.js";
import { Later } from "./later.js";
import { brief } from "./format.js";
import { say } from "./toast.js";
import { t } from "./words.js";

const ROLES = ["handler", "lead", "dpo", "administrator"];

/** Draw the members. */
export function Members() {
  const [items, setItems] = useState(null);
  const [isOpen, setOpen] = useState(false);
  const load = () => get("/api/v1/members").then((page) => setItems(page.items), () => setItems([]));
  useEffect(() => void load(), []);
  const invited = ({ name }) => {
    setOpen(false);
    say(t("invited", { name }));
    void load();
  };
  const change = (one, given) => post(`/api/v1/members/${one.id}`, given).then(load, (problem) => (say(problem.message, { tone: "late" }), load()));
  const again = (one) => post(`/api/v1/members/${one.id}/invitation`).then(() => say(t("told_again", one)), (problem) => say(problem.message, { tone: "late" })).then(load);
  return html`<section class="section"><h2>${t("members")}</h2><p class="quiet">${t("members_long")}</p>
    <div class="buttons"><button class="primary" onClick=${() => setOpen(true)}><${Icon} name="plus" />${t("invite")}</button></div>
    ${items === null && html`<div class="skeleton" aria-busy="true"><i></i><i></i></div>`}
    ${items?.length === 0 && html`<p>${t("no_members")}</p>`}
    <ul class="people">${(items ?? []).map((one) => html`<${Member} key=${one.id} one=${one} onChange=${(given) => change(one, given)} onAgain=${() => again(one)} />`)}</ul>
    ${isOpen && html`<${Later} module="dialog" operation="invite_member" title=${t("invite")} name="invite" initial=${{ role: "handler" }} about=${{}}
      send=${(body) => post("/api/v1/members", body)} onDone=${invited} onClose=${() => setOpen(false)} />`}</section>`;
}

function Member({ one, onChange, onAgain }) {
  const waits = one.active && !one.last_seen_at;
  const since = one.last_seen_at ? ["seen", one.last_seen_at] : new Date(one.invited_until) < new Date() ? ["ran_out", one.invited_until] : one.mailed_at ? ["told", one.mailed_at] : ["invited", one.invited_at];
  const seen = one.active ? t(`member_${since[0]}`, { when: brief(since[1]) }) : t("turned_away");
  const mail = waits && ["queued", "failed", "bounced"].includes(one.mail) && t(`mail_${one.mail}`);
  return html`<li class=${one.active ? "" : "away"}><div><strong>${one.name}</strong><span class="quiet">${one.email !== one.name && one.email}</span><span class="quiet">${seen}</span>${mail && html`<span class=${one.mail === "queued" ? "quiet" : "badge late"}>${mail}</span>`}</div>
    <select aria-label=${t("role_of", { name: one.name })} value=${one.role} disabled=${one.by_group || !one.active} onChange=${(event) => onChange({ role: event.target.value })}>
      ${ROLES.map((role) => html`<option value=${role}>${t(`role_${role}`)}</option>`)}</select>
    ${waits && !one.by_group && html`<button onClick=${onAgain}>${t("invite_again")}<span class="hidden"> ${one.name}</span></button>`}
    <button onClick=${() => onChange({ active: !one.active })}>${t(one.active ? "turn_away" : "let_in")}<span class="hidden"> ${one.name}</span></button></li>`;
}
