// The columns of a grid: what the server tells of each, as RevoGrid draws it.
import { spread } from "./widths.js";

const LONGEST = 160;
const TONES = { late: "red", today: "amber", soon: "amber" };

/** RevoGrid's columns; `grid.look` holds widths and which stand frozen. */
export function gridColumns(grid) {
  const { frozen = [] } = grid.look;
  grid.spread = spread(grid);
  return grid.facts.columns.map((column) => ({
    prop: column.name,
    name: column.label,
    size: grid.widthOf(column.name),
    minSize: 40,
    pin: frozen.includes(column.name) ? "colPinStart" : undefined,
    sortable: false,
    columnTemplate: (h) => head(h, grid, column),
    columnProperties: () => ({ class: column.number !== undefined ? "num" : "", title: column.help || column.label, "data-column": column.name, "aria-sort": sortOf(grid, column) }),
    cellTemplate: (h, { model }) => cell(h, grid, column, model),
    cellProperties: ({ model }) => properties(grid, column, model),
    editor: column.kind,
  }));
}

/** How the list is sorted by a column first of all, as a screen reader is told. */
function sortOf(grid, { name }) {
  const [first] = grid.facts.sort;
  return first === name ? "ascending" : first === `-${name}` ? "descending" : null;
}

function head(h, grid, column) {
  const sorts = grid.facts.sort;
  const at = sorts.findIndex((part) => part.replace("-", "") === column.name);
  const down = at >= 0 && sorts[at].startsWith("-");
  const arrow = at < 0 ? null : h("span", { class: "head-sort", "aria-hidden": "true" }, `${down ? "↓" : "↑"}${sorts.length > 1 ? at + 1 : ""}`);
  const told = at < 1 ? null : h("span", { class: "sr-only" }, down ? " sorted, largest first" : " sorted, smallest first");
  return h("span", { class: "head-in" }, h("span", { class: "head-words" }, column.label), arrow, told,
    h("button", { type: "button", class: "head-menu-open", tabindex: "-1", "data-head-menu": column.name, "aria-label": `Menu of ${column.label}` }, "▾"));
}

function properties(grid, column, model) {
  const marks = [];
  let said = "";
  if (column.number !== undefined) marks.push("num");
  if (model.$summary) marks.push("summary-cell");
  else if (model.$group) marks.push("group-cell");
  else {
    const typed = grid.saving.at(model.id, column.name);
    if (typed) marks.push(typed.state);
    if (grid.cut?.has(model.id, column.name)) marks.push("cut");
    if (column.fixed || grid.facts.why_not) marks.push("fixed");
    if (grid.picked.has(model.id)) marks.push("picked");
    const format = model.$in && grid.format(column, model);
    if (format) marks.push(`tone-${format.tone}`);
    if (format) said = format.word;
    if (model.$flash) marks.push("flash");
  }
  return { class: marks.join(" "), title: grid.saving.at(model.id, column.name)?.reason || said };
}

function cell(h, grid, column, model) {
  if (model.$summary) return grid.foot?.cell(h, column) ?? "";
  if (model.$group) return grid.groups?.cell(h, column, model) ?? "";
  if (!model.$in) {
    grid.store.want(model);
    return h("span", { class: "skeleton", "aria-hidden": "true" });
  }
  const typed = grid.saving.at(model.id, column.name);
  if (typed) return [typed.words || "blank", h("span", { class: "sr-only" }, typed.reason ? ` not saved: ${typed.reason}` : " being saved")];
  const format = grid.format(column, model);
  if (!format) return drawn(h, grid, column, model);
  return [drawn(h, grid, column, model), h("span", { class: "sr-only" }, ` ${format.word}`)];
}

function drawn(h, grid, column, model) {
  const value = model[column.name];
  const words = wordsOf(grid, column, value);
  if (column.lead) return h("a", { href: grid.place(model.id), tabindex: "-1", "data-open": "" }, words || "(blank)");
  if (value === null || value === undefined || value === "") return "";
  if (column.file) return h("a", { href: `/admin/${grid.facts.sheet}/${model.id}/${column.file}`, tabindex: "-1" }, words);
  if (column.kind === "link" && column.place) {
    const found = grid.store.label(column.name, value);
    if (found) return [words, h("a", { href: column.place.join(found[0]), tabindex: "-1", class: "leads", "aria-label": `Open ${words}`, title: `Open ${words}` })];
  }
  const tone = column.choices?.find(([code]) => code === value)?.[2];
  if (tone) return chip(h, words, tone);
  const due = dueWord(grid, column, model);
  if (due) return h("span", { class: `chip ${TONES[due]}`, title: due }, `${words} ${due}`);
  return words.length > LONGEST && grid.look.height !== "high" ? `${words.slice(0, LONGEST)}…` : words;
}

const chip = (h, words, tone) => h("span", { class: `chip ${tone}` }, words);

/** Whether a day is late, today or soon, where something is due by it. */
export function dueWord(grid, column, model) {
  const { due } = column;
  if (grid.look.formats?.due === false) return "";
  const value = model[column.name];
  if (!due || !value || value > grid.facts.soon) return "";
  if (due.state) {
    if (!(due.state in model) || !due.open.includes(model[due.state])) return "";
  }
  return value < grid.facts.today ? "late" : value === grid.facts.today ? "today" : "soon";
}

/** A value in words, as the grid shows it. */
export function wordsOf(grid, column, value) {
  if (value === null || value === undefined || value === "") return "";
  if (column.kind === "yesno") return value === true || value === "yes" ? "Yes" : "No";
  if (column.kind === "link") return grid.store.label(column.name, value)?.[1] ?? String(value);
  if (column.kind === "instant") return instantWords(value, grid.facts.zone);
  if (column.kind === "json") return typeof value === "string" ? value : JSON.stringify(value);
  if (column.choices) return column.choices.find(([code]) => code === value)?.[1] ?? String(value);
  if (column.kind === "money") return grouped(String(value));
  return String(value);
}

/** Digits in groups of three: 1234567.50 is 1,234,567.50. */
export const grouped = (text) => text.replace(/^(-?)(\d+)/, (_, sign, whole) => sign + whole.replace(/\B(?=(\d{3})+$)/g, ","));

const clocks = new Map();

/** An instant on the office's clock: 2026-11-23 14:05. */
export function instantWords(value, zone) {
  if (!clocks.has(zone)) {
    clocks.set(zone, new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }));
  }
  return clocks.get(zone).format(new Date(value)).replace(", ", " ");
}

/** A value as it is typed: the plain form that the office takes back. */
export function typedOf(value) {
  if (value === null || value === undefined) return "";
  if (value === true) return "yes";
  if (value === false) return "no";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
