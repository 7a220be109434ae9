// Files put with a case: chosen, dropped on it, or pasted into it.
import { post } from "./api.js";
import { html } from "./h.js";
import { Icon } from "./icon.js";
import { say } from "./toast.js";
import { t } from "./words.js";

/** Give what an element needs so that files may be dropped on it or pasted into it. */
export const takingFiles = (of, load) => ({
  onDragOver: (event) => event.dataTransfer.types.includes("Files") && event.preventDefault(),
  onDrop: (event) => taken(event, event.dataTransfer.files, of, load),
  onPaste: (event) => taken(event, event.clipboardData.files, of, load),
});

function taken(event, files, of, load) {
  if (!files.length) return;
  event.preventDefault();
  void add(files, of, load);
}

async function add(files, of, load) {
  const form = new FormData();
  for (const file of files) form.append("files", file);
  say(t("files_sent", { n: files.length }));
  try {
    await post(`/api/v1/cases/${of.id}/files`, form);
    say(t("files_added", { n: files.length }));
    void load();
  } catch (problem) {
    say(problem.status ? problem.message : t("not_reached"));
  }
}

/** Draw the button that lets choose files. */
export const AddFiles = ({ of, load }) => html`<label class="button"><${Icon} name="paperclip" />${t("add_files")}
  <input class="hidden" type="file" multiple accept=".pdf,.jpg,.jpeg,.png" onChange=${(event) => (add([...event.target.files], of, load), (event.target.value = ""))} /></label>`;
