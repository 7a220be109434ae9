// A section of the settings: its form, the secrets it names, and what can be tried or seen beside it.
import { put } from "./api.js";
import { drop, draft, keep } from "./drafts.js";
import { Fields } from "./form.js";
import { html, useRef, useState } from "./h.js";
import { Icon } from "./icon.js";
import { Logo } from "./logo.js";
import { Sample } from "./sample.js";
import { bodyOf, emptyOf, followed, operationOf, sentOf } from "./schema.js";
import { say } from "./toast.js";
import { Trials } from "./trials.js";
import { t } from "./words.js";
import { Wrong } from "./wrong.js";

const BESIDE = { letters: Sample, systems: Trials, public_form: Logo };

/** Draw a section; what was begun is kept, also when somebody else was faster. */
export function Section({ of, all, document, onChanged }) {
  const { schema } = bodyOf(operationOf(document, of.operation_id));
  const name = `settings:${all.slug}:${of.section}`;
  const [begun] = useState(() => draft(name));
  const [value, setValue] = useState(() => begun?.value ?? { ...emptyOf(schema, document), ...of.value });
  const [isBegun, setBegun] = useState(Boolean(begun));
  const [state, setState] = useState({ busy: false, problem: null });
  const form = useRef();
  const change = (next) => {
    setValue(next);
    setBegun(true);
    keep(name, { value: next, version: of.version });
  };
  const discard = () => {
    drop(name);
    setBegun(false);
    setValue({ ...emptyOf(schema, document), ...of.value });
    setState({ busy: false, problem: null });
  };
  const save = async (event) => {
    event.preventDefault();
    if (state.busy) return;
    setState({ busy: true, problem: null });
    try {
      const after = await put(`/api/v1/organisation/${of.section}`, sentOf(value, schema, document), { version: of.version });
      drop(name);
      setBegun(false);
      setValue({ ...emptyOf(schema, document), ...after.value });
      setState({ busy: false, problem: null });
      say(t("saved", { title: of.title }));
      await onChanged();
    } catch (problem) {
      if (problem.status === 412) await onChanged();
      setState({ busy: false, problem });
    }
  };
  const Beside = BESIDE[of.section];
  const isOld = isBegun && begun && begun.version !== of.version;
  return html`<form class="section" ref=${form} onSubmit=${save} novalidate=${state.problem?.status === 422} onKeyDown=${(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.current.requestSubmit()}>
    <h2>${of.title}</h2>${of.description && html`<p class="quiet">${of.description}</p>`}
    ${of.hints.map((hint) => html`<p class="hint">${hint}</p>`)}
    ${(isOld || state.problem?.status === 412) && html`<p class="notice soon" role="status"><${Icon} name="triangle-alert" />${t("setting_changed")}</p>`}
    <${Wrong} problem=${state.problem?.status === 412 ? null : state.problem} shown=${Object.keys(followed(schema, document).properties ?? {})} />
    <${Fields} schema=${schema} document=${document} value=${value} onChange=${change} about=${{}} errors=${state.problem?.fields ?? []} />
    ${of.secrets.length > 0 && html`<section><h3>${t("secrets")}</h3><ul class="secrets">${of.secrets.map((one) => html`<li>
      <${Icon} name=${one.is_set ? "check" : "triangle-alert"} /><code>${one.name}</code> ${t(one.is_set ? "secret_set" : "secret_missing")}</li>`)}</ul></section>`}
    <div class="buttons saving"><button class="primary" disabled=${state.busy}>${t("save")}<kbd>Ctrl ↵</kbd></button>
      ${isBegun && html`<button type="button" class="quiet-button" onClick=${discard}>${t("discard")}</button>`}</div>
  </form>${Beside && html`<${Beside} of=${of} all=${all} value=${value} document=${document} onChanged=${onChanged} />`}`;
}
