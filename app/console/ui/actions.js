// What may be done with a case: its buttons, their keys, and why not where not; all of it from the API.
import { post, Problem } from "./api.js";
import { neighbour, refresh } from "./cases.js";
import { html, useRef, useState } from "./h.js";
import { Icon } from "./icon.js";
import { Later } from "./later.js";
import { prefs } from "./prefs.js";
import { go, here, to } from "./router.js";
import { say } from "./toast.js";
import { t } from "./words.js";

/** Give what takes actions of a case: `start` opens a form, `act` sends, `dialog` is what to draw. */
export function useActing({ of, load, put, by }) {
  const [doing, setDoing] = useState(null);
  const latest = useRef();
  latest.current = of;
  const offers = (id) => latest.current.actions.find((one) => one.operation_id === id && one.enabled);
  const send = async (action, body, key) => {
    try {
      return await post(action.href, body, { version: latest.current.version, key });
    } catch (problem) {
      if (problem.status === 412) {
        await load();
        throw new Problem(412, { detail: by.current ? t("changed_by", { name: by.current }) : t("changed_meanwhile") });
      }
      if (problem.status === 409) await load();
      throw problem;
    }
  };
  const done = (action, before) => (after) => {
    setDoing(null);
    put(after);
    say(t("action_done", { title: action.title }), { undo: undoOf({ action, before, after, send, put }) });
    for (const warning of after.warnings) say(warning, { tone: "soon" });
    void refresh();
    leaveAfter(before.id);
  };
  const act = (id, body, key) => send(offers(id), body, key).then((after) => (put(after), void refresh(), after));
  const start = (id, given = {}) => offers(id) && setDoing({ action: offers(id), before: of, ...given });
  const shortcuts = of.actions.filter((one) => one.enabled && one.key && !isComposed(one))
    .map((one) => ({ key: one.key, label: one.title, run: () => start(one.operation_id) }));
  const dialog = doing && html`<${Later} module="dialog" operation=${doing.action.operation_id} title=${doing.action.title} tone=${doing.action.tone === "danger" ? "danger" : "primary"}
    name=${`${of.id}:${doing.action.operation_id}${doing.about ? `:${doing.about}` : ""}`} initial=${doing.initial} about=${{ case_id: of.id }}
    send=${(body, key) => send(doing.action, body, key)} onDone=${done(doing.action, doing.before)} onClose=${() => setDoing(null)}
    preview=${doing.action.previews && `/api/v1/cases/${of.id}/previews/${doing.action.operation_id}`} />`;
  return { start, act, offers, shortcuts, dialog, load, put };
}

function leaveAfter(id) {
  const { after } = prefs.get();
  const { query } = here.get();
  const next = neighbour(id, 1);
  if (after === "next" && next) go(to(`cases/${next.id}`, { ...query, tab: "" }));
  if (after === "list") go(to("", { ...query, tab: "" }));
}

/** Give what takes an action back, where that is possible. */
function undoOf({ action, before, after, send, put }) {
  const recall = after.actions.find((one) => one.operation_id === "recall_letter" && one.enabled);
  const known = new Set(before.letters.map(({ id }) => id));
  const written = after.letters.find(({ id }) => !known.has(id));
  const taken = (answer) => (put(answer), say(t("undone", { title: action.title })), void refresh());
  const failed = (problem) => say(problem.message, { tone: "late" });
  if (recall && written) return () => send(recall, { letter_id: written.id }, crypto.randomUUID()).then(taken, failed);
  const assign = after.actions.find((one) => one.operation_id === "assign" && one.enabled);
  if (action.operation_id === "assign" && before.assignee && assign) {
    return () => send(assign, { to: before.assignee }, crypto.randomUUID()).then(taken, failed);
  }
  return undefined;
}

const SHOWN = 5;

/** Tell whether an action has a place of its own in the timeline, and so no button above. */
export const isComposed = ({ operation_id: id, enabled }) => enabled && ["write", "note"].includes(id);

/** Draw the actions: the one that is waited for first, what is not possible with its reason in the menu. */
export function Actions({ of, acting, menu }) {
  const sorted = of.actions.filter((one) => !isComposed(one)).sort((one, other) => (other.tone === "primary") - (one.tone === "primary") || one.order - other.order);
  const shown = sorted.filter(({ enabled, tone }) => enabled && tone !== "danger").slice(0, SHOWN);
  const rest = sorted.filter((one) => !shown.includes(one));
  return html`<div class="actions" role="group" aria-label=${t("actions")}>
    ${shown.map((one) => html`<${Action} key=${one.operation_id} one=${one} acting=${acting} />`)}
    ${rest.length > 0 && html`<details class="menu" ref=${menu} onKeyDown=${(event) => event.key === "Escape" && shut(event, menu)} onFocusOut=${(event) => menu.current.contains(event.relatedTarget) || menu.current.removeAttribute("open")}>
      <summary>${t("more_actions")}<${Icon} name="chevron-down" /></summary>
      <ul class="drawer">${rest.map((one) => html`<li key=${one.operation_id}>${one.enabled
        ? html`<${Action} one=${one} acting=${acting} />`
        : html`<p class="refused"><span>${one.title}</span><span class="quiet">${one.reason}</span></p>`}</li>`)}</ul></details>`}
  </div>`;
}

function shut(event, menu) {
  event.stopPropagation();
  menu.current.removeAttribute("open");
  menu.current.firstElementChild.focus();
}

const Action = ({ one, acting }) => html`<button class=${one.tone} onClick=${() => acting.start(one.operation_id)}>${one.title}${one.key && html`<kbd aria-hidden="true">${one.key}</kbd>`}</button>`;
