// Claimed corrections: old and new side by side, what was decided, and whether it was written.
import { html } from "./h.js";
import { Icon } from "./icon.js";
import { useLabels } from "./labels.js";
import { t } from "./words.js";

const tone = { accept: "done", decline: "late" };

/** Draw the corrections of a case. */
export function Corrections({ of, acting }) {
  const label = useLabels();
  const decide = acting.offers("decide_correction");
  return html`<ul class="corrections">${of.corrections.map((one) => html`<li key=${one.id}>
    <p class="item-head"><strong>${one.field}</strong><span class="quiet">${of.tasks.find((task) => task.system === one.system)?.system_name ?? one.system} · ${label("CorrectionKind", one.kind)}</span>
      ${one.decision && html`<span class=${`badge ${tone[one.decision]}`}>${label("CorrectionDecision", one.decision)}</span>`}
      ${one.verified !== null && html`<span class=${`badge ${one.verified ? "done" : "late"}`}><${Icon} name=${one.verified ? "check" : "triangle-alert"} />${t(one.verified ? "verified" : "not_verified")}</span>`}</p>
    <div class="change"><div><h3>${t("old")}</h3><p><del>${String(one.old ?? "–")}</del></p></div><${Icon} name="chevron-right" /><div><h3>${t("new")}</h3><p><ins>${one.claimed}</ins></p></div></div>
    ${one.evidence && html`<p><span class="quiet">${t("evidence")}:</span> ${one.evidence}</p>`}
    ${one.reason && html`<p><span class="quiet">${t("reason")}:</span> ${one.reason}</p>`}
    ${decide && !one.decision && html`<p><button onClick=${() => acting.start("decide_correction", { about: one.id, initial: { correction_id: one.id } })}>${decide.title}</button></p>`}</li>`)}</ul>`;
}
