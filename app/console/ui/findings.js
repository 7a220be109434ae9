// What the systems hold: chosen item by item, and given out, withheld, blacked out, erased or kept.
import { get } from "./api.js";
import { language } from "./given.js";
import { size } from "./format.js";
import { html, useEffect, useState } from "./h.js";
import { Icon } from "./icon.js";
import { useLabels } from "./labels.js";
import { bodyOf, certain, describe, followed, operationOf } from "./schema.js";
import { t } from "./words.js";

/** Give what is decided over chosen items: each action that takes `items`, by each answer it may get. */
function useDecisions(of) {
  const [known, setKnown] = useState(null);
  useEffect(() => void describe(language, get).then(setKnown, () => {}), []);
  if (!known) return [];
  return of.actions.filter(({ enabled }) => enabled).flatMap((action) => {
    const operation = operationOf(known, action.operation_id);
    const shape = operation && followed(bodyOf(operation).schema, known);
    if (!shape?.properties?.items) return [];
    const answer = Object.entries(shape.properties).map(([name, inner]) => [name, certain(inner, known)]).find(([, inner]) => inner.schema.enum && !inner.nullable);
    return answer ? answer[1].schema.enum.map((value) => ({ action, name: answer[0], value, label: answer[1].schema["x-enum-labels"]?.[value] ?? value, fields: "fields" in shape.properties })) : [];
  });
}

/** Draw the findings of a case. */
export function Findings({ of, acting }) {
  const [items, setItems] = useState(null);
  const [chosen, setChosen] = useState([]);
  const [fields, setFields] = useState({});
  const decisions = useDecisions(of);
  const label = useLabels();
  useEffect(() => void allOf(of.id).then(setItems, () => setItems([])), [of.id, of.version]);
  const toggle = (id) => setChosen((now) => (now.includes(id) ? now.filter((one) => one !== id) : [...now, id]));
  const toggleField = (id, name) => setFields((now) => ({ ...now, [id]: (now[id] ?? []).includes(name) ? now[id].filter((one) => one !== name) : [...(now[id] ?? []), name] }));
  const decide = ({ action, name, value, fields: takesFields }) => acting.start(action.operation_id, {
    about: value,
    initial: { items: chosen, [name]: value, ...(takesFields ? { fields: [...new Set(chosen.flatMap((id) => fields[id] ?? []))] } : {}) },
  });
  if (items === null) return html`<div class="skeleton" aria-busy="true"><i></i><i></i><i></i></div>`;
  const systems = [...new Set(items.map(({ system }) => system))];
  return html`<section class="findings" aria-label=${t("tab_findings")}>
    ${decisions.length > 0 && html`<div class="decide" role="group" aria-label=${t("decide_items")}><span>${t("n_selected", { n: chosen.length })}</span>
      <button class="quiet-button" onClick=${() => setChosen(chosen.length === items.length ? [] : items.map(({ id }) => id))}>${t(chosen.length === items.length ? "choose_none" : "choose_all")}</button>
      ${decisions.map((one) => html`<button disabled=${!chosen.length} onClick=${() => decide(one)}>${one.label}</button>`)}</div>`}
    ${systems.map((system) => html`<section key=${system}><h3><${Icon} name="database" />${systemName(of, system)}</h3>
      ${items.filter((item) => item.system === system).map((item) => html`<${Finding} key=${item.id} item=${item} label=${label} acting=${acting} chosen=${chosen.includes(item.id)} onChoose=${decisions.length > 0 && (() => toggle(item.id))}
        fields=${fields[item.id] ?? []} onField=${decisions.some((one) => one.fields) && ((name) => toggleField(item.id, name))} />`)}</section>`)}
    ${items.length === 0 && html`<p class="quiet">${t("nothing_held")}</p>`}
  </section>`;
}

const systemName = (of, system) => of.tasks.find((task) => task.system === system)?.system_name ?? system;

async function allOf(id, cursor) {
  const page = await get(`/api/v1/cases/${id}/findings?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
  return page.next_cursor ? [...page.items, ...(await allOf(id, page.next_cursor))] : page.items;
}

function Finding({ item, label, acting, chosen, onChoose, fields, onField }) {
  const claim = acting.offers("claim_correction");
  const decided = item.review ?? item.disposal;
  return html`<article class=${`finding ${decided ?? ""}`}><p class="item-head">
    ${onChoose && html`<input type="checkbox" checked=${chosen} aria-label=${t("select_item", { label: item.label })} onChange=${onChoose} />`}
    <strong>${item.label}</strong><span class="quiet">${item.collection}</span><span class=${`badge ${item.certainty === "exact" ? "" : "soon"}`}>${label("Certainty", item.certainty)}</span>
    ${decided && html`<span class="badge done">${label(item.review ? "Review" : "Disposal", decided)}</span>`}</p>
    ${item.file_name && html`<p><${Icon} name="paperclip" /> ${item.file_name} <span class="quiet">${size(item.size)}</span></p>`}
    <dl class="data">${Object.entries(item.data).map(([name, value]) => html`<div key=${name} class=${fields.includes(name) ? "blacked" : ""}><dt>${name}</dt><dd>${asText(value)}</dd>
      <dd class="tools">${onField && html`<label><input type="checkbox" checked=${fields.includes(name)} onChange=${() => onField(name)} />${t("black_out")}<span class="hidden"> ${name}</span></label>`}
      ${claim && html`<button class="bare" title=${claim.title} onClick=${() => acting.start("claim_correction", { about: `${item.id}.${name}`, initial: { finding_id: item.id, field: name, claimed: asText(value) } })}><${Icon} name="pen-line" /><span class="hidden">${claim.title}: ${name}</span></button>`}</dd></div>`)}</dl></article>`;
}

const asText = (value) => (value !== null && typeof value === "object" ? JSON.stringify(value) : String(value ?? ""));
