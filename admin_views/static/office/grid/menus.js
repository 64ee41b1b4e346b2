// The menus of a column's head, of a cell, and of the foot.
import { one } from "../dom.js";
import { narrowed, openBuilder } from "../filters.js";
import { wordsOf } from "./columns.js";
import { footChoices } from "./foot.js";
import { groupChoices } from "./groups.js";
import { act, addKeys } from "./keys.js";
import { openMenu } from "./menu.js";
import { focusedCell } from "./sight.js";

export function startMenus(grid) {
  grid.el.addEventListener("click", (event) => clicked(grid, event), true);
  grid.el.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-head-menu]")) event.stopPropagation(); // the head is not dragged by its menu
  }, true);
  grid.el.addEventListener("contextmenu", (event) => asked(grid, event));
  grid.el.addEventListener("beforecolumndragend", (event) => moved(grid, event));
  addKeys({
    "alt+ArrowDown": ["Menu of the column: sort, group, filter, freeze, hide, the foot", () => headMenu(grid, grid.columnAt(grid.focus.x))],
    "shift+F10": ["Menu of the cell", () => cellMenu(grid)],
    ContextMenu: ["Menu of the cell", () => cellMenu(grid)],
  });
}

function clicked(grid, event) {
  const head = event.target.closest("[data-head-menu]");
  const foot = event.target.closest("[data-foot-menu]");
  if (!head && !foot) return;
  event.preventDefault();
  event.stopPropagation();
  if (head) headMenu(grid, grid.column[head.dataset.headMenu], below(head));
  else footMenu(grid, grid.column[foot.dataset.footMenu], below(foot));
}

function asked(grid, event) {
  const head = event.target.closest(".rgHeaderCell[data-column]");
  if (head) {
    event.preventDefault();
    headMenu(grid, grid.column[head.dataset.column], { x: event.clientX, y: event.clientY });
    return;
  }
  const cell = event.target.closest("revogr-data [data-rgrow]");
  if (!cell || cell.closest("revogr-data").type !== "rgRow" || cell.hasAttribute("data-row-head")) return;
  event.preventDefault();
  const frozen = cell.closest("revogr-data").colType === "colPinStart";
  const [x, y] = [Number(cell.dataset.rgcol) + (frozen ? 0 : grid.edge), Number(cell.dataset.rgrow)];
  const { range } = grid;
  const at = { x: event.clientX, y: event.clientY };
  if (range && x >= range.x && x <= range.x1 && y >= range.y && y <= range.y1) cellMenu(grid, at);
  else grid.move({ x, y }).then(() => cellMenu(grid, at));
}

const below = (element, most = Infinity) => {
  const box = element.getBoundingClientRect();
  return { x: box.left, y: Math.min(box.bottom, box.top + most) };
};

/** The place of a column's head on the screen, where it stands in sight. */
function placeOf(grid, selector) {
  return below(grid.el.querySelector(selector) ?? grid.el, 40);
}

const back = (grid) => () => grid.refocus();

// --- the head of a column ---

function headMenu(grid, column, at = placeOf(grid, `.rgHeaderCell[data-column="${column.name}"]`)) {
  openMenu({ label: `Menu of ${column.label}`, at, back: back(grid), items: trimmed([
    ...sorting(grid, column), null, ...groupChoices(grid, column), ...filtering(column), null,
    ...places(grid, column), null,
    { words: "At the foot", more: () => atFoot(grid, column), off: footChoices(column).length ? "" : "Nothing of this column is added up." },
    ...looks(grid), ...adding()]) });
}

/** Lines between entries only where there is something to divide. */
const trimmed = (items) => items.filter((item, at) => item || (at && items.slice(0, at).some(Boolean) && items.slice(at + 1).some(Boolean) && items[at - 1]));

function sorting(grid, column) {
  const off = column.sorts ? "" : "This column cannot be sorted by.";
  const { name } = column;
  const words = column.number !== undefined ? ["smallest first", "largest first"] : ["day", "instant"].includes(column.kind) ? ["earliest first", "latest first"] : ["A to Z", "Z to A"];
  const at = grid.facts.sort.findIndex((part) => part.replace("-", "") === name);
  const one = (part, more) => () => sortAs(grid, part, more);
  const entries = [
    { words: `Sort ${words[0]}`, off, act: one(name) },
    { words: `Sort ${words[1]}`, off, act: one(`-${name}`) },
  ];
  if (grid.facts.sort.length && at < 0) {
    entries.push({ words: `Then by this, ${words[0]}`, off, act: one(name, true) }, { words: `Then by this, ${words[1]}`, off, act: one(`-${name}`, true) });
  }
  if (at >= 0 && grid.facts.sort.length > 1) entries.push({ words: "Sort no longer by this", act: () => grid.visit(grid.address({ sort: grid.facts.sort.filter((_, other) => other !== at).join(",") })) });
  return entries;
}

