// What this window keeps of one person's unsaved work; another person in the same window finds nothing of it.

/** How the names begin under which work of a kind is kept for the person who is signed in. */
export const own = (kind) => `office.${kind}:${document.body.dataset.who ?? ""}:`;

/** Forget what was kept of a kind for anybody else. */
export function forgetOthers(kind) {
  if (!document.body.dataset.who) return;
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(`office.${kind}:`) && !name.startsWith(own(kind))) sessionStorage.removeItem(name);
}

/** What is kept under a name; null where nothing is. */
export function kept(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}

/** Keep something, as long as this window has room; nothing (null) forgets it. */
export function keep(name, what) {
  try {
    if (what === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(what));
  } catch { /* full: the page itself still holds it */ }
}
