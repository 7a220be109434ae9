// Where the reader is: the address is the state, so that Back works and a link shows the same.
import { store } from "./store.js";

const BASE = "/console/";
const read = () => ({
  path: location.pathname.replace(/^\/console\/?/, ""),
  query: Object.fromEntries(new URLSearchParams(location.search)),
});

export const here = store(read());

/** Give an address of the console; what is empty is left out of its query. */
export function to(path, query = {}) {
  const kept = Object.entries(query).filter(([, value]) => value);
  return `${BASE}${path}${kept.length ? `?${new URLSearchParams(kept)}` : ""}`;
}

/** Go there; `replace` when Back should not lead here again. */
export function go(address, { replace = false } = {}) {
  if (address === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", address);
  here.set(read());
}

/** Change parts of the query and stay. */
export const ask = (change, options) => go(to(here.get().path, { ...here.get().query, ...change }), options);

/** Follow Back, and links to the console without leaving the page. */
export function startRouter() {
  addEventListener("popstate", () => here.set(read()));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const other = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button;
    if (!link || other || event.defaultPrevented || link.target || link.download) return;
    if (link.origin !== location.origin || !link.pathname.startsWith(BASE)) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}
