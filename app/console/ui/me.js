// Who works here: name, role, language and organisation, as the API says.
import { get } from "./api.js";
import { store } from "./store.js";

export const me = store({});

/** Ask who this is; everything else may be drawn meanwhile. */
export async function loadMe() {
  me.set(await get("/api/v1/me"));
}
