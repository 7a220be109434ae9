// A form drawn from a schema: native controls, labels, hints and errors; what is unknown says so where it stands.
import { Choices, Remote } from "./choices.js";
import { language } from "./given.js";
import { html, useRef, useState } from "./h.js";
import { Icon } from "./icon.js";
import { looksLikeIdentityNumber } from "./numbers.js";
import { certain, emptyOf, followed, kindOf, mayBeAbsent, variantOf } from "./schema.js";
import { t } from "./words.js";

const RADIOS = 4;

/** Give the error of a field, or of something in it that has no control of its own. */
function errorAt(errors, path, kind) {
  const exact = errors.filter((one) => one.path === path);
  const inner = ["choices", "remote"].includes(kind) ? errors.filter((one) => one.path.startsWith(`${path}.`)) : [];
  return [...exact, ...inner].map((one) => one.message).join(" ");
}

/**
 * Draw the fields of an object schema. `value` is what was filled in, `fixed` names fields that are settled,
 * `about` fills the braces of addresses of choices.
 */
export function Fields({ schema, document, value, onChange, errors = [], fixed = {}, about = {}, path = "", id = "field" }) {
  const shape = followed(schema, document);
  const names = Object.keys(shape.properties ?? {}).filter((name) => !(name in fixed));
  const order = (name) => shape.properties[name]["x-order"] ?? 100;
  names.sort((one, other) => order(one) - order(other));
  return names.map((name) => html`<${Control} key=${name} id=${`${id}-${name}`} path=${path ? `${path}.${name}` : name}
    schema=${shape.properties[name]} document=${document} required=${(shape.required ?? []).includes(name)}
    value=${value?.[name]} errors=${errors} about=${about}
    onChange=${(part) => onChange({ ...value, [name]: part })} />`);
}

/** Draw the control of one field with its label, hint and error. */
function Control(given) {
  const { schema, nullable } = certain(given.schema, given.document);
  const kind = kindOf(schema, given.document);
  const error = errorAt(given.errors, given.path, kind);
  const described = [schema.description && `${given.id}-hint`, error && `${given.id}-error`].filter(Boolean).join(" ");
  const marks = { "aria-invalid": error ? "true" : undefined, "aria-describedby": described || undefined };
  if (schema["x-widget"] === "selection") return html`<${Selection} ...${given} title=${schema.title} />`;
  const all = { ...given, schema, nullable, kind, error, marks, required: given.required && !nullable };
  if (mayBeAbsent(schema, nullable, given.document)) return html`<${Maybe} ...${all} />`;
  return html`<${CONTROLS[kind] ?? Unknown} ...${all} />`;
}

/** Draw what may be left out as a whole: a button until somebody wants it. */
function Maybe(given) {
  const { schema, document, id, value, kind, onChange, error } = given;
  const box = useRef();
  const become = (next) => {
    onChange(next);
    setTimeout(() => box.current?.querySelector("input, select, textarea, button")?.focus());
  };
  const empty = kind === "list" ? [] : emptyOf(schema, document);
  if (!value) return html`<div class="field" ref=${box}><button type="button" id=${id} aria-describedby=${given.marks["aria-describedby"]} onClick=${() => become(empty)}><${Icon} name="plus" />${t("add", { title: titleOf(given) })}</button><${Beside} ...${given} /></div>`;
  return html`<div class="field" ref=${box}><${CONTROLS[kind]} ...${given} error=${error} />
    <button type="button" class="quiet-button" onClick=${() => become(null)}><${Icon} name="x" />${t("remove", { title: titleOf(given) })}</button></div>`;
}

/** What was marked in a list before the form was opened; it says how much that is. */
const Selection = ({ title, value }) => html`<p class="field"><strong>${title}:</strong> ${value?.length ? t("n_selected", { n: value.length }) : t("all_certain")}</p>`;

const titleOf = ({ schema, id }) => schema.title ?? id;
const Optional = ({ required, schema }) => !required && (schema.default ?? "") === "" && html` <span class="quiet optional">${t("optional")}</span>`;

function Beside({ id, schema, error }) {
  return html`${schema.description && html`<p class="hint" id=${`${id}-hint`}>${schema.description}</p>`}
    ${error && html`<p class="error" id=${`${id}-error`}>${error}</p>`}`;
}

const Labelled = ({ children, ...given }) => html`<div class=${`field ${given.error ? "wrong" : ""}`}>
  <label for=${given.id}>${titleOf(given)}<${Optional} ...${given} /></label><${Beside} ...${given} />${children}</div>`;

