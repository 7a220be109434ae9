// Who looks at which case now, and telling others that we do.
import { tell } from "./api.js";
import { useEffect } from "./h.js";
import { hear } from "./live.js";
import { me } from "./me.js";
import { store } from "./store.js";
import { t } from "./words.js";

const EVERY = 20_000;

/** The names of the others, by case. */
export const presence = store({});

/** Hear of others; each telling replaces the one before. */
export function startPresence() {
  hear("presence", ({ case_id: id, people }) => {
    const others = people.filter(({ name }) => name !== me.get().name);
    presence.set({ [id]: others.map(({ name, doing }) => t(`is_${doing}`, { name })) });
  });
}

/** Tell that we look at a case, or write to its person, while a component is there. */
export function usePresence(id, doing) {
  useEffect(() => {
    const say = (what) => tell(`/api/v1/cases/${id}/presence`, { doing: what });
    say(doing);
    const beating = setInterval(() => document.hidden || say(doing), EVERY);
    return () => clearInterval(beating);
  }, [id, doing]);
  useEffect(() => () => void tell(`/api/v1/cases/${id}/presence`, { doing: "left" }), [id]);
}
