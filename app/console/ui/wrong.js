// What the server found wrong, said above the form; focus goes to the first field it names.
import { html, useEffect, useRef } from "./h.js";
import { t } from "./words.js";

/** Say what is wrong that belongs to no field, and lead to the first one that is. */
export function Wrong({ problem, shown }) {
  const box = useRef();
  useEffect(() => {
    if (!problem) return;
    const first = box.current?.closest("form, dialog")?.querySelector("[aria-invalid=true], fieldset.wrong :is(input, select, textarea, button)");
    (first ?? box.current)?.focus();
  }, [problem]);
  if (!problem) return null;
  const known = (path) => shown.some((name) => path === name || path.startsWith(`${name}.`));
  const loose = problem.fields.filter(({ path }) => !known(path)).map(({ message }) => message);
  const said = problem.status === 0 ? [t("not_reached")] : problem.reasons.length ? problem.reasons : loose.length ? loose
    : problem.fields.length ? [t("look_at_fields", { n: problem.fields.length })] : [problem.message];
  return html`<div class="notice late" role="alert" tabindex="-1" ref=${box}>
    ${said.map((sentence) => html`<p>${sentence}</p>`)}
    ${problem.status === 0 && html`<p>${t("draft_kept")}</p>`}</div>`;
}
