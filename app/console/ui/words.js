// The console's texts in the reader's language.
import { language } from "./given.js";

let words = {};
const plural = new Intl.PluralRules([language, "nb"]);

/** Load the texts; nothing may be drawn before. */
export async function loadWords() {
  words = (await import(`./words/${language}.js`)).default;
}

/** Give a text with its braces filled in; one of two by `n`, where the text depends on a number. */
export function t(name, values = {}) {
  const found = words[name];
  if (found === undefined) throw new Error(`there is no text “${name}”`);
  const text = Array.isArray(found) ? found[plural.select(Math.abs(values.n)) === "one" ? 0 : 1] : found;
  return text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}
