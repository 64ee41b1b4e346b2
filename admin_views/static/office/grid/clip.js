// Copy, cut and paste: ranges from and to spreadsheets, and within the office with their values.
import { newId } from "../dom.js";
import { addKeys, mine } from "./keys.js";
import { cellAt, changeMany, chosen, count, fetched, keyOf, LeftOut, meaning, MOST } from "./many.js";
import { mayNot, offerRows } from "./new_rows.js";
import { readClipboard, writeTable, writeTabbed } from "./tables.js";

const PASTE = { verb: "Paste", done: "pasted", what: "paste" };
const MOVE = { verb: "Move", done: "moved", what: "move" };

export function startClip(grid) {
  const clip = new Clip(grid);
  document.addEventListener("copy", (event) => clip.copy(event));
  document.addEventListener("cut", (event) => clip.copy(event, { cut: true }));
  document.addEventListener("paste", (event) => clip.paste(event));
  grid.el.addEventListener("office:facts", () => clip.forget());
  addKeys({
    "ctrl+c": ["Copy the chosen cells"],
    "ctrl+x": ["Cut: the chosen cells move to where you paste them"],
    "ctrl+v": ["Paste, from a spreadsheet too"],
    Escape: ["Never mind what was cut", () => clip.forget()],
  });
}

class Clip {
  constructor(grid) {
    this.grid = grid;
  }

  /** Cells that are cut wait here, marked, until they are pasted in this list; false where none do. */
  forget() {
    if (!this.grid.cut) return false;
    this.grid.saving.say("");
    this.moved();
    return true;
  }

  moved() {
    this.grid.cut = null;
    this.grid.redraw();
  }

  async copy(event, { cut = false } = {}) {
    const { grid } = this;
    if (!mine(grid, event) || String(getSelection()).trim()) return;
    event.preventDefault();
    const { rows, columns } = chosen(grid);
    const number = rows.length * columns.length;
    if (number > MOST) {
      grid.saving.say(`That is ${count(number, "cell")}; at most ${MOST.toLocaleString("en-US")} are copied at once. Export the list instead.`);
      return;
    }
    this.forget();
    if (rows.every((row) => row.$in)) {
      const { html, text } = this.written(rows, columns, cut);
      event.clipboardData.setData("text/plain", text);
      event.clipboardData.setData("text/html", html);
    } else if (!(await this.copyLate(rows, columns, cut))) return;
    grid.saving.say(cut ? `${count(number, "cell")} cut. They move to where you paste them here; Esc leaves them.` : `${count(number, "cell")} copied.`);
  }

  /** Rows that had to be fetched first: the clipboard is written after the key stroke, where the browser lets us. */
  async copyLate(rows, columns, cut) {
    await fetched(this.grid, rows);
    const { html, text } = this.written(rows, columns, cut);
    try {
      const parts = { "text/plain": new Blob([text], { type: "text/plain" }), "text/html": new Blob([html], { type: "text/html" }) };
      await navigator.clipboard.write([new ClipboardItem(parts)]);
      return true;
    } catch {
      this.grid.cut = null;
      this.grid.saving.say(`The rows are here now: press Ctrl+${cut ? "X" : "C"} once more.`);
      return false;
    }
  }

  written(rows, columns, cut) {
    const { grid } = this;
    const cells = rows.map((row) => columns.map((name) => cellAt(grid, row, name)));
    let name = "";
    if (cut) {
      name = newId(`cut-${Date.now()}`);
      const ids = new Set(rows.map((row) => row.id));
      grid.cut = { name, rows, columns, has: (id, column) => columns.includes(column) && ids.has(id) };
      grid.redraw();
    }
    return { html: writeTable(cells, { cut: name }), text: writeTabbed(cells.map((row) => row.map((cell) => cell.text))) };
  }

  async paste(event) {
    const { grid } = this;
    if (!mine(grid, event)) return;
    event.preventDefault();
    const found = readClipboard({ html: event.clipboardData.getData("text/html"), text: event.clipboardData.getData("text/plain") });
    if (!found) grid.saving.say("There are no cells and no text to paste.");
    else if (grid.facts.why_not) grid.saving.say(grid.facts.why_not);
    else await this.put(found);
  }

