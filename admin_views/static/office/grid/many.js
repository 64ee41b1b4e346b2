// Many cells changed at once, as one step: what is typed nowhere is left out and counted; above 50 cells it is shown first.
import { make, newId, one } from "../dom.js";
import { typedOf, wordsOf } from "./columns.js";

export const MOST = 20_000;
const ASK_ABOVE = 50;
const SHOWN = { rows: 6, columns: 4 };
const WRITTEN = ["text", "long", "code", "json"];

export const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;

export const keyOf = ({ row, column }) => `${row.id}:${column}`;

/** A cell as it may be taken elsewhere: its value with its words, and what it is outside the office: of a relation its words
 * with the key behind them, which the office reads back as that record. */
export function cellAt(grid, model, name) {
  const column = grid.column[name];
  const typed = grid.saving.at(model.id, name);
  const plain = typed?.text ?? typedOf(model[name]);
  const words = typed?.words ?? wordsOf(grid, column, model[name]);
  const named = column.kind === "link" && words && words !== plain;
  const text = named ? `${words} (${plain})` : column.choices || column.kind === "yesno" || column.fixed ? words : plain;
  return { plain, words, text, kind: column.choices ? "choice" : column.kind, covered: Boolean(column.covered) };
}

/** What a cell means in a column: its value where the column takes values of that kind, else its words. Of a spreadsheet's
 * number what is shown counts where all places of the column are shown, else the number behind it. */
export function meaning(cell, column) {
  const { day, number, rounded, places } = cell.held ?? {};
  if (column.kind === "day" && day) return day;
  if (column.number !== undefined && number) return places < column.number ? number : rounded;
  if (column.choices) return column.choices.some(([code]) => code === cell.plain) ? cell.plain : cell.words;
  if (!WRITTEN.includes(column.kind) || (column.kind === "code" && cell.kind === "link")) return cell.plain;
  return ["choice", "yesno", "link"].includes(cell.kind) ? cell.words : cell.plain;
}

/** The chosen cells: the rows that stand in them, and the names of their columns. */
export function chosen(grid, range = grid.range) {
  return { rows: grid.store.rows.slice(range.y, range.y1 + 1).filter((row) => !row.$group), columns: grid.shown.slice(range.x, range.x1 + 1) };
}

/** Fetch rows before they are read or written; the grid says how many where that takes a while. */
export async function fetched(grid, rows) {
  const absent = rows.filter((row) => !row.$in);
  if (!absent.length) return;
  if (absent.length > 200) grid.saving.say(`Fetching ${count(absent.length, "row")}.`);
  await grid.store.load(absent);
}

/** What was left out: reason -> how many cells. */
export class LeftOut extends Map {
  add(reason, number = 1) { this.set(reason, (this.get(reason) ?? 0) + number); }
  get sentences() { return [...this].map(([reason, number]) => `${count(number, "cell")} left out: ${reason}`); }
}

/** Write many cells ({row, column, text, after}) as one step, once the person has agreed where they are many.
 *
 * `deed` says what it is: {verb: "Paste", done: "pasted", what: "paste"}; `left` what was left out before, `notes`
 * whole sentences beside. Returns whether anything is written; null where the person says no. */
export async function changeMany(grid, deed, cells, { left = new LeftOut(), notes = [] } = {}) {
  const closed = new Set();
  const open = cells.filter((cell) => {
    const reason = cell.row.$in ? grid.whyFixed(grid.column[cell.column], cell.row) : "The row is no longer there.";
    if (!reason) return true;
    left.add(reason);
    closed.add(keyOf(cell));
    return false;
  });
  const changed = open.filter((cell) => !(cell.after && closed.has(keyOf(cell.after))))
    .filter(({ row, column, text }) => grid.saving.at(row.id, column) || typedOf(row[column]) !== text.trim());
  const told = [...left.sentences, ...notes];
  if (changed.length > MOST) {
    grid.saving.say(`That is ${count(changed.length, "cell")}; at most ${MOST.toLocaleString("en-US")} are ${deed.done} at once. Take fewer, or import them from a workbook.`);
    return false;
  }
  if (!changed.length) {
    grid.saving.say(told.join(" ") || "Nothing changes: it says so already.");
    return false;
  }
  if (changed.length > ASK_ABOVE && !(await agreed(grid, deed, changed, told))) return null;
  grid.saving.say(told.join(" "));
  const going = new Set(changed.map(keyOf));
  await grid.saving.save(changed.map((cell) => ({ ...cell, after: cell.after && going.has(keyOf(cell.after)) ? cell.after : undefined })), { what: deed.what });
  return true;
}

/** The question before many cells change: how many, what is left out, the first of them as they stand and as they come. */
async function agreed(grid, deed, cells, told) {
  const rows = [...new Set(cells.map((cell) => cell.row))];
  const names = grid.shown.filter((name) => cells.some((cell) => cell.column === name));
  const labels = names.map((name) => grid.column[name].label);
  const many = count(rows.length, grid.facts.one, grid.facts.many.toLowerCase());
  return question(`${deed.verb} ${count(cells.length, "cell")}?`, [
    make("p", {}, `${count(cells.length, "cell")} in ${many} and ${count(names.length, "column")}: ${labels.join(", ")}.`),
    told.length ? make("ul", { class: "left-out" }, ...told.map((sentence) => make("li", {}, sentence))) : null,
    preview(grid, cells, rows, names),
  ], deed.verb);
}

function preview(grid, cells, rows, names) {
  const at = new Map(cells.map((cell) => [`${cell.row.id}:${cell.column}`, cell]));
  const columns = names.slice(0, SHOWN.columns);
  const lead = grid.facts.columns.find((column) => column.lead);
  const named = (row) => (lead ? wordsOf(grid, lead, row[lead.name]) : row.id);
  const body = rows.slice(0, SHOWN.rows).map((row) => make("tr", {}, make("th", { scope: "row" }, String(named(row))),
    ...columns.map((name) => make("td", {}, ...oldAndNew(grid, row, name, at.get(`${row.id}:${name}`))))));
  const more = rows.length > SHOWN.rows || names.length > SHOWN.columns;
  return make("div", { class: "changes-box" },
    make("table", { class: "table" },
      make("thead", {}, make("tr", {}, make("th", {}, grid.facts.one.charAt(0).toUpperCase() + grid.facts.one.slice(1)), ...columns.map((name) => make("th", { scope: "col" }, grid.column[name].label)))),
      make("tbody", {}, ...body)),
    more ? make("p", { class: "muted" }, "The first of them are shown.") : null);
}

function oldAndNew(grid, row, name, cell) {
  const old = wordsOf(grid, grid.column[name], row[name]);
  if (!cell) return [old];
  return [make("del", {}, old || "blank"), " → ", make("ins", {}, grid.saving.words(name, cell.text) || "blank")];
}

/** A question of the grid; resolves to true where the person goes on. */
export function question(title, content, go) {
  return new Promise((resolve) => {
    const id = newId("question");
    const dialog = make("dialog", { class: "dialog wide", "aria-labelledby": id },
      make("h2", { id }, title), ...content,
      make("form", { method: "dialog", class: "form-buttons" },
        make("button", { class: "btn", value: "no" }, "Cancel"), make("button", { class: "btn btn-primary", value: "yes" }, go)));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
    one("button[value=yes]", dialog).focus();
  });
}
