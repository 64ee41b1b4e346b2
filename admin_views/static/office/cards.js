// The rows of a list as a phone shows them: each a card whose values are changed by a tap once it is opened for it.
import { all, make } from "./dom.js";

const HINT = "Tap a value to change it, or a blank one to fill it.";

/** Give every card that may be typed into its button; `edit` opens a cell. */
export function startCards(table, edit) {
  for (const row of all("tbody tr", table)) if (row.querySelector("td[data-cell]")) row.append(foot(row));
  table.addEventListener("click", (event) => {
    const cell = event.target.closest(".card-open td[data-cell]");
    if (!cell || cell.classList.contains("editing")) return;
    event.preventDefault();
    event.stopPropagation();
    edit(cell);
  }, { capture: true });
}

function foot(row) {
  const name = row.querySelector("td.lead")?.textContent.trim() ?? "";
  const hint = make("span", { class: "muted", hidden: true }, HINT);
  const button = make("button", { type: "button", class: "btn", "aria-expanded": "false", "aria-label": `Edit ${name}` }, "Edit");
  button.addEventListener("click", () => {
    const open = row.classList.toggle("card-open");
    button.setAttribute("aria-expanded", String(open));
    button.setAttribute("aria-label", `${open ? "Done with" : "Edit"} ${name}`);
    button.replaceChildren(open ? "Done" : "Edit");
    hint.hidden = !open;
  });
  return make("td", { class: "card-foot" }, hint, button);
}
