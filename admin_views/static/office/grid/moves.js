// The focus put on a cell, by keys and scripts.
import { bring, drawn } from "./sight.js";

/** Put the focus on a cell, and choose up to another one. What is asked meanwhile counts from there; a later move
 * overtakes this one. */
export async function move(grid, to, end = to, { see = end } = {}) {
  if (grid.windows?.passed(to.y)) return;
  const inside = ({ y, x }) => ({ y: clamp(y, grid.store.rows.length - 1), x: clamp(x, grid.shown.length - 1) });
  const [at, far] = [inside(to), inside(end)];
  const { edge } = grid;
  const left = at.x < edge;
  const until = { y: far.y, x: left ? Math.min(far.x, edge - 1) : Math.max(far.x, edge) }; // on the side of the cell
  const own = ({ y, x }) => ({ y, x: left ? x : x - edge });
  const heading = (grid.heading = { at, range: between(at, far) });
  if (bring(grid, inside(see))) await drawn();
  if (grid.heading !== heading) return;
  await grid.el.setCellsFocus(own(at), own(until), left ? "colPinStart" : "rgCol", "rgRow");
  if (grid.heading !== heading) return;
  grid.heading = null;
  grid.wide.hold(heading.range, between(at, until));
  grid.tell("office:range"); // RevoGrid tells of ranges by mouse alone
}

const between = (one, other) => ({ x: Math.min(one.x, other.x), x1: Math.max(one.x, other.x), y: Math.min(one.y, other.y), y1: Math.max(one.y, other.y) });
const clamp = (number, most) => Math.max(0, Math.min(number, most));