  /** Put copied cells where the focus is; what reaches below the last row may become new rows. */
  async put({ rows: source, cut }) {
    const { grid } = this;
    const place = this.target(source);
    const left = new LeftOut();
    const notes = this.beyond(source, place);
    await fetched(grid, place.rows);
    const from = cut && grid.cut?.name === cut ? grid.cut : null;
    const fresh = place.below && !grid.store.next;
    if (fresh && mayNot(grid, place.below)) return;
    const done = await changeMany(grid, from ? MOVE : PASTE, this.laid(source, place, from, left), { left, notes });
    if (done === null) return;
    if (done) {
      if (from) this.moved();
      this.choose(place);
    }
    if (fresh) await offerRows(grid, this.below(source, place));
    else if (place.below) grid.saving.say(`${count(place.below, "row")} would stand below the rows that are shown here, and are left out.`);
  }

  /** Where a block goes: once from the focus, or as often as the chosen cells hold it. */
  target(source) {
    const { grid } = this;
    const { focus, range } = grid;
    const area = range ?? { x: focus.x, x1: focus.x, y: focus.y, y1: focus.y };
    const width = Math.max(...source.map((row) => row.length));
    const [high, wide] = [area.y1 - area.y + 1, area.x1 - area.x + 1];
    const tall = high % source.length ? source.length : high;
    const broad = wide % width ? width : wide;
    const from = grid.store.rows.slice(area.y);
    const rows = (tall > high ? from : from.slice(0, high)).filter((row) => !row.$group && !row.$summary).slice(0, tall);
    const columns = grid.shown.slice(area.x, area.x + broad);
    return { y: area.y, x: area.x, width, broad, rows, columns, below: tall > high ? tall - rows.length : 0 };
  }

  /** What of a block has no place: columns beyond the last one, named by what stands at their head. */
  beyond(source, { broad, columns }) {
    if (columns.length >= broad) return [];
    const lost = source[0].slice(columns.length).map((cell) => `“${cell.words.slice(0, 40)}”`);
    const last = this.grid.column[columns.at(-1)].label;
    return [`${count(broad - columns.length, "column")} beyond ${last}, the last one, ${lost.length === 1 ? "is" : "are"} left out: ${lost.slice(0, 5).join(", ")}${lost.length > 5 ? "…" : ""}.`];
  }

  /** The cells of a block in their new places; of those that were cut (`from`) the old places too, blank. */
  laid(source, place, from, left) {
    const [put, emptied] = [new Map(), new Map()];
    place.rows.forEach((row, y) => place.columns.forEach((column, x) => {
      const [sourceY, sourceX] = [y % source.length, x % place.width];
      const cell = source[sourceY][sourceX];
      if (cell?.covered) left.add("It is kept from you where you copied it.");
      if (!cell || cell.covered) return;
      const target = { row, column, text: meaning(cell, this.grid.column[column]).trim() };
      put.set(keyOf(target), target);
      if (from) this.empty(emptied, { row: from.rows[sourceY], column: from.columns[sourceX], text: "", after: target });
    }));
    for (const key of put.keys()) emptied.delete(key);
    return [...put.values(), ...emptied.values()];
  }

  /** A cell that was cut is blank once its new place has taken what stood there. */
  empty(emptied, cell) {
    if (!this.grid.column[cell.column].fixed && !emptied.has(keyOf(cell))) emptied.set(keyOf(cell), cell);
  }

  below(source, { rows, columns, width }) {
    const part = source.slice(rows.length);
    return { columns, rows: part.map((row) => columns.map((name, x) => (row[x % width] ? meaning(row[x % width], this.grid.column[name]).trim() : ""))) };
  }

  /** What was pasted stands chosen. */
  choose({ y, x, rows, columns }) {
    const first = { y, x };
    this.grid.move(first, { y: this.grid.store.rows.indexOf(rows.at(-1), y), x: x + columns.length - 1 }, { see: first });
  }
}
