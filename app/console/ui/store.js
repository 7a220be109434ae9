// A value that several components watch.
import { useEffect, useState } from "./h.js";

/** Give a store: `get`, `set` (a part, or a function of the value giving one), `use` (in a component). */
export function store(value) {
  const watching = new Set();
  const get = () => value;
  const set = (change) => {
    value = { ...value, ...(typeof change === "function" ? change(value) : change) };
    for (const tell of [...watching]) tell(value);
  };
  const use = () => {
    const [seen, tell] = useState(value);
    useEffect(() => {
      watching.add(tell);
      if (seen !== value) tell(value);
      return () => watching.delete(tell);
    }, []);
    return seen;
  };
  return { get, set, use };
}
