// Clearing and filling: Delete, fill down and right, today's day, the cell above, the handle at the corner of the cells.
import { addKeys } from "./keys.js";
import { cellAt, changeMany, chosen, fetched, meaning } from "./many.js";
import { going } from "./series.js";

const FILL = { verb: "Fill", done: "filled", what: "fill" };
const CLEAR = { verb: "Clear", done: "cleared", what: "clear" };

export function startFill(grid) {
  addKeys({
    Delete: ["Clear the chosen cells", () => clear(grid)],
    Backspace: ["Clear the chosen cells", () => clear(grid)],
    "ctrl+d": ["Fill down: the first of the chosen cells into those below, or the cell above", () => fillOver(grid, { y: 1, x: 0 })],
    "ctrl+r": ["Fill right: the first of the chosen cells into those beside it, or the cell to the left", () => fillOver(grid, { y: 0, x: 1 })],
    "ctrl+;": ["Today's day", () => today(grid)],
    "ctrl+'": ["The same as the cell above", () => above(grid)],
  });
  grid.el.addEventListener("beforeautofill", (event) => {
    event.preventDefault();
    dragged(grid, event.detail);
  });
}

async function clear(grid) {
  const { rows, columns } = chosen(grid);
  await fetched(grid, rows);
  await changeMany(grid, CLEAR, rows.flatMap((row) => columns.map((column) => ({ row, column, text: "" }))));
}

/** The first row (or column) of the chosen cells into the others; of one alone, that before it into it. */
async function fillOver(grid, by) {
  const range = { ...grid.range };
  if (by.y && range.y === range.y1) range.y -= 1;
  if (by.x && range.x === range.x1) range.x -= 1;
  if (range.y < 0 || range.x < 0) {
    grid.saving.say(by.y ? "There is no row above." : "There is no column to the left.");
    return;
  }
  const { rows, columns } = chosen(grid, range);
  await fetched(grid, rows);
  const cells = [];
  rows.forEach((row, y) => columns.forEach((column, x) => {
    const from = by.y ? [rows[0], column] : [row, columns[0]];
    if (by.y ? y : x) cells.push({ row, column, text: textFrom(grid, from, column) });
  }));
  await changeMany(grid, FILL, cells);
}

const textFrom = (grid, [row, name], column) => meaning(cellAt(grid, row, name), grid.column[column]);

async function today(grid) {
  const { focus } = grid;
  const column = grid.columnAt(focus.x);
  if (grid.rowAt(focus.y).$group) return;
  if (!["day", "text", "long"].includes(column.kind)) grid.saving.say(`${column.label} is no day.`);
  else await changeMany(grid, FILL, [{ row: grid.rowAt(focus.y), column: column.name, text: grid.facts.today }]);
}

async function above(grid) {
  const { focus } = grid;
  const name = grid.shown[focus.x];
  if (grid.rowAt(focus.y).$group) return;
  const source = grid.store.rows.slice(0, focus.y).findLast((row) => !row.$group);
  if (!source) {
    grid.saving.say("There is no row above.");
    return;
  }
  await fetched(grid, [source]);
  await changeMany(grid, FILL, [{ row: grid.rowAt(focus.y), column: name, text: textFrom(grid, [source, name], name) }]);
}

/** The handle was dragged from the chosen cells (`oldRange`) over others: they repeat, or go on with their series. */
async function dragged(grid, { oldRange, newRange, colType }) {
  const offset = colType === "colPinStart" ? 0 : grid.edge;
  const old = { ...oldRange, x: oldRange.x + offset, x1: oldRange.x1 + offset };
  const { lines, area } = lineUp(grid, old, { ...newRange, x: newRange.x + offset, x1: newRange.x1 + offset });
  if (!lines.length) return;
  await fetched(grid, [...new Set(lines.flatMap(({ from, to }) => [...from, ...to].map(([row]) => row)))]);
  const cells = lines.flatMap(({ from, to, back }) => {
    const given = from.map(([row, name]) => cellAt(grid, row, name));
    const kinds = from.map(([, name]) => grid.column[name]);
    return going(given, kinds[0].kind, to.length, { back }).map((cell, at) => ({ row: to[at][0], column: to[at][1], text: meaning(cell, grid.column[to[at][1]]) }));
  });
  if (await changeMany(grid, FILL, cells)) grid.move({ x: area.x, y: area.y }, { x: area.x1, y: area.y1 });
}

/** The lines of cells along which a drag goes on: the cells that are there, and those to fill, nearest first. */
function lineUp(grid, old, wide) {
  const grown = { up: old.y - wide.y, down: wide.y1 - old.y1, left: old.x - wide.x, right: wide.x1 - old.x1 };
  const [way, by] = Object.entries(grown).reduce((most, one) => (one[1] > most[1] ? one : most));
  if (by <= 0) return { lines: [] };
  const back = way === "up" || way === "left";
  const area = { ...old, ...{ up: { y: wide.y }, down: { y1: wide.y1 }, left: { x: wide.x }, right: { x1: wide.x1 } }[way] };
  const upright = way === "up" || way === "down";
  const rest = upright ? { ...old, y: back ? wide.y : old.y1 + 1, y1: back ? old.y - 1 : wide.y1 } : { ...old, x: back ? wide.x : old.x1 + 1, x1: back ? old.x - 1 : wide.x1 };
  const [from, to] = [chosen(grid, old), chosen(grid, rest)];
  const lines = upright
    ? from.columns.map((name) => ({ from: from.rows.map((row) => [row, name]), to: to.rows.map((row) => [row, name]), back }))
    : from.rows.map((row) => ({ from: from.columns.map((name) => [row, name]), to: to.columns.map((name) => [row, name]), back }));
  if (back) for (const line of lines) line.to.reverse();
  return { lines, area };
}
