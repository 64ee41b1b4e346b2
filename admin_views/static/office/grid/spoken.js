// What a screen reader is told of the grid, and the way in and out of it by keyboard: one cell stands in the order of
// the Tab key, F6 leads on to what stands below, Shift and F6 back to what stands above.
import { all, one } from "../dom.js";
import { addKeys } from "./keys.js";
import { drawn } from "./sight.js";

export function startSpoken(grid) {
  const { el } = grid;
  el.setAttribute("role", "grid");
  el.removeAttribute("tabindex");
  const dress = () => {
    for (const row of all(".header-rgRow.actual-rgRow", el)) row.setAttribute("role", "row");
    rove(grid);
    count(grid);
    choose(grid);
  };
  for (const name of ["afterheaderrender", "aftergridrender", "afteranysource", "office:rows", "office:loaded", "office:range", "office:picked", "viewportscroll", "afterfocus"]) {
    el.addEventListener(name, () => requestAnimationFrame(dress));
  }
  el.addEventListener("focusin", (event) => {
    const cell = event.target.closest("revogr-data[type='rgRow']:not([col-type='rowHeaders']) [data-rgrow][data-rgcol]");
    if (cell && !grid.focus) grid.move(placeOf(grid, cell));
  });
  dress();
  startWays(grid);
}

const placeOf = (grid, cell) => {
  const free = cell.closest("revogr-data").getAttribute("col-type") === "rgCol";
  return { y: Number(cell.dataset.rgrow), x: Number(cell.dataset.rgcol) + (free ? grid.edge : 0) };
};

const tell = (element, name, value) => { if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value); };

/** The foot is the last row; a column counts from the first frozen one. */
function count(grid) {
  const rows = grid.store.rows.length + 1;
  tell(grid.el, "aria-rowcount", rows);
  for (const found of all("revogr-data[type='rowPinEnd'] :is(.rgRow, [role='gridcell'])", grid.el)) tell(found, "aria-rowindex", rows);
  for (const found of all("revogr-viewport-scroll.rgCol :is([role='gridcell'], [role='columnheader'])[data-rgcol]", grid.el)) tell(found, "aria-colindex", Number(found.dataset.rgcol) + grid.edge + 1);
}

/** Which cells and rows are chosen. */
function choose(grid) {
  const { range, picked, store } = grid;
  const inside = ({ y, x }) => Boolean(range) && y >= range.y && y <= range.y1 && x >= range.x && x <= range.x1;
  for (const cell of all("revogr-data[type='rgRow'] .rgCell[data-rgrow]", grid.el)) {
    const place = placeOf(grid, cell);
    tell(cell, "aria-selected", picked.has(store.rows[place.y]?.id) || (!cell.hasAttribute("data-row-head") && inside(place)));
  }
}

/** The one cell that Tab reaches: the one in focus, else the first in sight. */
function rove(grid) {
  const cells = "revogr-data[type='rgRow']:not([col-type='rowHeaders']) [role='gridcell']";
  const { focus } = grid;
  const now = focus && all(cells, grid.el).find((cell) => {
    const place = placeOf(grid, cell);
    return place.x === focus.x && place.y === focus.y;
  });
  const chosen = now ?? one(cells, grid.el);
  for (const cell of all(`${cells}[tabindex='0']`, grid.el)) if (cell !== chosen) cell.setAttribute("tabindex", "-1");
  chosen?.setAttribute("tabindex", "0");
  const here = document.activeElement;
  if (now && now !== here && here?.matches("[role='gridcell']")) now.focus({ preventScroll: true }); // the rows went on below it
}

// --- the way in and out ---

/** Into a place: its first control that takes the keyboard; false where there is none. */
const reach = (place) => all("summary, a[href], button, select, input", one(place)).some((found) => {
  if (found.checkVisibility()) found.focus();
  return document.activeElement === found;
});

/** There, once the cell that was just gone to has the keyboard and takes it away no more. */
const go = (place) => { drawn().then(() => reach(place)); };

/** F6 from outside leads to the cell that was in focus; Shift and F6 in the head on to what stands below the rows. What
 * takes the keyboard away, a list that is sorted anew or a menu that Esc closes, gives it back to the cell. */
function startWays(grid) {
  let before = null;
  const lost = () => [document.body, one("main"), null].includes(document.activeElement) && !one("dialog[open], .grid-menu");
  grid.el.addEventListener("office:focus", () => { grid.last = grid.focus ?? grid.last; });
  grid.el.addEventListener("office:facts", () => { before = grid.focus ?? grid.last; });
  grid.el.addEventListener("office:loaded", () => {
    if (before && lost() && !reach("[data-grid-empty]")) grid.refocus();
    before = null;
  });
  grid.el.addEventListener("click", async (event) => { // a cell that was in focus all the while takes no keyboard by itself
    if (!event.target.closest("revogr-data[type='rgRow'] .rgCell:not([data-row-head])")) return;
    const had = document.activeElement;
    await drawn();
    const { activeElement } = document; // who went on meanwhile, to the bar that finds words, is let be
    if (!grid.el.contains(activeElement) && [had, document.body].includes(activeElement) && !one("dialog[open], .grid-menu")) grid.refocus();
  });
  document.addEventListener("keyup", (event) => { if (event.key === "Escape" && grid.last && lost()) grid.refocus(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F6" || event.defaultPrevented || one("dialog[open], .grid-menu") || grid.frame.closest("[hidden]")) return;
    event.preventDefault();
    if (event.shiftKey && event.target.closest?.("[data-grid-head]")) go("[data-grid-foot]");
    else if (grid.focus || grid.last) grid.refocus();
    else grid.move({ y: 0, x: 0 }).then(() => grid.refocus());
  });
}

addKeys({
  F6: ["To what stands below the rows; from there back to the cell", () => go("[data-grid-foot]")],
  "shift+F6": ["To what stands above the rows; from there to what stands below them", () => go("[data-grid-head]")],
});
