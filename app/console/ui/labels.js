// The names of what the API calls by a word: states, ways, kinds; from its own description.
import { get } from "./api.js";
import { language } from "./given.js";
import { useEffect, useState } from "./h.js";
import { describe } from "./schema.js";

/** Give `name(kind, word)`, in a component: `name("TaskState", "done")`; the word itself until it is known. */
export function useLabels() {
  const [kinds, setKinds] = useState({});
  useEffect(() => void describe(language, get).then((known) => setKinds(known.components.schemas), () => {}), []);
  return (kind, word) => kinds[kind]?.["x-enum-labels"]?.[word] ?? word;
}
