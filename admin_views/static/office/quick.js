// A list by the value of one of its cells: a small menu at the cell, by the right button or Shift+F10.
import { ask, go, make, one, say, trouble } from "./dom.js";
import { offered } from "./filter_line.js";
import { narrowed, openBuilder } from "./filters.js";

export function startQuick(root = document) {
  const place = one("[data-filter-builder]");
  if (!place) return;
  for (const table of root.querySelectorAll("table[data-rows] tbody")) {
    table.addEventListener("contextmenu", (event) => {
      const cell = event.target.closest("td");
      if (!cell || event.target.closest("a, input, select, .editing") || !nameOf(cell)) return;
      event.preventDefault();
      openMenu(cell, place).catch((error) => say(error.message, { tone: "red" }));
    });
  }
}

const nameOf = (cell) => cell.closest("table").tHead.rows[0].cells[cell.cellIndex]?.dataset.column;

async function openMenu(cell, place) {
  const facts = await offered(`${place.dataset.filterBuilder}?offer=yes`);
  const column = facts.columns.find(({ name }) => name === nameOf(cell));
  if (!column) return;
  const value = await valueOf(cell, column.name, place.dataset.base);
  const ways = narrowed(column, value, { words: cell.textContent.trim(), zone: facts.zone, given: JSON.parse(place.dataset.filters) });
  const entry = (text, act) => make("button", { type: "button", role: "menuitem", onclick: () => { close(); act(); } }, text);
  const menu = make("div", { class: "menu-list cell-menu", role: "menu", "aria-label": "Show by this cell" }, make("div", { class: "menu-part" },
    ...ways.map(({ words, filters }) => entry(words, () => go(asking(filters, place)))),
    entry(`Filter by ${column.label}…`, () => openBuilder({ add: column.name }))));
  const close = show(menu, cell);
}

/** The cell's value as data. */
async function valueOf(cell, name, base) {
  const url = new URL(base, location.href);
  url.pathname += "rows";
  url.searchParams.delete("q");
  url.searchParams.set("filter", `id=${cell.closest("tr").dataset.id}`);
  url.searchParams.set("columns", name);
  const { status, body } = await ask(url);
  if (status !== 200 || !body.rows.length) throw new Error(trouble(status, body));
  return body.rows[0][name];
}

function asking(filters, place) {
  const url = new URL(place.dataset.base, location.href);
  for (const text of filters) url.searchParams.append("filter", text);
  return url;
}

/** The menu under its cell; arrows walk, Escape and a click elsewhere close it. Returns what closes it. */
function show(menu, cell) {
  let open = true;
  const close = () => {
    if (open) { open = false; menu.remove(); } // losing the focus on the way out asks once more
  };
  const box = cell.getBoundingClientRect();
  document.body.append(menu);
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(box.bottom, innerHeight - menu.offsetHeight - 8))}px`;
  const entries = [...menu.querySelectorAll("button")];
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      entries[(entries.indexOf(document.activeElement) + step + entries.length) % entries.length].focus();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
      cell.focus();
    }
  });
  menu.addEventListener("focusout", (event) => { if (!menu.contains(event.relatedTarget)) close(); });
  entries[0].focus();
  return close;
}
