// One case: what it is, until when, what may be done, and everything that was said and found.
import { get } from "./api.js";
import { Actions, useActing } from "./actions.js";
import { Corrections } from "./corrections.js";
import { Due } from "./due.js";
import { takingFiles } from "./files.js";
import { Findings } from "./findings.js";
import { html, useCallback, useEffect, useRef, useState } from "./h.js";
import { Icon } from "./icon.js";
import { useShortcuts } from "./keys.js";
import { hear } from "./live.js";
import { presence, usePresence } from "./presence.js";
import { ask, here, to } from "./router.js";
import { Trial, rightsOf } from "./row.js";
import { Side } from "./side.js";
import { say } from "./toast.js";
import { Timeline } from "./timeline.js";
import { t } from "./words.js";

/** Draw the case of an id. */
export default function Case({ id }) {
  const [seen, setSeen] = useState({});
  const by = useRef(null);
  const load = useCallback(() => get(`/api/v1/cases/${id}`).then((found) => (setSeen({ found }), found), (problem) => setSeen((now) => ({ ...now, problem }))), [id]);
  useEffect(() => {
    void load();
    const hearing = hear("case", (event) => {
      if (event.id !== id) return;
      by.current = event.actor;
      void load();
    });
    const back = hear("resync", load);
    return () => (hearing(), back());
  }, [id]);
  const { found, problem } = seen;
  if (!found && problem) return html`<article class="case"><div class="empty" role="alert"><p class="lead">${problem.status === 404 ? t("no_such_case") : problem.message}</p>
    <a class="button" href=${to("", here.get().query)}>${t("to_list")}</a></div></article>`;
  if (!found) return html`<article class="case" aria-busy="true"><div class="skeleton"><i></i><i></i><i></i></div></article>`;
  return html`<${Shown} of=${found} load=${load} put=${(next) => setSeen({ found: next })} by=${by} />`;
}

const TABS = ["timeline", "findings", "corrections"];

function Shown({ of, load, put, by }) {
  const acting = useActing({ of, load, put, by });
  const { query } = here.use();
  const [doing, setDoing] = useState("looking");
  usePresence(of.id, doing);
  const present = presence.use()[of.id] ?? [];
  const menu = useRef();
  useShortcuts({ copy: () => copy(of) }, acting.shortcuts);
  const has = { timeline: true, findings: of.tasks.some((task) => task.found > 0), corrections: of.corrections.length > 0 };
  const tab = has[query.tab] ? query.tab : "timeline";
  return html`<article class="case" aria-label=${of.reference} tabindex="-1" ...${takingFiles(of, load)}>
    <header class="case-head">
      <a class="back button quiet-button" href=${to("", { ...query, tab: "" })}><${Icon} name="chevron-left" />${t("to_list")}</a>
      <div class="title"><p class="quiet"><span class="mono">${of.reference}</span> · ${rightsOf(of)} ${of.trial && html`<${Trial} />`}</p><h2>${of.person.name || t("nobody")}</h2></div>
      <div class="case-due"><${Due} of=${of} /></div>
      <${Steps} stages=${of.stages ?? []} />
      <${Actions} of=${of} acting=${acting} menu=${menu} />
      ${present.length > 0 && html`<p class="badge" role="status"><${Icon} name="eye" />${present.join(", ")}</p>`}
    </header>
    <div class="case-body"><div class="case-main">
      ${of.missing.length > 0 && html`<details class="missing"><summary><${Icon} name="circle-help" />${t("missing", { n: of.missing.length })}</summary><ul>${of.missing.map((one) => html`<li>${one}</li>`)}</ul></details>`}
      <nav class="tabs" aria-label=${t("parts")}>${TABS.filter((name) => has[name]).map((name) => html`<button aria-pressed=${tab === name}
        onClick=${() => ask({ tab: name === "timeline" ? "" : name }, { replace: true })}>${t(`tab_${name}`)}</button>`)}</nav>
      ${tab === "timeline" && html`<${Timeline} of=${of} acting=${acting} setDoing=${setDoing} load=${load} />`}
      ${tab === "findings" && html`<${Findings} of=${of} acting=${acting} />`}
      ${tab === "corrections" && html`<${Corrections} of=${of} acting=${acting} />`}
    </div><${Side} of=${of} acting=${acting} /></div>
    ${acting.dialog}
  </article>`;
}

const Steps = ({ stages }) => html`<ol class="steps" aria-label=${t("steps")}>${stages.map(({ title, state }) => html`<li class=${state} aria-current=${state === "now" ? "step" : undefined}>
  <span class="hidden">${t(`step_${state}`)}: </span>${title}</li>`)}</ol>`;

let times = 0;
let forgetting;

function copy(of) {
  times += 1;
  clearTimeout(forgetting);
  forgetting = setTimeout(() => (times = 0), 700);
  const what = [of.reference, `${of.reference} ${rightsOf(of)}`, new URL(to(`cases/${of.id}`), location.href).href][Math.min(times, 3) - 1];
  navigator.clipboard.writeText(what).then(() => say(t("copied", { what })), () => say(t("not_copied")));
}
