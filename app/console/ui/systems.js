// What each system was asked: who answers for it, for how long it has been waited for, and a nudge.
import { age, instant, shortDay } from "./format.js";
import { html } from "./h.js";
import { Icon } from "./icon.js";
import { t } from "./words.js";

const LOOKS = { done: ["check", "done"], partial: ["check", "soon"], refused: ["x", "late"], failed: ["triangle-alert", "late"] };
const SETTLING = ["remind_owner", "settle_task", "retry_task"];

/** Draw the tasks of the latest round of a case. */
export function Systems({ of, acting, label }) {
  if (!of.tasks.length) return null;
  const round = Math.max(...of.tasks.map((task) => task.round));
  const tasks = of.tasks.filter((task) => task.round === round);
  const settled = tasks.filter((task) => task.settled_at).length;
  return html`<section><h3>${t("systems")} <span class="quiet">${t("n_of_m", { n: settled, of: tasks.length })}</span></h3>
    <ul class="systems">${tasks.map((task) => html`<${Task} key=${task.id} task=${task} acting=${acting} label=${label} />`)}</ul></section>`;
}

function Task({ task, acting, label }) {
  const [icon, tone] = LOOKS[task.state] ?? ["clock", "waiting"];
  const waits = !task.settled_at;
  const title = (id) => acting.offers(id)?.title;
  return html`<li><p class="item-head"><${Icon} name=${icon} /><strong>${task.system_name}</strong><span class=${`badge ${tone}`}>${label("TaskState", task.state)}</span></p>
    <p class="quiet">${[label("Verb", task.verb), task.owner, task.found > 0 && t("found", { n: task.found })].filter(Boolean).join(" · ")}</p>
    <p class="quiet" title=${instant(task.asked_at)}>${waits ? t("waited", { age: age(task.asked_at), day: shortDay(task.internal_due) }) : t("answered_after", { age: between(task) })}</p>
    ${task.reason && html`<p>${task.reason}</p>`}
    ${waits && html`<p class="small-actions">${SETTLING.filter(title).map((id) => html`<button key=${id} class="quiet-button" onClick=${() => acting.start(id, { initial: { task_id: task.id }, about: task.id })}>${title(id)}<span class="hidden">: ${task.system_name}</span></button>`)}</p>`}</li>`;
}

function between({ asked_at: from, settled_at: until }) {
  const hours = Math.floor((new Date(until) - new Date(from)) / 3_600_000);
  return hours < 24 ? t("hours", { n: hours }) : t("days", { n: Math.floor(hours / 24) });
}
