// Writing to the person, or for colleagues: two places that cannot be taken for each other.
import { get } from "./api.js";
import { drop, draft, keep } from "./drafts.js";
import { AddFiles } from "./files.js";
import { html, useEffect, useState } from "./h.js";
import { Icon } from "./icon.js";
import { useShortcuts } from "./keys.js";
import { useLabels } from "./labels.js";
import { looksLikeIdentityNumber } from "./numbers.js";
import { Preview, foreseen } from "./preview.js";
import { say } from "./toast.js";
import { t } from "./words.js";

const WAYS = ["write", "note"];

/** Draw where something is written; what is not offered by the case is not there. */
export function Composer({ of, acting, setDoing, load }) {
  const ways = WAYS.filter((way) => acting.offers(way));
  useShortcuts({}, ways.map(acting.offers).filter(({ key }) => key).map(({ operation_id: one, key, title }) => ({ key, label: title, run: () => begin(one) })));
  const begin = (one) => {
    choose(one);
    requestAnimationFrame(() => document.getElementById(`composer-${one}`)?.focus());
  };
  const [chosen, choose] = useState(ways.includes("note") ? "note" : ways[0]);
  const way = ways.includes(chosen) ? chosen : ways[0];
  if (!way) return null;
  return html`<div class=${`composer ${way}`}>
    ${ways.length > 1 && html`<div class="chips" role="group" aria-label=${t("write_what")}>${ways.map((one) => html`<button class="chip" aria-pressed=${way === one} onClick=${() => choose(one)}><${Icon} name=${one === "note" ? "lock" : "send"} />${t(`way_${one}`)}</button>`)}</div>`}
    <${Writing} key=${way} way=${way} of=${of} acting=${acting} setDoing=${setDoing} load=${load} /></div>`;
}

function Writing({ way, of, acting, setDoing, load }) {
  const name = `${of.id}:${way}:text`;
  const [text, setText] = useState(draft(name) ?? "");
  const [state, setState] = useState({});
  const [key, setKey] = useState(() => crypto.randomUUID());
  const label = useLabels();
  const change = (next) => {
    setText(next);
    setKey(crypto.randomUUID());
    keep(name, next);
  };
  const send = async (event) => {
    event?.preventDefault();
    if (!text.trim() || state.busy) return;
    setState({ busy: true });
    const before = new Set(of.letters.map(({ id }) => id));
    try {
      const after = await acting.act(way, { text }, key);
      drop(name);
      setText("");
      setState({});
      const letter = after.letters.find(({ id }) => !before.has(id));
      const back = () => acting.act("recall_letter", { letter_id: letter.id }, crypto.randomUUID()).then(() => change(text), (problem) => say(problem.message));
      say(t(way === "note" ? "note_kept" : "letter_leaves"), { undo: letter && acting.offers("recall_letter") && back });
    } catch (problem) {
      setState({ problem });
    }
  };
  const insert = (ready) => {
    const box = document.getElementById(id);
    box.focus();
    box.setRangeText(ready, box.selectionStart, box.selectionEnd, "end");
    change(box.value);
  };
  const typed = (box) => {
    const at = box.selectionStart;
    if (way !== "write" || box.value.slice(at - 2, at) !== "::") return change(box.value);
    box.setRangeText("", at - 2, at, "end");
    change(box.value);
    const texts = document.getElementById("ready-texts");
    texts.focus();
    texts.showPicker?.();
  };
  const look = () => foreseen(`/api/v1/cases/${of.id}/previews/${way}`, { text }).then((shown) => setState({ shown }), (problem) => setState({ problem }));
  const id = `composer-${way}`;
  return html`<form onSubmit=${send}>
    <label for=${id}>${way === "note" ? html`<${Icon} name="lock" />${t("note_label")}` : html`<${Icon} name="send" />${t("letter_label", { to: of.person.email || of.person.phone, language: label("Language", of.language) })}`}</label>
    <textarea id=${id} rows="3" value=${text} aria-invalid=${state.problem ? "true" : undefined} aria-describedby=${state.problem ? `${id}-error` : undefined}
      onFocus=${() => way === "write" && setDoing("replying")} onBlur=${() => setDoing("looking")}
      onInput=${(event) => typed(event.target)} onKeyDown=${(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && send()}></textarea>
    ${looksLikeIdentityNumber(text) && html`<p class="hint warning" role="status"><${Icon} name="triangle-alert" />${t("identity_number")}</p>`}
    ${state.problem && html`<p class="error" id=${`${id}-error`} role="alert">${state.problem.status === 0 ? t("not_reached") : [state.problem.message, ...state.problem.reasons].join(" ")} ${t("draft_kept")}</p>`}
    <div class="buttons"><button class=${way === "note" ? "" : "primary"} disabled=${!text.trim() || state.busy}>${t(way === "note" ? "keep_note" : "send_letter")}<kbd>Ctrl ↵</kbd></button>
      ${way === "note" && html`<${AddFiles} of=${of} load=${load} />`}
      ${way === "write" && html`<${Ready} of=${of} insert=${insert} />`}
      ${acting.offers(way).previews && html`<button type="button" disabled=${!text.trim()} onClick=${look}>${t("preview")}</button>`}</div>
    ${state.shown && html`<${Preview} ...${state.shown} />`}
  </form>`;
}

/** Draw the texts that stand ready; `::` leads here from the letter. */
function Ready({ of, insert }) {
  const [texts, setTexts] = useState([]);
  useEffect(() => void get(`/api/v1/cases/${of.id}/texts`).then(({ items }) => setTexts(items), () => {}), [of.id]);
  return html`<select id="ready-texts" aria-label=${t("ready_text")} value="" onChange=${(event) => {
      const chosen = texts.find(({ key }) => key === event.target.value);
      event.target.value = "";
      if (chosen) insert(chosen.text);
    }}><option value="">${t("ready_text")} ::</option>${texts.map(({ key, name }) => html`<option value=${key}>${name}</option>`)}</select>`;
}
