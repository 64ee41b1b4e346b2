// Bringing a cell into sight, and the keyboard back to the one in focus.
import { one } from "../dom.js";

/** Scroll as far as it takes to see a cell; true where that was more than a little. */
export function bring(grid, { y, x }) {
  const down = one("revogr-viewport-scroll:not([row-header]) .vertical-inner", grid.el);
  const across = one("revogr-viewport-scroll.rgCol", grid.el);
  if (!down || !across) return false;
  const moved = nudge(down, ["scrollTop", "clientHeight"], y * grid.rowSize, grid.rowSize);
  if (x >= grid.edge) {
    const widths = grid.shown.slice(grid.edge, x + 1).map((name) => grid.widthOf(name));
    const start = widths.slice(0, -1).reduce((sum, width) => sum + width, 0);
    nudge(across, ["scrollLeft", "clientWidth"], start, widths.at(-1));
  }
  return moved > 2 * grid.rowSize;
}

/** Scroll a box by as little as shows what stands from `start` on; by how much. */
function nudge(box, [edge, length], start, size) {
  const before = box[edge];
  if (start < before) box[edge] = start;
  else if (start + size > before + box[length]) box[edge] = start + size - box[length];
  return Math.abs(box[edge] - before);
}

/** When what was asked for stands on the screen: two frames later. */
export const drawn = () => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });

/** The element of the cell in focus, where it stands in sight. */
export function focusedCell(grid) {
  const { focus } = grid;
  if (!focus) return null;
  const [side, x] = focus.x < grid.edge ? ["colPinStart", focus.x] : ["rgCol", focus.x - grid.edge];
  return one(`revogr-data[type="rgRow"][col-type="${side}"] [data-rgrow="${focus.y}"][data-rgcol="${x}"]`, grid.el);
}

const FRAMES = 30; // how long a cell that was scrolled to is waited for

/** The cell in focus, or the last that was, has the keyboard again: a menu or a bar was closed. */
export function refocus(grid, frames = FRAMES) {
  if (!grid.focus && grid.last) {
    grid.move(grid.last).then(() => grid.focus && refocus(grid));
    return;
  }
  const cell = focusedCell(grid);
  if (cell) cell.focus({ preventScroll: true });
  else if (frames && grid.focus) {
    bring(grid, grid.focus);
    requestAnimationFrame(() => refocus(grid, frames - 1));
  }
}
