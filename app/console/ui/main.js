// Starts the console: texts, who works here, the list; the rest when it is asked for.
import { get } from "./api.js";
import { startCases } from "./cases.js";
import { Frame } from "./frame.js";
import { given } from "./given.js";
import { html, render, useEffect } from "./h.js";
import { startKeys } from "./keys.js";
import { Later } from "./later.js";
import { startLive } from "./live.js";
import { loadMe } from "./me.js";
import { startPresence } from "./presence.js";
import { Queue } from "./queue.js";
import { go, here, startRouter, to } from "./router.js";
import { startViews } from "./views.js";
import { loadWords, t } from "./words.js";

const SCREENS = { triage: "triage", quarantine: "triage", figures: "figures", settings: "settings" };

/** Lead whoever reads no cases to what is left to set up, and once that is done to the figures. */
async function start() {
  const { done, of } = await get("/api/v1/organisation/checklist").catch(() => ({}));
  go(to(done < of ? "settings" : "figures"), { replace: true });
}

function Screen() {
  const { path, query } = here.use();
  const [place, id] = path.split("/");
  useEffect(() => {
    if (!path && !given.reads) void start();
  }, [path]);
  if (!path && !given.reads) return null;
  if (SCREENS[place]) return html`<${Later} module=${SCREENS[place]} place=${place} id=${id} query=${query} key=${place} />`;
  if (place === "cases" && id) {
    return html`<div class="split"><${Queue} query=${query} open=${id} /><${Later} module="case" id=${id} key=${id} /></div>`;
  }
  if (place) return html`<div class="empty"><p class="lead">${t("no_such_page")}</p></div>`;
  return html`<div class="whole"><${Queue} query=${query} /></div>`;
}

const asked = Promise.allSettled([loadMe(), given.reads && startViews()]);
await loadWords();
startRouter();
startKeys();
if (given.reads) {
  startCases();
  startPresence();
}
const root = document.getElementById("console");
root.textContent = "";
render(html`<${Frame}><${Screen} /><//>`, root);
await asked;
if (given.reads) startLive();
