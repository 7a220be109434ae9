// What is left to do before requests are taken, and the request that tries it all.
import { get, post } from "./api.js";
import { html, useEffect, useState } from "./h.js";
import { Icon } from "./icon.js";
import { Later } from "./later.js";
import { to } from "./router.js";
import { say } from "./toast.js";
import { t } from "./words.js";
import { Wrong } from "./wrong.js";

const MARKS = { done: "check", to_do: "clock", wrong: "triangle-alert" };

/** Draw the steps as the facts have them. */
export function Checklist() {
  const [list, setList] = useState(null);
  const [problem, setProblem] = useState(null);
  const [isOpen, setOpen] = useState(false);
  const [link, setLink] = useState("");
  const load = () => get("/api/v1/organisation/checklist").then(setList, setProblem);
  useEffect(() => void load(), []);
  const begun = (made) => {
    setOpen(false);
    setLink(made.link);
    say(t("test_begun", { reference: made.reference }));
    void load();
  };
  const end = () => post("/api/v1/organisation/test-request/end", {}).then(({ reference }) => (setLink(""), say(t("test_ended", { reference })), load()), setProblem);
  return html`<section class="section"><h2>${t("checklist")}</h2><${Wrong} problem=${problem} shown=${[]} />
    ${!list && !problem && html`<div class="skeleton" aria-busy="true"><i></i><i></i></div>`}
    ${list && html`<p role="status">${t(list.done === list.of ? "all_set" : "so_far", { done: list.done, of: list.of })}</p>
      <progress max=${list.of} value=${list.done} aria-label=${t("checklist")}></progress>
      <ol class="checklist">${list.items.map((one) => html`<li key=${one.step} class=${one.state}><${Icon} name=${MARKS[one.state]} />
        <div><strong>${one.title}</strong><span class="hidden"> (${t(`state_${one.state}`)})</span><p>${one.why}</p>
          ${one.place && html`<a href=${to(`settings/${one.place}`)}>${t("go_there")}<span class="hidden">: ${one.title}</span></a>`}
          ${one.step === "test" && html`<div class="buttons">${list.reference ? html`<button onClick=${end}>${t("end_test")}</button>` : html`<button class="primary" onClick=${() => setOpen(true)}>${t("begin_test")}</button>`}
            ${link && html`<a class="button" href=${link} target="_blank" rel="noopener">${t("see_status")}</a>`}</div>`}</div></li>`)}</ol>`}
    ${isOpen && html`<${Later} module="dialog" operation="begin_test_request" title=${t("begin_test")} name="test-request" about=${{}}
      send=${(body) => post("/api/v1/organisation/test-request", body)} onDone=${begun} onClose=${() => setOpen(false)} />`}</section>`;
}
