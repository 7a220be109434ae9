// Choices: several at once, and those that are fetched.
import { get } from "./api.js";
import { html, useEffect, useState } from "./h.js";
import { certain } from "./schema.js";
import { t } from "./words.js";


/** Give the choices at an address, `{braces}` filled in; null while they come. */
export function useOptions(address, about, text = "") {
  const [items, setItems] = useState(null);
  const url = address?.replace(/\{(\w+)\}/g, (_, name) => (name === "q" ? encodeURIComponent(text) : about[name] ?? ""));
  const asked = url && (/[?&]q=$/.test(url) ? url + encodeURIComponent(text) : url);
  useEffect(() => {
    if (!asked) return undefined;
    const stop = new AbortController();
    get(asked, stop.signal).then(({ items: found }) => setItems(found), () => setItems([]));
    return () => stop.abort();
  }, [asked]);
  return items;
}

/** Draw one choice of those an address gives; with `q=` in it, they follow what is typed. */
export function Remote({ schema, id, value, onChange, required, nullable, marks, about }) {
  const address = schema["x-options"];
  const isSearch = /[?&]q=/.test(address);
  const items = useOptions(address, about, isSearch ? value ?? "" : "");
  const only = required && !isSearch && !value && items?.length === 1 && items[0].value;
  useEffect(() => void (only && onChange(only)), [only]);
  if (isSearch) {
    return html`<input id=${id} list=${`${id}-list`} value=${value ?? ""} required=${required} ...${marks} autocomplete="off"
      onInput=${(event) => onChange(event.target.value)} />
      <datalist id=${`${id}-list`}>${(items ?? []).map((one) => html`<option value=${one.value}>${one.label}</option>`)}</datalist>`;
  }
  const isUnnamed = value && !items?.some((one) => one.value === value); // it is chosen all the same
  return html`<select id=${id} value=${value ?? ""} required=${required} ...${marks} aria-busy=${items === null}
    onChange=${(event) => onChange(event.target.value)}>
    ${(nullable || !value) && html`<option value="">${nullable ? t("none") : t("choose")}</option>`}
    ${isUnnamed && html`<option value=${value}>${items ? value : t("loading")}</option>`}
    ${(items ?? []).map((one) => html`<option value=${one.value}>${one.label}</option>`)}</select>
    ${items?.length === 0 && html`<p class="hint">${t("nothing_to_choose")}</p>`}`;
}

/** Draw several choices of an enumeration or of those an address gives. */
export function Choices({ schema, document, id, value, onChange, about, marks }) {
  const { schema: items } = certain(schema.items, document);
  const fetched = useOptions(items["x-options"] ?? schema["x-options"], about);
  const label = (one) => items["x-enum-labels"]?.[one] ?? one;
  const all = items.enum ? items.enum.map((one) => ({ value: one, label: label(one) })) : fetched ?? [];
  const chosen = value ?? [];
  const change = (one) => onChange(chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one]);
  return html`<div class="choices">${all.map((one, place) => html`<label class="choice"><input type="checkbox" id=${place ? undefined : id}
    checked=${chosen.includes(one.value)} aria-invalid=${marks["aria-invalid"]} onChange=${() => change(one.value)} /><span>${one.label}</span></label>`)}
    ${fetched?.length === 0 && html`<p class="hint">${t("nothing_to_choose")}</p>`}</div>`;
}
