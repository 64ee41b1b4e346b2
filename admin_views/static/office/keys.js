// Keys: search, a new record, rows, the map of keys. None acts while something is typed.
import { one, typing } from "./dom.js";
import { stepRow } from "./rows.js";

const search = () => {
  const box = one("[data-search-box]");
  box?.focus();
  box?.select();
};
const KEYS = {
  "/": search,
  n: () => (one("[data-new]") ?? one("[data-new-claim]"))?.click(),
  j: () => stepRow(1),
  k: () => stepRow(-1),
  x: () => one("[data-pick]", document.activeElement?.closest?.("tr") ?? document.createElement("i"))?.click(),
  "?": () => one("[data-keys]")?.showModal(),
};

/** Key strokes that are meant for a cell of a grid: there a letter is typed. */
export const typedInGrid = new WeakSet();

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      search();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || one("dialog[open]")) return;
    if (typedInGrid.has(event) || event.target.closest?.("revo-grid")) return;
    const action = KEYS[event.key];
    if (!action || event.defaultPrevented) return;
    event.preventDefault();
    action();
  });
  for (const button of document.querySelectorAll("[data-show-keys]")) button.addEventListener("click", KEYS["?"]);
}
