// What somebody has begun to write: kept in this tab only, until it is sent, and gone when they sign out.
const PREFIX = "draft:";

/** Give what was begun under a name, or undefined. */
export function draft(name) {
  const kept = sessionStorage.getItem(PREFIX + name);
  return kept === null ? undefined : JSON.parse(kept);
}

/** Keep what was begun; files are not kept. */
export function keep(name, value) {
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // A full store must not stop anybody from writing.
  }
}

/** Forget what was begun. */
export const drop = (name) => sessionStorage.removeItem(PREFIX + name);

/** Forget everything. */
export const dropAll = () => sessionStorage.clear();
