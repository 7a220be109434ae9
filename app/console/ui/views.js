// The views of the work: how many wait in each, and which are one's own.
import { get, look } from "./api.js";
import { given } from "./given.js";
import { html, useEffect } from "./h.js";
import { Icon } from "./icon.js";
import { hear } from "./live.js";
import { prefer, prefs } from "./prefs.js";
import { ask, here, to } from "./router.js";
import { store } from "./store.js";
import { t } from "./words.js";

const OFFICE = [given.counts && "figures", ["lead", "administrator"].includes(given.role) && "settings"].filter(Boolean);
const PLACES = { triage: "triage", quarantine: "quarantine" };
const views = store({ items: [] });

/** Ask how many wait in each view. */
export const countViews = (how = get) => how("/api/v1/views").then(views.set, () => {});

/** Keep the counts current. */
export function startViews() {
  let waiting;
  for (const kind of ["case", "message", "resync"]) {
    hear(kind, () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => countViews(look), 400);
    });
  }
  return countViews();
}

const isHere = ({ path, query }, view) =>
  path === (PLACES[view] ?? "") && (PLACES[view] || (query.view ?? "open") === view) && !query.saved;

/** Draw the views as a list of links. */
export function Views() {
  const { items } = views.use();
  const place = here.use();
  const { saved = [] } = prefs.use();
  const base = place.path.startsWith("cases/") ? { ...place, path: "" } : place;
  return html`<nav class="views" aria-label=${t("views")}><ul>
    ${items.map(({ view, title, count, more }) => html`<li><a
      href=${PLACES[view] ? to(view) : to("", { view: view === "open" ? "" : view })}
      aria-current=${isHere(base, view) ? "page" : undefined}
      class=${view === "late" && count ? "late" : ""}><span>${title}</span><span class="count">${count}${more && "+"}</span></a></li>`)}
    ${saved.map(({ name, query }) => html`<li class="own"><a href=${to("", { ...query, saved: name })}
      aria-current=${base.path === "" && base.query.saved === name ? "page" : undefined}><span>${name}</span></a>
      <button class="bare" aria-label=${t("forget_view", { name })}
        onClick=${() => prefer({ saved: saved.filter((one) => one.name !== name) })}><${Icon} name="x" /></button></li>`)}
  </ul>
  ${OFFICE.length > 0 && html`<ul class="places">${OFFICE.map((name) => html`<li><a href=${to(name)} aria-current=${base.path.split("/")[0] === name ? "page" : undefined}>${t(name)}</a></li>`)}</ul>`}</nav>`;
}

/** Keep how the list is narrowed as a view of one's own; whom one searched for is not kept. */
export function saveView(name) {
  const { query } = here.get();
  prefer({ saved: [...(prefs.get().saved ?? []).filter((one) => one.name !== name), { name, query: { ...query, q: "" } }] });
  ask({ saved: name }, { replace: true });
}
