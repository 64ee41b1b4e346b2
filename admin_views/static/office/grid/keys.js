// The keys of the grid, as fingers know them from a workbook. Each key of the map names what it does; the page's map of
// keys (F1, ?) and the README's table show the same.
import { one, typing } from "../dom.js";
import { Ahead } from "./ahead.js";
import { edgeOf } from "./edge.js";
import { typedInGrid } from "../keys.js";

const page = (grid) => Math.max(1, Math.floor(grid.providers.viewport.stores.rgRow.store.get("virtualSize") / grid.rowSize) - 1);
const end = (grid) => ({ y: grid.store.rows.length - 1, x: grid.shown.length - 1 });

const by = (y, x) => (grid, from) => ({ y: from.y + y, x: from.x + x });

/** To the edge of the filled cells of the row or column of the cell in focus. */
const toEdge = (dx, dy) => (grid, from) => {
  const to = (at) => (at === null ? null : { ...from, [dy ? "y" : "x"]: at });
  const at = edgeOf(grid, { ...from, ...(dy ? { x: grid.focus.x } : { y: grid.focus.y }) }, dx, dy);
  return at instanceof Promise ? at.then(to) : to(at);
};

/** Where a key moves: [what it does in words, where to from a cell, or a promise of it]. With Shift the other corner of
 * the chosen cells moves there. */
const STEPS = {
  ArrowUp: ["One cell up", by(-1, 0)],
  ArrowDown: ["One cell down", by(1, 0)],
  ArrowLeft: ["One cell to the left", by(0, -1)],
  ArrowRight: ["One cell to the right", by(0, 1)],
  PageUp: ["A screen up", (grid, from) => by(-page(grid), 0)(grid, from)],
  PageDown: ["A screen down", (grid, from) => by(page(grid), 0)(grid, from)],
  Home: ["To the first column", (grid, { y }) => ({ y, x: 0 })],
  End: ["To the last column", (grid, { y }) => ({ y, x: end(grid).x })],
  "ctrl+ArrowUp": ["Up to the edge of the filled cells", toEdge(0, -1)],
  "ctrl+ArrowDown": ["Down to the edge of the filled cells", toEdge(0, 1)],
  "ctrl+ArrowLeft": ["Left to the edge of the filled cells", toEdge(-1, 0)],
  "ctrl+ArrowRight": ["Right to the edge of the filled cells", toEdge(1, 0)],
  "ctrl+Home": ["To the first cell", (grid, from) => by(-grid.store.rows.length, -grid.shown.length)(grid, from)],
  "ctrl+End": ["To the last cell", (grid, from) => by(grid.store.rows.length, grid.shown.length)(grid, from)],
};
const LATE = 300; // milliseconds until one is told what is waited for
const WIDER = "with Shift: choose up to there";

/** The record of the row in focus; a group is opened or closed. */
function open(grid) {
  const row = grid.rowAt(grid.focus.y);
  if (row.$group) grid.groups.turn(row);
  else location.assign(grid.place(row.id));
}

/** What a key does on the cell in focus: [in words, with the grid]; parts of the grid add their own. */
const ACTS = {
  F2: ["Type into the cell, after what stands in it", (grid) => grid.edit()],
  Enter: ["Type into the cell", (grid) => grid.edit()],
  "shift+Enter": ["One cell up", (grid) => step(grid, -1, 0)],
  Tab: ["One cell to the right", (grid) => step(grid, 0, 1)],
  "shift+Tab": ["One cell to the left", (grid) => step(grid, 0, -1)],
  "ctrl+a": ["Choose all cells", (grid) => grid.move({ x: 0, y: 0 }, end(grid), { see: { x: 0, y: 0 } })],
  "shift+ ": ["Choose the whole row", (grid) => grid.pick?.(grid.range)],
  "ctrl+Enter": ["Open the record", open],
};

/** A part's keys: name -> [what it does in words, what it does with the grid: false where it is not for the grid now].
 * A key that is the browser's own event (copy, cut, paste) names no function: it is in the map to be shown. Of two
 * parts with one key the later one is asked first. */
