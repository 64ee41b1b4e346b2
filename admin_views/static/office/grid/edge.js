// Ctrl and an arrow: along the filled cells to the last of them, or over the blank ones to the next filled one. What
// stands here is looked at here; beyond it the office is asked, which knows all rows.
import { ask, trouble } from "../dom.js";

const blank = (value) => value === null || value === undefined || value === "";

/** The row (or with `dx` the column) of the edge from a cell; a promise of it, or of null, where rows on the way are not
 * there yet. */
export function edgeOf(grid, from, dx, dy) {
  const near = [grid.rowAt(from.y), dy ? grid.rowAt(after(grid, from.y, dy)) : null].filter((row) => row?.id && !row.$in);
  if (near.length) return grid.store.load(near).then(() => (near.every((row) => row.$in) ? edgeOf(grid, from, dx, dy) : null));
  return dx ? across(grid, from, dx) : along(grid, from, dy);
}

/** Whether a cell holds something, as it is seen: what is typed and waits counts. */
function filled(grid, row, name) {
  const typed = grid.saving.at(row.id, name);
  return typed ? Boolean(typed.words) : !blank(row[name]);
}

function across(grid, { y, x }, dx) {
  const row = grid.rowAt(y);
  const holds = (at) => filled(grid, row, grid.shown[at]);
  const inside = (at) => at >= 0 && at < grid.shown.length;
  let at = x + dx;
  if (!inside(at)) return x;
  const run = holds(x) && holds(at);
  while (inside(at + dx) && (run ? holds(at + dx) : !holds(at))) at += dx;
  return at;
}

/** The next row of data from a place on; -1 where there is none. Heads of groups are passed over. */
function after(grid, y, dy) {
  let at = y + dy;
  while (grid.rowAt(at)?.$group) at += dy;
  return grid.rowAt(at) ? at : -1;
}

function along(grid, { y, x }, dy) {
  const name = grid.shown[x];
  let run = null;
  let last = y;
  for (let at = after(grid, y, dy); at >= 0; at = after(grid, at, dy)) {
    const row = grid.rowAt(at);
    if (!row.$in) return far(grid, { name, run, dy, last });
    const holds = filled(grid, row, name);
    run ??= holds && filled(grid, grid.rowAt(y), name);
    if (run ? !holds : holds) return run ? last : at;
    last = at;
  }
  const more = dy > 0 ? grid.store.next : grid.store.previous;
  return more ? far(grid, { name, run, dy, last }) : last;
}

/** The edge beyond the rows that are there, as the office tells it; rows of closed groups are passed over. The part of the
 * list that holds it comes. */
async function far(grid, { name, run, dy, last }) {
  const { store } = grid;
  const end = () => after(grid, dy > 0 ? store.rows.length : -1, -dy);
  if (grid.column[name].covered) return end();
  const stands = (row) => store.rows[row.$at] === row;
  let from = grid.rowAt(last).id;
  if (run === null) { // it stands at the end of its part: what follows has to be seen
    if (!(await brought(grid, from, dy))) return last;
    const at = store.byId.get(from).$at;
    return edgeOf(grid, { y: at, x: grid.shown.indexOf(name) }, 0, dy);
  }
  for (;;) {
    const id = await beyond(grid, { row: from, column: name, filled: run ? "no" : "yes", up: dy < 0 ? "yes" : "no" });
    if (id === undefined) return null;
    let at = placeOf(store, id);
    if (at < 0) {
      if (!(await brought(grid, id, dy))) return end();
      at = placeOf(store, id);
      if (at < 0) return end(); // none: the list ends here
    }
    if (stands(store.ordered[at])) return run ? after(grid, store.ordered[at].$at, -dy) : store.ordered[at].$at;
    while (store.ordered[at + dy] && !stands(store.ordered[at + dy])) at += dy;
    from = store.ordered[at].id;
  }
}

const placeOf = (store, id) => (id === null ? -1 : store.ordered.indexOf(store.byId.get(id)));

/** The part of a larger list that holds a row, or without one its end; whether it came. What is being chosen keeps within
 * its part. */
async function brought(grid, id, dy) {
  const { store, seeking } = grid;
  if (!seeking || seeking.widens || !(dy > 0 ? store.next : store.previous)) return false;
  seeking.part = await grid.windows.bring(id === null ? (dy > 0 ? { last: "yes" } : {}) : { around: id });
  return seeking.part;
}

/** The next filled, or blank, row of the list: its id, null where there is none, undefined where it could not be told. */
async function beyond(grid, question) {
  const group = grid.grouped.join(",");
  const url = grid.store.url("edge", group ? { ...question, group } : question);
  const { status, body } = await ask(url).catch(() => ({ status: 0 }));
  if (status === 200) return body.id;
  grid.saving.say(status ? trouble(status, body) : "No connection: the rows further on are not there. Try again.");
  return undefined;
}
