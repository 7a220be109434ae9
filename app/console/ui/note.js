// A request made by word of mouth, written down in half a minute; who may be meant is shown while typing.
import { post } from "./api.js";
import OperationDialog from "./dialog.js";
import { Due } from "./due.js";
import { html, useEffect, useState } from "./h.js";
import { countViews } from "./views.js";
import { refresh } from "./cases.js";
import { go, to } from "./router.js";
import { rightsOf } from "./row.js";
import { say } from "./toast.js";
import { t } from "./words.js";

/** Draw the note. */
export default function Note({ onClose }) {
  const done = (made) => {
    onClose();
    say(t("noted", { reference: made.reference }));
    void refresh();
    void countViews();
    go(to(`cases/${made.id}`));
  };
  return html`<${OperationDialog} operation="create_case" title=${t("phone_note_title")} name="note" initial=${{ channel: "phone" }} about=${{}}
    send=${(body, key) => post("/api/v1/cases", body, { key })} onDone=${done} onClose=${onClose} beside=${Similar} />`;
}

function Similar({ value }) {
  const [items, setItems] = useState([]);
  const { name, email, phone } = value;
  useEffect(() => {
    const known = Object.fromEntries(Object.entries({ name, email, phone }).filter(([, text]) => text?.trim().length > 2));
    if (!Object.keys(known).length) return setItems([]);
    const asking = setTimeout(() => post("/api/v1/people/similar", known).then((found) => setItems(found.items), () => setItems([])), 250);
    return () => clearTimeout(asking);
  }, [name, email, phone]);
  return html`<div class="similar" role="status">${items.length > 0 && html`<p><strong>${t("similar")}</strong></p>
    <ul>${items.map((item) => html`<li><a href=${to(`cases/${item.id}`)} target="_blank" rel="noopener">${item.person}</a>
      <span class="mono">${item.reference}</span><span class="quiet">${rightsOf(item)} · ${item.stage}</span><${Due} of=${item} /></li>`)}</ul>`}</div>`;
}