export function addKeys(acts) {
  for (const [key, [words, act]] of Object.entries(acts)) {
    if (typeof words !== "string") throw new Error(`The key ${key} needs its words.`);
    const [others, other] = ACTS[key] ?? [];
    ACTS[key] = other ? [`${words}; ${others[0].toLowerCase()}${others.slice(1)}`, (grid, event) => act(grid, event) !== false || other(grid, event)] : [words, act];
  }
}

/** Do what a key does, from a menu. */
export const act = (key, grid) => ACTS[key][1](grid);

/** All keys of the grid with their words, as the map of keys shows them: [key, words]. */
export function keysInWords() {
  const moves = Object.entries(STEPS).map(([key, [words]]) => [key, `${words}; ${WIDER}`]);
  return [...moves, ...Object.entries(ACTS).map(([key, [words]]) => [key, words])];
}

const nameOf = (event) => {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const far = event.ctrlKey || event.metaKey;
  const shift = event.shiftKey && (key.length > 1 || key === " " || (far && /[a-z]/.test(key)));
  return `${far ? "ctrl+" : ""}${shift ? "shift+" : ""}${event.altKey ? "alt+" : ""}${key}`;
};

export function startKeys(grid) {
  grid.el.addEventListener("beforekeydown", guard);
  const ahead = grid.ahead = new Ahead(grid);
  addEventListener("keydown", (event) => {
    if (ahead.takes(event)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (!mine(grid, event)) return;
    if (pressed(grid, event)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (!event.ctrlKey && !event.metaKey) typedInGrid.add(event);
  }, true);
}

/** RevoGrid's own keys hear nothing that is meant for a dialog, or for a place outside the grid. */
function guard(event) {
  const { original } = event.detail;
  if (one("dialog[open]") || !(original.target === document.body || event.currentTarget.contains(original.target))) event.preventDefault();
}

/** Whether a key stroke, a copy or a paste belongs to the grid: a cell is in focus and nothing is typed, here or elsewhere. */
export function mine(grid, event) {
  if (event.isComposing || one("dialog[open], .grid-menu") || !grid.focus || grid.providers.selection.edit) return false;
  const { target } = event;
  return !typing(target) && (target === document.body || grid.el.contains(target));
}

function pressed(grid, event) {
  const name = nameOf(event);
  const act = ACTS[name]?.[1];
  if (act) return act(grid, event) !== false; // false: it is not for the grid now
  const way = STEPS[name.replace("shift+", "")]?.[1];
  if (!way) return false;
  go(grid, way, event.shiftKey);
  return true;
}

const step = (grid, y, x) => grid.move(by(y, x)(grid, grid.focus));

/** Go where a key leads, at once or when that is known: till then the keys that follow wait, and Esc lets it be. */
async function go(grid, way, wider) {
  const at = grid.focus;
  const put = (to) => {
    grid.move(wider ? at : to, to);
    if (wider) grid.chosen?.follow(grid.range);
  };
  const seeking = (grid.seeking = { told: "", widens: wider, part: false });
  const found = way(grid, wider ? corner(grid) : at);
  if (!(found instanceof Promise)) {
    grid.seeking = null;
    put(found);
    return;
  }
  const late = setTimeout(() => grid.saving.say(seeking.told = "Looking further on in the list… Esc lets it be."), LATE);
  const to = await found.catch(() => null); // without a connection nothing is found
  clearTimeout(late);
  if (seeking.told && one("[data-grid-said]")?.textContent === seeking.told) grid.saving.say("");
  const stayed = seeking.part || (grid.focus?.x === at.x && grid.focus.y === at.y); // another part took the focus away
  const waited = grid.seeking === seeking && stayed;
  if (grid.seeking === seeking) grid.seeking = null;
  if (to && waited) put(to);
}

/** The corner of the chosen cells that Shift moves, across from the cell in focus. */
function corner({ focus, range }) {
  return { x: range.x === focus.x ? range.x1 : range.x, y: range.y === focus.y ? range.y1 : range.y };
}
