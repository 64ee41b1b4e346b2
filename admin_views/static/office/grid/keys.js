// The keys of the grid, as fingers know them from a workbook. Each key of the map names what it does; the page's map of
// keys (F1, ?) and the README's table show the same.
import { one, typing } from "../dom.js";

const page = (grid) => Math.max(1, Math.floor(grid.providers.viewport.stores.rgRow.store.get("virtualSize") / grid.rowSize) - 1);
const end = (grid) => ({ y: grid.store.rows.length - 1, x: grid.shown.length - 1 });

const STEPS = {
  ArrowUp: () => ({ y: -1 }), ArrowDown: () => ({ y: 1 }), ArrowLeft: () => ({ x: -1 }), ArrowRight: () => ({ x: 1 }),
  PageUp: (grid) => ({ y: -page(grid) }), PageDown: (grid) => ({ y: page(grid) }),
  Home: (grid) => ({ x: -grid.shown.length }), End: (grid) => ({ x: grid.shown.length }),
};
const FAR = {
  ArrowUp: (grid) => edgeOf(grid, 0, -1), ArrowDown: (grid) => edgeOf(grid, 0, 1),
  ArrowLeft: (grid) => edgeOf(grid, -1, 0), ArrowRight: (grid) => edgeOf(grid, 1, 0),
  Home: (grid) => ({ x: -grid.shown.length, y: -grid.store.rows.length }), End: (grid) => ({ x: grid.shown.length, y: grid.store.rows.length }),
};

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

/** What a key does on the cell in focus; parts of the grid add their own. */
const ACTS = {
  F2: (grid) => grid.edit(),
  Enter: (grid) => grid.edit(),
  "shift+Enter": (grid) => step(grid, { y: -1 }),
  Tab: (grid) => step(grid, { x: 1 }),
  "shift+Tab": (grid) => step(grid, { x: -1 }),
  "ctrl+a": (grid) => grid.move({ x: grid.focus.x < grid.edge ? 0 : grid.edge, y: 0 }, end(grid)),
  "shift+ ": (grid) => grid.pick?.(grid.range),
  "ctrl+Enter": (grid) => location.assign(grid.place(grid.rowAt(grid.focus.y).id)),
};

/** A part's keys: name -> what they do with the grid. */
export function addKeys(acts) {
  Object.assign(ACTS, acts);
}

const nameOf = (event) => {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return `${event.ctrlKey || event.metaKey ? "ctrl+" : ""}${event.shiftKey && (key.length > 1 || key === " ") ? "shift+" : ""}${event.altKey ? "alt+" : ""}${key}`;
};

export function startKeys(grid) {
  addEventListener("keydown", (event) => {
    if (!mine(grid, event)) return;
    if (pressed(grid, event)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
}

/** Whether a key stroke belongs to the grid: a cell is in focus and nothing is typed, here or elsewhere. */
function mine(grid, event) {
  if (event.isComposing || one("dialog[open]") || !grid.focus || grid.providers.selection.edit) return false;
  const { target } = event;
  return !typing(target) && (target === document.body || grid.el.contains(target));
}

function pressed(grid, event) {
  const act = ACTS[nameOf(event)];
  if (act) {
    act(grid, event);
    return true;
  }
  const far = event.ctrlKey || event.metaKey;
  const by = (far ? FAR : STEPS)[event.key]?.(grid);
  if (!by || event.altKey) return false;
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
