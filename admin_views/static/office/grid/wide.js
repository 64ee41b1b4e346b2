// Cells chosen across the line of the frozen columns: RevoGrid holds a range on one side of it, that of the cell in
// focus; the whole is kept here, as long as RevoGrid's part of it stays as it was.
import { one } from "../dom.js";

export class Wide {
  constructor(grid) {
    this.grid = grid;
    this.held = null;
  }

  /** Keep a range (`whole`) of which RevoGrid holds a part (`own`). */
  hold(whole, own) {
    this.held = same(whole, own) ? null : { whole, own };
    this.grid.el.classList.toggle("wide", Boolean(this.held));
  }

  /** The chosen cells, where RevoGrid holds `own`. */
  of(own) {
    if (this.held && !same(this.held.own, own)) this.hold(own, own);
    return this.held?.whole ?? own;
  }
}

const same = (a, b) => ["x", "x1", "y", "y1"].every((side) => a[side] === b[side]);

/** By mouse too: drawn over the line, or a click with Shift beyond it. */
export function startWide(grid) {
  const { el } = grid;
  let drag = false;
  const beyond = (event) => {
    const cell = event.target.closest?.("revogr-data[type='rgRow']:not([col-type='rowHeaders']) .rgCell");
    if (!cell || !grid.edge || !grid.focus) return null;
    const free = cell.closest("revogr-data").getAttribute("col-type") === "rgCol";
    return free === (grid.focus.x >= grid.edge) ? null : { y: Number(cell.dataset.rgrow), x: Number(cell.dataset.rgcol) + (free ? grid.edge : 0) };
  };
  const choose = (event, to) => {
    event.preventDefault();
    event.stopPropagation();
    grid.move(grid.focus, to);
  };
  el.addEventListener("mousedown", (event) => {
    const to = event.shiftKey && beyond(event);
    drag = !event.button && !to && !one(".cell-editor", el);
    if (to) choose(event, to);
  }, true);
  el.addEventListener("mousemove", (event) => {
    const to = drag && event.buttons === 1 && beyond(event);
    if (to && !(grid.range.x <= to.x && to.x <= grid.range.x1 && [grid.range.y, grid.range.y1].includes(to.y))) choose(event, to);
  }, true);
  addEventListener("mouseup", () => { drag = false; });
}
