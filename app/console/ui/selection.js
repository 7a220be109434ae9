// Which cases of the list are selected, to do the same with all of them.
import { store } from "./store.js";

export const MOST = 100;
const chosen = store({ ids: new Set(), last: null });
export const selection = chosen;

/** Select a case, or no longer. */
export function toggle(id) {
  const ids = new Set(chosen.get().ids);
  if (!ids.delete(id) && ids.size < MOST) ids.add(id);
  chosen.set({ ids, last: id });
}

/** Select everything between the one selected last and this one. */
export function toggleTo(id, items) {
  const places = [chosen.get().last, id].map((one) => items.findIndex((item) => item.id === one));
  if (places[0] < 0) return toggle(id);
  const [from, until] = places.sort((one, other) => one - other);
  const between = items.slice(from, until + 1).map((item) => item.id);
  chosen.set(({ ids }) => ({ ids: new Set([...ids, ...between].slice(0, MOST)), last: id }));
}

/** Select nothing. */
export const clear = () => chosen.set({ ids: new Set(), last: null });