const Framed = ({ children, ...given }) => html`<fieldset class=${`field ${given.error ? "wrong" : ""}`} aria-describedby=${given.marks["aria-describedby"]}>
  <legend>${titleOf(given)}<${Optional} ...${given} /></legend><${Beside} ...${given} />${children}</fieldset>`;

function native(type) {
  return function Native(given) {
    const { schema, id, value, onChange, required, marks } = given;
    const isSecret = schema["x-sensitive"];
    const kind = type === "text" && (schema.format === "email" || schema.pattern?.includes("@")) ? "email" : type;
    return html`<${Labelled} ...${given}><input id=${id} type=${kind} value=${value ?? ""} required=${required} ...${marks}
      minlength=${schema.minLength} maxlength=${schema.maxLength} min=${schema.minimum ?? schema.exclusiveMinimum} max=${schema.maximum}
      step=${type === "number" ? (schema.type === "integer" ? 1 : "any") : undefined}
      autocomplete="off" spellcheck=${isSecret ? "false" : undefined} class=${isSecret ? "secret" : undefined}
      onInput=${(event) => onChange(event.target.value)} /><//>`;
  };
}

function LongText(given) {
  const { schema, id, value, onChange, required, marks } = given;
  return html`<${Labelled} ...${given}><textarea id=${id} rows=${schema["x-rows"] ?? 5} required=${required} ...${marks}
    minlength=${schema.minLength} maxlength=${schema.maxLength} value=${value ?? ""}
    onInput=${(event) => onChange(event.target.value)}></textarea>
    ${looksLikeIdentityNumber(value) && html`<p class="hint warning" role="status"><${Icon} name="triangle-alert" />${t("identity_number")}</p>`}<//>`;
}

function Choice(given) {
  const { schema, id, value, onChange, required, nullable, marks } = given;
  const label = (one) => schema["x-enum-labels"]?.[one] ?? one;
  if (schema.enum.length <= RADIOS && schema["x-widget"] !== "select" && required) {
    return html`<${Framed} ...${given}>${schema.enum.map((one, place) => html`<label class="choice"><input type="radio" name=${id} id=${place ? undefined : id}
      checked=${value === one} required=${required} aria-invalid=${marks["aria-invalid"]} onChange=${() => onChange(one)} /><span>${label(one)}</span></label>`)}<//>`;
  }
  return html`<${Labelled} ...${given}><select id=${id} value=${value ?? ""} required=${required} ...${marks} onChange=${(event) => onChange(event.target.value)}>
    ${(nullable || value === "" || value === undefined || value === null) && html`<option value="">${nullable ? t("none") : t("choose")}</option>`}
    ${schema.enum.map((one) => html`<option value=${one}>${label(one)}</option>`)}</select><//>`;
}

function Yes(given) {
  const { id, value, onChange, kind, marks } = given;
  return html`<div class=${`field ${given.error ? "wrong" : ""}`}><label class="choice"><input id=${id} type="checkbox" checked=${value === true}
    required=${kind === "consent"} ...${marks} onChange=${(event) => onChange(event.target.checked)} /><span>${titleOf(given)}</span></label><${Beside} ...${given} /></div>`;
}

const Group = (given) => html`<${Framed} ...${given} required=${true}><div class="group"><${Fields} ...${given} fixed=${{}} /></div><//>`;

function Variant(given) {
  const { schema, id, value, onChange, document } = given;
  const { propertyName, mapping } = schema.discriminator;
  const chosen = variantOf(schema, value, document);
  const label = (one) => {
    const shape = followed({ $ref: mapping[one] }, document);
    return shape["x-name"] ?? shape.title ?? one;
  };
  return html`<${Framed} ...${given}><select id=${id} aria-label=${titleOf(given)} value=${value?.[propertyName] ?? ""} ...${given.marks}
    onChange=${(event) => onChange({ ...emptyOf({ $ref: mapping[event.target.value] }, document), [propertyName]: event.target.value })}>
    ${!chosen && html`<option value="">${t("choose")}</option>`}
    ${Object.keys(mapping).map((one) => html`<option value=${one}>${label(one)}</option>`)}</select>
    ${chosen && html`<div class="group"><${Fields} ...${given} schema=${chosen} fixed=${{ [propertyName]: true }} /></div>`}<//>`;
}

