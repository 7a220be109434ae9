// Every call of the API: what is sent, and what an answer means.
import { language } from "./given.js";
import { store } from "./store.js";

/** Whether calls get through: `offline` while none do, `ended` when the session is over. */
export const line = store({ offline: false, ended: false });

/** What the API answers when something is not done; `status` 0 when it was not reached. */
export class Problem extends Error {
  constructor(status, body = {}) {
    super(body.detail || body.title || String(status));
    Object.assign(this, { status, code: body.code, reasons: body.reasons ?? [], fields: body.fields ?? [] });
  }
}

const BY_ITSELF = { "Utdrag-Background": "1" };

/** Give the answer to a question. */
export const get = (path, signal) => call(path, { signal });

/** Give the answer to what the page asks by itself, which keeps no session awake. */
export const look = (path) => call(path, { headers: BY_ITSELF });

/** Tell something by itself; nobody waits for the answer. */
export const tell = (path, body) =>
  call(path, { method: "POST", headers: { ...BY_ITSELF, "Content-Type": "application/json" }, body: JSON.stringify(body) }).catch(() => {});

/** Send something; `version` is what was read, `key` makes a second try harmless. */
export const post = (path, body, options) => send("POST", path, body, options);

/** Put something in the place of what was read as `version`. */
export const put = (path, body, options) => send("PUT", path, body, options);

function send(method, path, body, { version, key } = {}) {
  const headers = {};
  if (!(body instanceof FormData)) headers["Content-Type"] = "application/json";
  if (version !== undefined) headers["If-Match"] = `"${version}"`;
  if (key) headers["Idempotency-Key"] = key;
  return call(path, { method, headers, body: body instanceof FormData ? body : JSON.stringify(body) });
}

async function call(path, options) {
  let answer;
  options.headers = { ...options.headers, "Accept-Language": language };
  try {
    answer = await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    line.set({ offline: true });
    throw new Problem(0);
  }
  if (line.get().offline || line.get().ended) line.set({ offline: false, ended: answer.status === 401 });
  if (answer.status === 401) line.set({ ended: true });
  const body = answer.headers.get("content-type")?.includes("json") ? await answer.json() : null;
  if (!answer.ok) throw new Problem(answer.status, body ?? {});
  return body;
}
