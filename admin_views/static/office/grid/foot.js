// The foot of the grid: what the columns of the whole list come to, by the database, in the last row.
import { ask, debounce, make, one, trouble } from "../dom.js";
import { grouped, wordsOf } from "./columns.js";
import { FOOT } from "./heights.js";

const SUMS = [["sum", "Sum"], ["average", "Average"]]; // not of running totals, rates, limits
const NUMBERS = [["least", "Smallest"], ["most", "Largest"]];
const DAYS = [["least", "Earliest"], ["most", "Latest"]];
const EVERY = [["filled", "Filled"], ["blank", "Blank"]];
const LETTER = 7.75; // pixels, with what stands around the words below
const AROUND = 20;
const WIDEST = 320;
const SHORT = { average: "average", least: "smallest", most: "largest", filled: "filled", blank: "blank" };

/** What may stand at the foot of a column: (what, words). */
export function footChoices(column) {
  if (column.covered) return [];
  if (column.number !== undefined) return [...(column.adds ? SUMS : []), ...NUMBERS, ...EVERY];
  return ["day", "instant"].includes(column.kind) ? [...DAYS, ...EVERY] : EVERY;
}

export function startFoot(grid) {
  grid.foot = new Foot(grid);
}

class Foot {
  constructor(grid) {
    this.grid = grid;
    this.found = null;
    this.turn = 0;
    this.later = debounce(() => this.ask(), 400);
    const { el } = grid;
    el.addEventListener("office:facts", () => this.forget());
    el.addEventListener("office:loaded", () => this.ask());
    for (const name of ["office:saved", "office:others", "office:foot"]) el.addEventListener(name, () => this.later());
    this.draw();
  }

  /** What stands at the foot of a column; empty for nothing. */
  choice(column) {
    const chosen = this.grid.look.foot?.[column.name];
    if (chosen !== undefined) return footChoices(column).some(([what]) => what === chosen) ? chosen : "";
    return column.kind === "money" && column.adds && !column.covered ? "sum" : "";
  }

  choose(column, what) {
    this.grid.look.foot = { ...this.grid.look.foot, [column.name]: what };
    this.grid.tell("office:look");
    this.draw();
    this.ask();
  }

  forget() {
    this.turn += 1;
    this.found = null;
    this.trouble = "";
    this.draw();
  }

  async ask() {
    const { grid } = this;
    const wanted = grid.facts.columns.filter((column) => this.choice(column)).map((column) => column.name);
    const some = wanted.length ? wanted : grid.facts.columns.filter((column) => !column.covered).map((column) => column.name).slice(0, 1);
    if (!some.length || !grid.facts.rows.length) return;
    const turn = (this.turn += 1);
    const { status, body } = await ask(grid.store.url("summary", { columns: some.join(",") })).catch(() => ({ status: 0 }));
    if (turn !== this.turn) return;
    this.found = status === 200 ? body : null;
    this.trouble = status === 200 ? "" : status ? trouble(status, body) : "No connection: the sums are not there.";
    this.draw();
  }

  draw() {
    const note = one("[data-grid-foot-note]");
    if (note) note.textContent = this.trouble ?? "";
    if (this.widen()) this.grid.recolumn();
    this.grid.el.pinnedBottomSource = [{ $summary: true }];
    for (const { type, index, size } of FOOT) this.grid.providers.dimension.setCustomSizes(type, { [index]: size }); // it came after they were told
    this.grid.tell("office:summed");
  }

  /** A column whose width nobody chose holds what stands at its foot; whether one had to grow. */
  widen() {
    const { grid } = this;
    let grew = false;
    for (const column of this.found ? grid.facts.columns : []) {
      const what = this.choice(column);
      const words = what && what !== "sum" ? `${shortOf(column, what)} ` : "";
      const wide = what ? Math.min(WIDEST, (words + this.figure(column, what)).length * LETTER + AROUND) : 0;
      if (grid.look.widths?.[column.name] !== undefined || wide <= grid.widthOf(column.name)) continue;
      column.width = wide;
      grew = true;
    }
    return grew;
  }

  /** The number of rows in words: "1,284 rows". */
  get count() {
    const { facts, store } = this.grid;
    const count = this.found?.count ?? store.total ?? facts.count;
    return count === null || count === undefined ? "" : `${Number(count).toLocaleString("en-US")} ${count === 1 ? "row" : "rows"}`;
  }

  cell(h, column) {
    const words = [];
    if (column.name === this.grid.shown[0]) words.push(h("b", { class: "foot-count" }, this.count));
    const what = this.choice(column);
    if (what) words.push(...this.told(h, column, what));
    const label = `What stands at the foot of ${column.label}`;
    const told = h("span", { class: "sr-only" }, ` ${label}`);
    return h("button", { type: "button", class: `foot-in${words.length ? "" : " blank"}`, tabindex: "-1", "data-foot-menu": column.name, title: label }, ...words, told);
  }

  told(h, column, what) {
    const value = this.found?.columns[column.name]?.[what];
    if (value === undefined) return [h("span", { class: "foot-kind" }, this.trouble ? "—" : "…")];
    const kind = what === "sum" ? h("span", { class: "sr-only" }, `sum of ${column.label} `) : h("span", { class: "foot-kind" }, `${shortOf(column, what)} `);
    return [kind, this.figure(column, what)];
  }

  figure(column, what) {
    const value = this.found.columns[column.name]?.[what];
    if (value === null || value === undefined) return "—";
    if (what === "filled" || what === "blank") return Number(value).toLocaleString("en-US");
    return column.number === undefined ? wordsOf(this.grid, column, value) : grouped(String(value));
  }
}

function shortOf(column, what) {
  if (column.number === undefined && what === "least") return "earliest";
  if (column.number === undefined && what === "most") return "latest";
  return SHORT[what];
}
