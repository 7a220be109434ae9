// A dialog around a form: focus goes in and comes back, and nothing begun is lost by a slip of the hand.
import { get } from "./api.js";
import { drop, draft, keep } from "./drafts.js";
import { Fields } from "./form.js";
import { language } from "./given.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "./h.js";
import { Preview, foreseen } from "./preview.js";
import { bodyOf, describe, emptyOf, followed, operationOf, sentOf } from "./schema.js";
import { t } from "./words.js";
import { Wrong } from "./wrong.js";

/** Draw a modal dialog; `onClose` is called however it is left. */
export function Modal({ title, onClose, wide, isDirty = false, children }) {
  const box = useRef();
  const before = useRef(document.activeElement);
  useLayoutEffect(() => {
    box.current.showModal();
    return () => before.current?.isConnected && before.current.focus();
  }, []);
  const cancel = (event) => {
    event.preventDefault();
    if (!isDirty || confirm(t("leave_unsent"))) onClose();
  };
  return html`<dialog ref=${box} class=${wide ? "wide" : ""} aria-labelledby="dialog-title" onCancel=${cancel}>
    <h2 id="dialog-title">${title}</h2>${children}</dialog>`;
}

/** Give the API's description once it is there, and what went wrong with fetching it. */
export function useDescription() {
  const [known, setKnown] = useState({});
  useEffect(() => void describe(language, get).then((document) => setKnown({ document }), (problem) => setKnown({ problem })), []);
  return known;
}

/**
 * Draw the form of an operation and send it. `send` is given what was filled in and a key that makes a second
 * try harmless; `name` is what a draft is kept under; `preview` is where what the person would see is asked for.
 */
export default function OperationDialog({ operation: id, title, name, fixed = {}, initial = {}, about, send, preview, onDone, onClose, tone, beside }) {
  const { document, problem: unknown } = useDescription();
  const operation = document && operationOf(document, id);
  return html`<${Modal} title=${title} onClose=${onClose} wide=${preview}>
    ${unknown && html`<${Wrong} problem=${unknown} shown=${[]} />`}
    ${!document && !unknown && html`<div class="skeleton" aria-busy="true"><i></i><i></i><i></i></div>`}
    ${document && html`<${OperationForm} ...${{ document, operation, name, fixed, initial, about, send, preview, onDone, onClose, tone, title, beside }} />`}<//>`;
}

function OperationForm({ document, operation, name, fixed, initial, about, send, preview, onDone, onClose, tone, title, beside: Beside }) {
  const { schema, isFiles } = bodyOf(operation);
  const [value, setValue] = useState(() => draft(name) ?? { ...emptyOf(schema, document), ...initial });
  const [state, setState] = useState({ busy: false, problem: null });
  const [shown, setShown] = useState(null);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const form = useRef();
  useLayoutEffect(() => {
    const first = form.current.querySelector("input, select, textarea");
    (first ?? form.current.querySelector("button[type=submit]"))?.focus();
  }, []);
  const change = (next) => {
    setValue(next);
    setKey(crypto.randomUUID());
    keep(name, next);
  };
  const body = () => {
    const given = { ...sentOf(value, schema, document), ...fixed };
    if (!isFiles) return given;
    const data = new FormData();
    for (const [field, part] of Object.entries(given)) data.append(field, part);
    return data;
  };
  const submit = async (event) => {
    event.preventDefault();
    if (state.busy) return;
    setState({ busy: true, problem: null });
    try {
      const answer = await send(body(), key);
      drop(name);
      onDone(answer);
    } catch (problem) {
      setState({ busy: false, problem });
    }
  };
  const look = async () => {
    setState({ busy: true, problem: null });
    await foreseen(preview, body()).then((seen) => (setShown(seen), setState({ busy: false, problem: null })), (problem) => setState({ busy: false, problem }));
  };
  const fields = Object.keys(followed(schema, document).properties ?? {}).filter((field) => !(field in fixed));
  return html`<form ref=${form} onSubmit=${submit} onKeyDown=${(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.current.requestSubmit()} novalidate=${state.problem?.status === 422}>
    ${operation.description && html`<p class="quiet">${operation.description}</p>`}
    <${Wrong} problem=${state.problem} shown=${fields} />
    <${Fields} schema=${schema} document=${document} value=${value} onChange=${change} fixed=${fixed} about=${about} errors=${state.problem?.fields ?? []} />
    ${Beside && html`<${Beside} value=${value} />`}
    ${shown && html`<${Preview} ...${shown} />`}
    <div class="buttons"><button type="submit" class=${tone ?? "primary"} disabled=${state.busy}>${title}</button>
      ${preview && html`<button type="button" onClick=${look} disabled=${state.busy}>${t("preview")}</button>`}
      <button type="button" class="quiet-button" onClick=${onClose}>${t("cancel")}</button></div>
  </form>`;
}
