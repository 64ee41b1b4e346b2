// The keys of the grid, as fingers know them from a workbook. Each key of the map names what it does; the page's map of
// keys (F1, ?) and the README's table show the same.
import { one, typing } from "../dom.js";
import { Ahead } from "./ahead.js";
import { typedInGrid } from "../keys.js";

const page = (grid) => Math.max(1, Math.floor(grid.providers.viewport.stores.rgRow.store.get("virtualSize") / grid.rowSize) - 1);
const end = (grid) => ({ y: grid.store.rows.length - 1, x: grid.shown.length - 1 });

/** Where a key moves: [what it does in words, by how much]. With Shift the chosen cells widen by as much. */
const STEPS = {
  ArrowUp: ["One cell up", () => ({ y: -1 })],
  ArrowDown: ["One cell down", () => ({ y: 1 })],
  ArrowLeft: ["One cell to the left", () => ({ x: -1 })],
  ArrowRight: ["One cell to the right", () => ({ x: 1 })],
  PageUp: ["A screen up", (grid) => ({ y: -page(grid) })],
  PageDown: ["A screen down", (grid) => ({ y: page(grid) })],
  Home: ["To the first column", (grid) => ({ x: -grid.shown.length })],
  End: ["To the last column", (grid) => ({ x: grid.shown.length })],
  "ctrl+ArrowUp": ["Up to the edge of the filled cells", (grid) => edgeOf(grid, 0, -1)],
  "ctrl+ArrowDown": ["Down to the edge of the filled cells", (grid) => edgeOf(grid, 0, 1)],
  "ctrl+ArrowLeft": ["Left to the edge of the filled cells", (grid) => edgeOf(grid, -1, 0)],
  "ctrl+ArrowRight": ["Right to the edge of the filled cells", (grid) => edgeOf(grid, 1, 0)],
  "ctrl+Home": ["To the first cell", (grid) => ({ x: -grid.shown.length, y: -grid.store.rows.length })],
  "ctrl+End": ["To the last cell", (grid) => ({ x: grid.shown.length, y: grid.store.rows.length })],
};
const WIDER = "with Shift: choose up to there";

/** Ctrl and an arrow: to the end of the filled cells, or over the blank ones to the next filled one. */
function edgeOf(grid, dx, dy) {
  const { x, y } = grid.focus;
  const last = end(grid);
  const filled = (column, row) => {
    const model = grid.rowAt(row);
    return !model.$in || ![null, undefined, ""].includes(model[grid.shown[column]]);
  };
  const inside = (column, row) => column >= 0 && row >= 0 && column <= last.x && row <= last.y;
  let [atX, atY] = [x + dx, y + dy];
  if (!inside(atX, atY)) return {};
  const wanted = filled(x, y) && filled(atX, atY);
  while (inside(atX + dx, atY + dy) && (wanted ? filled(atX + dx, atY + dy) : !filled(atX, atY))) [atX, atY] = [atX + dx, atY + dy];
  return { x: atX - x, y: atY - y };
}

/** What a key does on the cell in focus: [in words, with the grid]; parts of the grid add their own. */
const ACTS = {
  F2: ["Type into the cell, after what stands in it", (grid) => grid.edit()],
  Enter: ["Type into the cell", (grid) => grid.edit()],
  "shift+Enter": ["One cell up", (grid) => step(grid, { y: -1 })],
  Tab: ["One cell to the right", (grid) => step(grid, { x: 1 })],
  "shift+Tab": ["One cell to the left", (grid) => step(grid, { x: -1 })],
  "ctrl+a": ["Choose all cells", (grid) => grid.move({ x: grid.focus.x < grid.edge ? 0 : grid.edge, y: 0 }, end(grid))],
  "shift+ ": ["Choose the whole row", (grid) => grid.pick?.(grid.range)],
  "ctrl+Enter": ["Open the record", (grid) => location.assign(grid.place(grid.rowAt(grid.focus.y).id))],
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
  const by = STEPS[name.replace("shift+", "")]?.[1](grid);
  if (!by) return false;
  if (event.shiftKey) widen(grid, by);
  else step(grid, by);
  return true;
}

function step(grid, by) {
  const { x, y } = grid.focus;
  return grid.move({ x: x + (by.x ?? 0), y: y + (by.y ?? 0) });
}

/** Shift: the other corner of the chosen cells moves, the cell in focus stays. */
function widen(grid, by) {
  const { focus, range } = grid;
  const corner = { x: range.x === focus.x ? range.x1 : range.x, y: range.y === focus.y ? range.y1 : range.y };
  return grid.move(focus, { x: corner.x + (by.x ?? 0), y: corner.y + (by.y ?? 0) });
}
