// The work list: what must be done next comes first.
import { Bulk } from "./bulk.js";
import { again, letIn, list, more, show } from "./cases.js";
import { Filters } from "./filters.js";
import { html, useEffect, useLayoutEffect, useRef } from "./h.js";
import { Icon } from "./icon.js";
import { useShortcuts } from "./keys.js";
import { presence } from "./presence.js";
import { ask, go, here, to } from "./router.js";
import { Row } from "./row.js";
import { clear, selection, toggle, toggleTo } from "./selection.js";
import { useWindowed } from "./windowed.js";
import { t } from "./words.js";

const COLUMNS = ["due", "person", "right", "stage", "next", "assignee", "received", "reference"];
const SORTED = "due";
let kept = { asked: null, top: 0 };

/** Draw the list for a query; `open` is the case beside it. */
export function Queue({ query, open }) {
  const { items, state, next, fresh, asked, problem } = list.use();
  const { ids } = selection.use();
  const present = presence.use();
  const scroller = useRef();
  const at = useWindowed(scroller, items.length);
  useEffect(() => void show(query), [JSON.stringify(query)]);
  useEffect(clear, [asked]);
  useLayoutEffect(() => {
    if (kept.asked === asked) scroller.current.scrollTop = kept.top;
    return () => (kept = { asked, top: scroller.current?.scrollTop ?? 0 });
  }, [asked]);
  useEffect(() => {
    if (next && at.end + 30 > items.length) void more();
  }, [at.end, items.length, next, state]);
  const focused = () => document.activeElement?.closest?.("[data-row]")?.querySelector("[data-case]").dataset.case;
  const step = (by) => {
    const now = items.findIndex((item) => item.id === (open ?? focused()));
    const place = now < 0 ? 0 : Math.min(items.length - 1, Math.max(0, now + by));
    if (!items[place]) return;
    if (open) go(to(`cases/${items[place].id}`, query), { replace: true });
    reveal(scroller.current, place, at.row);
    if (!open) focusOn(items[place].id);
  };
  const pick = (id, isRange) => (isRange ? toggleTo(id, items) : toggle(id));
  const current = () => open ?? focused();
  useShortcuts({
    next: () => step(1),
    previous: () => step(-1),
    open: open ? null : () => {},
    select: () => current() && pick(current(), false),
    select_to_here: () => current() && pick(current(), true),
    leave: ids.size ? clear : open ? () => leave(open, query) : null,
  });
  const first = items.some((item) => item.id === open) ? open : items[at.start]?.id;
  return html`<section class="queue" aria-label=${t("cases")}>
    <${Filters} query=${query} />
    ${fresh && html`<button class="fresh" onClick=${letIn}><${Icon} name="arrow-up" />${fresh.added ? t("n_new", { n: fresh.added }) : t("order_changed")}</button>`}
    <div class="rows" role="table" aria-label=${t("cases")} aria-rowcount=${next ? -1 : items.length + 1} ref=${scroller} aria-busy=${state === "loading"} tabIndex=${items.length ? undefined : 0}>
      <${Head} query=${query} />
      <div role="rowgroup">
        <div role="presentation" style=${{ height: `${at.before}px` }}></div>
        ${items.slice(at.start, at.end).map((item, place) => html`<${Row} key=${item.id} item=${item}
          place=${at.start + place} isOpen=${item.id === open} isSelected=${ids.has(item.id)}
          isFirst=${item.id === first} present=${present[item.id]} onToggle=${pick} />`)}
        <div role="presentation" style=${{ height: `${at.after}px` }}></div>
      </div>
    </div>
    ${state === "loading" && html`<${Skeleton} />`}
    ${state === "failed" && html`<${Failed} problem=${problem} />`}
    ${state === "ready" && !items.length && !next && html`<${Empty} query=${query} />`}
    ${ids.size > 0 && html`<${Bulk} chosen=${items.filter((item) => ids.has(item.id))} />`}
  </section>`;
}

/** Focus a row; one that was out of sight is there after the next frame. */
function focusOn(id) {
  if (linkOf(id)) linkOf(id).focus({ preventScroll: true });
  else requestAnimationFrame(() => requestAnimationFrame(() => linkOf(id)?.focus({ preventScroll: true })));
}

const linkOf = (id) => document.querySelector(`[data-case="${id}"]`);

function leave(id, query) {
  go(to("", query));
  requestAnimationFrame(() => focusOn(id));
}

function reveal(box, place, row) {
  const head = box.querySelector("[role=rowgroup]").offsetTop;
  const top = head + place * row;
  if (top - head < box.scrollTop) box.scrollTop = top - head;
  else if (top + row > box.scrollTop + box.clientHeight) box.scrollTop = top + row - box.clientHeight;
}

function Head({ query }) {
  const isDown = query.sort === "-due";
  return html`<div class="row head" role="row">
    <span role="columnheader" class="pick"><span class="hidden">${t("selected")}</span></span>
    ${COLUMNS.map((name) => html`<span role="columnheader" class="col-${name}" aria-sort=${name === SORTED ? (isDown ? "descending" : "ascending") : undefined}>
      ${name === SORTED ? html`<button onClick=${() => ask({ sort: isDown ? "" : "-due" })}>${t(`column_${name}`)}<${Icon} name=${isDown ? "arrow-down" : "arrow-up"} /></button>` : t(`column_${name}`)}</span>`)}
  </div>`;
}

const Skeleton = () => html`<div class="skeleton" role="status"><span class="hidden">${t("loading")}</span>
  ${Array.from({ length: 8 }, () => html`<i></i>`)}</div>`;

const Failed = ({ problem }) => html`<div class="empty" role="alert"><p>${problem.status ? problem.message : t("not_reached")}</p>
  <button onClick=${again}>${t("try_again")}</button></div>`;

function Empty({ query }) {
  const searched = Object.keys(query).some((name) => !["view", "sort"].includes(name));
  const name = searched ? "search" : query.view ?? "open";
  return html`<div class="empty"><p class="lead">${t(`empty_${name}`)}</p><p>${t(`empty_${name}_next`)}</p>
    ${(searched || query.view) && html`<a class="button" href=${to("")}>${t("show_open")}</a>`}</div>`;
}
