// What a screen reader is told of the grid, and the way in and out of it by keyboard: one cell stands in the order of
// the Tab key, F6 leads on to what stands below, Shift and F6 back to what stands above.
import { all, one } from "../dom.js";
import { addKeys } from "./keys.js";

export function startSpoken(grid) {
  const { el } = grid;
  el.setAttribute("role", "grid");
  el.removeAttribute("tabindex");
  const dress = () => {
    for (const row of all(".header-rgRow.actual-rgRow", el)) row.setAttribute("role", "row");
    rove(grid);
  };
  for (const name of ["afterheaderrender", "aftergridrender", "afteranysource", "office:rows", "office:loaded", "afterfocus"]) {
    el.addEventListener(name, () => requestAnimationFrame(dress));
  }
  el.addEventListener("focusin", (event) => {
    const cell = event.target.closest("revogr-data[type='rgRow']:not([col-type='rowHeaders']) [data-rgrow][data-rgcol]");
    if (cell && !grid.focus) grid.move(placeOf(grid, cell));
  });
  dress();
}

const placeOf = (grid, cell) => {
  const free = cell.closest("revogr-data").getAttribute("col-type") === "rgCol";
  return { y: Number(cell.dataset.rgrow), x: Number(cell.dataset.rgcol) + (free ? grid.edge : 0) };
};

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

const reach = (place) => all("a[href], button, select, input:not([type=hidden])", one(place)).find((found) => found.offsetParent && !found.disabled)?.focus();

addKeys({
  F6: ["To what stands below the rows", (grid) => { grid.el.clearFocus(); reach("[data-grid-foot]"); }],
  "shift+F6": ["To what stands above the rows", (grid) => { grid.el.clearFocus(); reach("[data-grid-head]"); }],
});
