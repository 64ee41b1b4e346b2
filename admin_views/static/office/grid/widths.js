// How wide columns stand that nobody gave a width: as wide as what they hold, and words share the room that is left.
import { debounce } from "../dom.js";

const SHARES = { long: 4, text: 2, link: 2, choice: 1 }; // kinds that take of the room, and how much of it
const MOST = 3; // times as wide as at first
const HEADS = 52; // the numbers of the rows, and a bar to scroll by

export function startWidths(grid) {
  let room = grid.frame.clientWidth;
  addEventListener("resize", debounce(() => {
    if (room === grid.frame.clientWidth || grid.el.querySelector(".edit-input-wrapper")) return;
    room = grid.frame.clientWidth;
    grid.recolumn();
  }, 300));
}

/** The widths of columns (name -> px) that take of the room in a frame; those not named stand as they are. */
export function spread(grid) {
  const { columns } = grid.facts;
  const usual = (column) => grid.look.widths?.[column.name] ?? column.width;
  const left = grid.frame.clientWidth - HEADS - columns.reduce((sum, column) => sum + usual(column), 0);
  const takers = columns.filter((column) => SHARES[column.kind] && grid.look.widths?.[column.name] === undefined);
  const shares = takers.reduce((sum, column) => sum + SHARES[column.kind], 0);
  if (left <= 0 || !shares) return {};
  const wider = (column) => Math.min(column.width * MOST, column.width + Math.floor((left * SHARES[column.kind]) / shares));
  return Object.fromEntries(takers.map((column) => [column.name, wider(column)]));
}
