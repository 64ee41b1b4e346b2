// A visit: another state of the list, shown where the page stands. The page at its address is fetched, its head and facts
// are taken over.
import { ask, one, say, trouble } from "../dom.js";
import { startAsOf, startColumns, startFilters } from "../filters.js";

/** Show another state of the list where the page stands. */
export async function visit(grid, url, { push = true } = {}) {
  const turn = (grid.turn = (grid.turn ?? 0) + 1);
  grid.frame.classList.add("waiting");
  const { status, body } = await ask(url).catch(() => ({ status: 0 }));
  if (turn !== grid.turn) return;
  grid.frame.classList.remove("waiting");
  const page = status === 200 && typeof body === "string" ? new DOMParser().parseFromString(body, "text/html") : null;
  const facts = page && one("[data-grid-facts]", page);
  if (!facts) {
    if (status === 200) location.assign(url);
    else say(status ? trouble(status, errorIn(body)) : "No connection. Try again.", { tone: "red" });
    return;
  }
  grid.editor?.finish(true, {}, { stay: true }); // what is being typed counts, and stands over no other record
  if (push) history.pushState(null, "", url);
  document.title = page.title;
  for (const place of ["[data-grid-head]", "[data-grid-empty]", "[data-grid-foot] .selection"]) swap(place, page);
  grid.facts = JSON.parse(facts.textContent);
  grid.tell("office:facts");
  grid.begin();
  await grid.complete();
}

function swap(place, page) {
  const [old, fresh] = [one(place), one(place, page)];
  if (!old || !fresh) return;
  old.replaceWith(document.importNode(fresh, true));
  for (const start of [startFilters, startColumns, startAsOf]) start(one(place));
}

/** A link of the head that leads to another state of this list is taken over. */
export function linkClicked(grid, event) {
  const link = event.target.closest?.("[data-grid-head] a[href], [data-grid-empty] a[href]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const url = new URL(link.href, location.href);
  if (url.origin !== location.origin || url.pathname !== location.pathname || url.searchParams.has("plain")) return;
  event.preventDefault();
  grid.visit(url);
}

/** The words of an error page. */
function errorIn(body) {
  if (typeof body !== "string") return body;
  const page = new DOMParser().parseFromString(body, "text/html");
  const words = one("main .empty p, main p", page)?.textContent.trim();
  return words ? { error: words } : body;
}