/** Sort by a column (`-name`: downwards), alone or after the others. */
export function sortAs(grid, part, more) {
  const others = grid.facts.sort.filter((other) => other.replace("-", "") !== part.replace("-", ""));
  grid.visit(grid.address({ sort: (more ? [...others, part] : [part]).join(",") }));
}

function filtering(column) {
  return [{ words: "Filter by this…", act: () => openBuilder({ add: column.name }), off: column.covered ? "It is not shown to you." : "" }];
}

function places(grid, column) {
  const { names } = grid;
  const at = names.indexOf(column.name);
  const frozen = grid.look.frozen ?? [];
  const swap = (by) => () => shift(grid, at, at + by);
  const shown = grid.shown.indexOf(column.name);
  return [
    { words: "Freeze up to here", act: () => freeze(grid, grid.shown.slice(0, shown + 1)), off: shown > 6 ? "So many columns would leave no room for the others." : "" },
    ...(frozen.length ? [{ words: "Unfreeze all columns", act: () => freeze(grid, []) }] : []),
    { words: "Move left", act: swap(-1), off: at === 0 ? "It is the first." : "" },
    { words: "Move right", act: swap(1), off: at === names.length - 1 ? "It is the last." : "" },
    { words: "Hide", act: () => grid.visit(grid.address({ columns: names.filter((name) => name !== column.name).join(",") })), off: names.length < 2 ? "One column has to stay." : "" },
  ];
}

function looks(grid) {
  const heights = [["low", "Low rows"], ["usual", "Usual rows"], ["high", "High rows, long text wrapped"]];
  const now = grid.look.height ?? "usual";
  return [
    { words: "Height of the rows", more: () => heights.map(([what, words]) => ({ words, checked: what === now, act: () => height(grid, what) })) },
    ...(grid.formatMenu ? [{ words: "Colours of cells", more: () => grid.formatMenu() }] : []),
  ];
}

function adding() {
  const link = one("[data-add-column]");
  return link ? [null, { words: "Add a column…", href: link.href }] : [];
}

function freeze(grid, names) {
  grid.look.frozen = names;
  grid.tell("office:look");
  grid.recolumn();
}

function height(grid, what) {
  grid.look.height = what;
  grid.tell("office:look");
  grid.el.rowSize = grid.rowSize;
  grid.frame.dataset.height = what;
  grid.redraw();
}

/** A column to another place among the columns. */
function shift(grid, from, to) {
  const names = [...grid.names];
  names.splice(to, 0, ...names.splice(from, 1));
  grid.visit(grid.address({ columns: names.join(",") }));
}

/** A head was dragged: the order goes into the address. */
function moved(grid, event) {
  event.preventDefault();
  const { startPosition, newPosition, pin } = event.detail;
  const side = pin === "colPinStart" ? 0 : grid.edge;
  const [name, other] = [grid.shown[startPosition.itemIndex + side], grid.shown[newPosition.itemIndex + side]];
  if (name && other && name !== other) shift(grid, grid.names.indexOf(name), grid.names.indexOf(other));
}

// --- the foot ---

function footMenu(grid, column, at) {
  openMenu({ label: `At the foot of ${column.label}`, at, back: back(grid), items: atFoot(grid, column) });
}

function atFoot(grid, column) {
  const now = grid.foot.choice(column);
  return [...footChoices(column), ["", "Nothing"]].map(([what, words]) => ({ words, checked: what === now, act: () => grid.foot.choose(column, what) }));
}

// --- a cell ---

function cellMenu(grid, at = below(focusedCell(grid) ?? grid.el, 40)) {
  const { focus } = grid;
  const [row, column] = [grid.rowAt(focus.y), grid.columnAt(focus.x)];
  if (!row?.id) return;
  openMenu({ label: `Menu of ${column.label}`, at, back: back(grid), items: trimmed([
    ...opening(grid, row, column), null, ...quick(grid, row, column), null, ...clipped(grid), null,
    { words: "History of the cell", href: `/admin/${grid.facts.sheet}/cell/${row.id}/${column.name}` }]) });
}

function opening(grid, row, column) {
  const found = column.place ? grid.store.label(column.name, row[column.name]) : null;
  return [
    { words: `Open the ${grid.facts.one.toLowerCase()}`, key: "Ctrl Enter", href: grid.place(row.id) },
    ...(found ? [{ words: `Open ${found[1]}`, href: column.place.join(found[0]) }] : []),
  ];
}

/** Only the rows with this value, or without it. */
function quick(grid, row, column) {
  if (!row.$in) return [];
  const value = row[column.name];
  return narrowed(column, value, { words: wordsOf(grid, column, value), zone: grid.facts.zone, given: given(grid) })
    .map(({ words, filters }) => ({ words, act: () => grid.visit(grid.address({ filter: filters })) }));
}

const given = (grid) => grid.facts.state.filter(([name]) => name === "filter").map(([, value]) => value);

const clipped = (grid) => [
  { words: "Copy", key: "Ctrl C", act: () => document.execCommand("copy") },
  { words: "Clear", key: "Delete", act: () => act("Delete", grid), off: grid.facts.why_not },
];
