// A long list of which only the rows in sight exist.
import { useEffect, useLayoutEffect, useRef, useState } from "./h.js";

const MARGIN = 12;

/** Give which of `count` rows to draw inside `scroller`, and how high what is left out before and after is. */
export function useWindowed(scroller, count) {
  const [place, setPlace] = useState({ top: 0, height: 800, row: 44 });
  const measured = useRef();
  measured.current = () => {
    const box = scroller.current;
    if (!box) return;
    const row = box.querySelector("[data-row]")?.offsetHeight || place.row;
    const seen = { top: box.scrollTop, height: box.clientHeight, row };
    if (Object.keys(seen).some((name) => seen[name] !== place[name])) setPlace(seen);
  };
  useLayoutEffect(() => measured.current(), [count]);
  useEffect(() => {
    const box = scroller.current;
    const look = () => measured.current();
    const resizing = new ResizeObserver(look);
    resizing.observe(box);
    box.addEventListener("scroll", look, { passive: true });
    return () => {
      resizing.disconnect();
      box.removeEventListener("scroll", look);
    };
  }, []);
  const first = Math.max(0, Math.floor(place.top / place.row) - MARGIN);
  const last = Math.min(count, Math.ceil((place.top + place.height) / place.row) + MARGIN);
  const start = Math.min(first, last);
  return { start, end: last, before: start * place.row, after: (count - last) * place.row, row: place.row };
}
