// What happens while the page is open: one stream per browser, told on to its other tabs.
import { store } from "./store.js";

const EVENTS = ["case", "message", "presence", "resync"];
const hearing = new Map(EVENTS.map((kind) => [kind, new Set()]));

/** Whether this tab hears what happens. */
export const live = store({ on: false });

/** Hear of a kind of event; give what stops it. */
export function hear(kind, listener) {
  hearing.get(kind).add(listener);
  return () => hearing.get(kind).delete(listener);
}

function pass({ kind, data }) {
  if (kind === "state") live.set({ on: data.on });
  else for (const listener of hearing.get(kind) ?? []) listener(data);
}

/** Start listening. The tab that holds the lock keeps the stream; when it closes, another takes over. */
export function startLive() {
  const others = new BroadcastChannel("utdrag-live");
  const spread = (told) => {
    pass(told);
    others.postMessage(told);
  };
  let isLeading = false;
  others.onmessage = ({ data }) => {
    if (data.kind !== "asked") pass(data);
    else if (isLeading) spread({ kind: "state", data: live.get() });
  };
  others.postMessage({ kind: "asked" }); // a new tab does not know yet whether the leader hears anything
  navigator.locks.request("utdrag-live", () => {
    isLeading = true;
    return new Promise(() => stream(spread));
  });
}

function stream(spread) {
  const source = new EventSource("/api/v1/live");
  const state = (on) => spread({ kind: "state", data: { on } });
  source.onopen = () => state(true);
  source.onerror = () => {
    state(false);
    if (source.readyState === EventSource.CLOSED) setTimeout(() => stream(spread), 5000);
  };
  for (const kind of EVENTS) {
    source.addEventListener(kind, ({ data }) => spread({ kind, data: data ? JSON.parse(data) : {} }));
  }
}
