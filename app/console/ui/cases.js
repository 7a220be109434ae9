// The list of cases: asked for page by page, kept current without ever moving what is looked at.
import { get, look } from "./api.js";
import { hear } from "./live.js";
import { store } from "./store.js";

const ASKED = ["assignee", "channel", "due_before", "q", "right", "sort", "state", "view"];
const AT_A_TIME = 100;
const NOTHING = { items: [], next: null, state: "loading", fresh: null, problem: null };

/** `items` in the order shown; `fresh` is the list as it would be now, once that differs. */
export const list = store({ ...NOTHING, asked: null });

/** Give what a query of the address asks the API for. */
export function addressOf(query, extra = {}) {
  const wanted = { view: "open", ...Object.fromEntries(ASKED.filter((k) => query[k]).map((k) => [k, query[k]])) };
  const sorted = Object.entries(wanted).sort(([one], [other]) => (one < other ? -1 : 1));
  return `/api/v1/cases?${new URLSearchParams([...sorted, ["limit", AT_A_TIME], ...Object.entries(extra)])}`;
}

/** Show what a query asks for, from the beginning. */
export async function show(query) {
  const asked = addressOf(query);
  if (asked === list.get().asked) return;
  list.set({ ...NOTHING, asked });
  await fill(asked, asked);
}

/** Fetch the next page. */
export async function more() {
  const { asked, next, state } = list.get();
  if (!next || state !== "ready") return;
  list.set({ state: "more" });
  await fill(asked, `${asked}&cursor=${encodeURIComponent(next)}`);
}

async function fill(asked, address) {
  try {
    const page = await get(address);
    if (list.get().asked !== asked) return;
    list.set(({ items }) => {
      const known = new Set(items.map((item) => item.id));
      const added = page.items.filter((item) => !known.has(item.id));
      return { items: [...items, ...added], next: page.next_cursor, state: "ready", problem: null };
    });
  } catch (problem) {
    if (list.get().asked === asked) list.set({ state: "failed", problem });
  }
}

/** Try again what did not work. */
export const again = () => {
  const { asked, items } = list.get();
  list.set({ ...NOTHING, items, asked });
  return fill(asked, asked);
};

/** Look again at the first page: rows change where they stand, others wait to be let in. */
export async function refresh() {
  const { asked, state } = list.get();
  if (state !== "ready") return;
  const page = await look(asked).catch(() => null);
  if (!page || list.get().asked !== asked) return;
  list.set(({ items }) => {
    const now = new Map(page.items.map((item) => [item.id, item]));
    const shown = items.map((item, place) => now.get(item.id) ?? (place < page.items.length ? { ...item, gone: true } : item));
    const known = new Set(items.map((item) => item.id));
    const added = page.items.filter((item) => !known.has(item.id)).length;
    const order = (all) => all.map((item) => item.id).join();
    const changed = order(page.items) !== order(items.slice(0, page.items.length));
    return { items: shown, fresh: changed ? { page, added } : null };
  });
}

/** Let in what is new: the first page as it is now, and the rest behind it. */
export function letIn() {
  const { fresh, items } = list.get();
  if (!fresh) return;
  const first = new Set(fresh.page.items.map((item) => item.id));
  const rest = items.slice(fresh.page.items.length).filter((item) => !first.has(item.id) && !item.gone);
  list.set({ items: [...fresh.page.items, ...rest], next: rest.length ? list.get().next : fresh.page.next_cursor, fresh: null });
}

/** Give the case before or after one in the list, or undefined. */
export function neighbour(id, step) {
  const { items } = list.get();
  return items[items.findIndex((item) => item.id === id) + step];
}

/** Follow what happens; answers that come in a burst are asked for once. */
export function startCases() {
  let waiting;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 150);
  };
  hear("case", soon);
  hear("resync", soon);
}
