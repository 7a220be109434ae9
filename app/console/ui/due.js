// The due date, the same everywhere: days, date, bar and state, and all of it as one sentence.
import { longDay, shortDay } from "./format.js";
import { html } from "./h.js";
import { t } from "./words.js";

const TONES = { late: "late", red: "late", amber: "soon", calm: "calm", waiting: "waiting", done: "done" };

/** Give the due date of a case or a line of the list as one sentence. */
export function dueSentence({ effective_due: day, days_left: n, pressure }) {
  if (pressure === "done") return t("due_done", { day: longDay(day) });
  const values = { n: Math.abs(n), day: longDay(day) };
  const sentence = n < 0 ? t("due_late", values) : n === 0 ? t("due_today", values) : t("due_in", values);
  return pressure === "waiting" ? `${sentence} ${t("due_waiting")}` : sentence;
}

function short({ days_left: n, pressure }) {
  if (pressure === "done") return t("done");
  return n === 0 ? t("today") : t("days_short", { n }).replace("-", "−");
}

/** Draw when a case is due. The sentence is what is read out and what a pointer brings up. */
export function Due({ of }) {
  const tone = TONES[of.pressure] ?? "calm";
  const share = Math.round((of.share_used ?? 0) * 100);
  return html`<span class="due-date ${tone}" title=${dueSentence(of)}>
    <span class="hidden">${dueSentence(of)}</span>
    <span aria-hidden="true" class="days">${short(of)}</span>
    <span aria-hidden="true" class="day">${shortDay(of.effective_due)}</span>
    ${tone !== "done" && html`<progress aria-hidden="true" max="100" value=${share}></progress>`}
  </span>`;
}