/** Draw values by words, each as its own control; a word that is not there can be added. */
function Mapped(given) {
  const { schema, document, id, path, value, onChange } = given;
  const words = followed(schema.propertyNames, document);
  const label = (one) => words["x-enum-labels"]?.[one] ?? one;
  const { schema: inner } = certain(schema.additionalProperties, document);
  const left = words.enum.filter((one) => !(one in (value ?? {})));
  const [chosen, setChosen] = useState("");
  const adding = left.includes(chosen) ? chosen : left.includes(language) ? language : left[0];
  const without = (name) => Object.fromEntries(Object.entries(value).filter(([one]) => one !== name));
  return html`<${Framed} ...${given} required=${true}><div class="group">
    ${words.enum.filter((one) => one in (value ?? {})).map((name) => html`<div class="item" key=${name}>
      <${Control} ...${{ ...given, id: `${id}-${name}`, path: `${path}.${name}`, value: value[name], required: true, schema: { ...inner, title: label(name), description: undefined }, onChange: (part) => onChange({ ...value, [name]: part }) }} />
      <button type="button" class="quiet-button" onClick=${() => onChange(without(name))}><${Icon} name="x" />${t("remove", { title: label(name) })}</button></div>`)}
    ${left.length > 0 && html`<div class="adding"><select id=${id} aria-label=${t("add_what", { title: titleOf(given) })} value=${adding} onChange=${(event) => setChosen(event.target.value)}>
      ${left.map((one) => html`<option value=${one}>${label(one)}</option>`)}</select>
      <button type="button" onClick=${() => onChange({ ...value, [adding]: emptyOf(inner, document) })}><${Icon} name="plus" />${t("add_this")}</button></div>`}
  </div><//>`;
}

const LONG = 3;
const NAMES = ["name", "email", "address", "system", "slug"];

/** Give what an item of a long list is called while it is shut: by its name, or by all it says in a word. */
function nameOf(value, schema, document) {
  const own = NAMES.map((name) => value?.[name]).find((one) => typeof one === "string" && one);
  const words = Object.entries(schema.properties ?? {}).map(([name, inner]) => certain(inner, document).schema["x-enum-labels"]?.[value?.[name]] ?? value?.[name]);
  return own ?? words.filter((one) => ["string", "number"].includes(typeof one) && one !== "").join(" · ");
}

function List(given) {
  const { schema, document, id, path, value, onChange, error } = given;
  const all = value ?? [];
  const items = certain(schema.items, document).schema;
  const [newest, setNewest] = useState(null);
  const isShut = all.length > LONG && ["group", "variant"].includes(kindOf(items, document));
  const isOpen = (place) => place === newest || given.errors.some((one) => one.path.startsWith(`${path}.${place}.`) || one.path === `${path}.${place}`);
  const shut = (place, drawn) => (isShut ? html`<details open=${isOpen(place)}><summary>${t("numbered", { title: titleOf(given), number: place + 1 })}: ${nameOf(all[place], items, document)}</summary>${drawn}</details>` : drawn);
  const put = (place, part) => onChange(all.map((one, at) => (at === place ? part : one)));
  const inner = (place) => ({ ...given, id: `${id}-${place}`, path: `${path}.${place}`, value: all[place], required: true,
    schema: { ...items, title: t("numbered", { title: titleOf(given), number: place + 1 }) }, onChange: (part) => put(place, part) });
  return html`<${Framed} ...${given} error=${error}>
    ${all.map((_, place) => html`<div class="item" key=${place}>${shut(place, html`<${Control} ...${inner(place)} />
      ${all.length > (schema.minItems ?? 0) && html`<button type="button" class="quiet-button" onClick=${() => onChange(all.filter((_, at) => at !== place))}>
        <${Icon} name="x" />${t("remove_numbered", { title: titleOf(given), number: place + 1 })}</button>`}`)}</div>`)}
    ${all.length < (schema.maxItems ?? Infinity) && html`<button type="button" id=${id} onClick=${() => (setNewest(all.length), onChange([...all, emptyOf(schema.items, document)]))}>
      <${Icon} name="plus" />${t("add", { title: titleOf(given) })}</button>`}<//>`;
}

function Upload(given) {
  const { id, required, marks, onChange } = given;
  return html`<${Labelled} ...${given}><input id=${id} type="file" required=${required} ...${marks} onChange=${(event) => onChange(event.target.files[0])} /><//>`;
}

const Unknown = (given) => html`<div class="field wrong" data-unknown=${given.path}><p class="error">${t("cannot_draw", { title: titleOf(given) })}</p></div>`;

const CONTROLS = {
  line: native("text"), number: native("number"), day: native("date"), instant: native("datetime-local"),
  text: LongText, choice: Choice, yes: Yes, consent: Yes, group: Group, variant: Variant, list: List, map: Mapped, file: Upload,
  choices: (given) => html`<${Framed} ...${given}><${Choices} ...${given} /><//>`,
  remote: (given) => html`<${Labelled} ...${given}><${Remote} ...${given} /><//>`,
  constant: () => null,
};
