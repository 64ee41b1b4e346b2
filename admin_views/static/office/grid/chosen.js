// Choosing rows by their numbers, and the actions on them: on the chosen rows, else on the rows of the chosen cells.
import { all } from "../dom.js";
import { Verbs } from "../rows.js";
import { addKeys } from "./keys.js";

const MOST = 1_000; // rows that an action takes at once

export function startChosen(grid) {
  grid.chosen = new Chosen(grid);
}

class Chosen {
  constructor(grid) {
    this.grid = grid;
    this.whole = false; // all rows of the list, also those that do not stand here
    this.last = null; // where a range of rows begins
    this.from = null; // the cell from which Shift and Space chose rows
    this.verbs = new Verbs("grid", this);
    grid.pick = (range) => this.range(range);
    grid.el.addEventListener("click", (event) => this.clicked(event));
    for (const name of ["office:loaded", "office:range", "office:focus", "office:rows"]) grid.el.addEventListener(name, () => this.soon());
    this.asked = askedOf(grid);
    grid.el.addEventListener("office:facts", () => this.other());
    grid.el.addEventListener("office:ordered", () => { this.still(); this.counted(); });
    addKeys({ Escape: ["No row is chosen any more", () => (grid.picked.size ? this.clear() : false)], "ctrl+shift+ ": ["Choose all rows of the list", () => this.every()] });
  }

  /** Another list is shown: no row of it is chosen; the same rows in another order stay chosen. */
  other() {
    this.whole = false;
    const asked = askedOf(this.grid);
    if (asked !== this.asked) this.grid.picked.clear();
    this.asked = asked;
  }

  /** What is no longer in the list is not chosen. */
  still() {
    const { picked, store } = this.grid;
    if (!picked.size) return;
    const there = new Set(store.ordered.map((row) => row.id));
    for (const id of picked) if (!there.has(id)) picked.delete(id);
  }

  /** How many rows there are in all is known with their order. */
  counted() {
    for (const bar of all("[data-verbs='grid']")) {
      bar.dataset.count = this.grid.store.count;
      bar.toggleAttribute("data-capped", this.grid.store.total === null);
    }
  }

  /** The bar follows; once more a little later, for RevoGrid tells of a range before it holds it. */
  soon() {
    clearTimeout(this.late);
    this.late = setTimeout(() => this.verbs.show(), 400);
    this.drawing ??= setTimeout(() => { this.drawing = null; this.verbs.show(); }, 60);
  }

  /** The rows that are acted on: rows of data, in their order. */
  get rows() {
    const { grid } = this;
    if (grid.picked.size) return grid.store.rows.filter((row) => grid.picked.has(row.id));
    const { range } = grid;
    return range ? grid.store.rows.slice(range.y, range.y1 + 1).filter((row) => row.id) : [];
  }

  get number() { return this.rows.length; }
  get statuses() { return this.rows.slice(0, MOST).map((row) => row.status); }

  get words() {
    const { grid, number } = this;
    if (grid.picked.size) return `${number.toLocaleString("en-US")} chosen`;
    if (!number) return "";
    return number === 1 ? "On the row in focus" : `On ${number.toLocaleString("en-US")} rows`;
  }

  write(url) {
    const ids = this.rows.map((row) => row.id);
    if (ids.length > MOST) {
      this.grid.saving.say(`An action takes at most ${MOST.toLocaleString("en-US")} rows at once. Narrow the list, or choose fewer.`);
      return false;
    }
    url.searchParams.set("ids", ids.join(","));
    return true;
  }

  clicked(event) {
    if (event.target.closest("[data-pick-every]")) {
      this.every();
      return;
    }
    const head = event.target.closest("[data-row-head]");
    if (!head || head.closest("revogr-data").type !== "rgRow") return;
    const at = Number(head.dataset.rgrow);
    const row = this.grid.rowAt(at);
    if (!row?.id) return;
    if (event.shiftKey && this.last !== null) this.span(this.last, at);
    else if (event.ctrlKey || event.metaKey) this.turn(row);
    else this.only(row);
    if (!event.shiftKey) this.last = at;
    this.from = null;
    this.show();
  }

  only(row) {
    const { picked } = this.grid;
    const alone = picked.size === 1 && picked.has(row.id);
    picked.clear();
    if (!alone) picked.add(row.id);
  }

  turn(row) {
    const { picked } = this.grid;
    if (!picked.delete(row.id)) picked.add(row.id);
  }

  span(one, other) {
    const [from, to] = [one, other].sort((a, b) => a - b);
    for (const row of this.grid.store.rows.slice(from, to + 1)) if (row.id) this.grid.picked.add(row.id);
  }

  /** Shift and Space: the rows of the chosen cells, or none of them where all are chosen. */
  range(range) {
    if (!range) return;
    const { picked, store } = this.grid;
    const rows = store.rows.slice(range.y, range.y1 + 1).filter((row) => row.id);
    const had = rows.every((row) => picked.has(row.id));
    for (const row of rows) if (had) picked.delete(row.id); else picked.add(row.id);
    this.last = range.y;
    this.from = had ? null : this.grid.focus;
    this.show();
  }

  /** Shift and an arrow after Shift and Space: the chosen rows go as far as the chosen cells. */
  follow(range) {
    const { picked, store, focus } = this.grid;
    if (focus.y !== this.from?.y || focus.x !== this.from.x || !picked.size) return;
    picked.clear();
    for (const row of store.rows.slice(range.y, range.y1 + 1)) if (row.id) picked.add(row.id);
    this.show();
  }

  /** All rows of the list, or none of them again. */
  every() {
    const { picked, store } = this.grid;
    const rows = store.rows.filter((row) => row.id);
    const all = rows.length > 0 && picked.size >= rows.length;
    picked.clear();
    if (!all) for (const row of rows) picked.add(row.id);
    this.show(!all);
  }

  clear() {
    if (!this.grid.picked.size) return false;
    this.grid.picked.clear();
    this.show();
    return true;
  }

  mayWiden() { return false; } // the corner chooses the whole list

  show(whole = false) {
    const { grid } = this;
    this.whole = whole;
    grid.el.rowHeaders = rowHeads(grid);
    grid.redraw();
    this.verbs.show();
    grid.tell("office:picked");
  }
}

/** Which rows an address asks for, in whatever order and groups. */
const askedOf = (grid) => JSON.stringify(grid.facts.state.filter(([name]) => !["sort", "group", "columns", "look"].includes(name)));

/** The numbers of the rows at the left, and the corner above them: all rows of the list. */
export function rowHeads(grid) {
  const picked = (model) => grid.picked.has(model?.id);
  const all = grid.picked.size > 0 && grid.picked.size >= grid.store.ordered.length;
  const words = all ? "Choose no row" : "Choose all rows of the list";
  return {
    size: 28 + 7 * String((grid.store.start ?? 0) + grid.store.ordered.length).length,
    columnTemplate: (h) => h("button", { type: "button", class: "pick-all", tabindex: "-1", "data-pick-every": "", "aria-pressed": String(all), title: words }, h("span", { class: "sr-only" }, "Row numbers: ", words)),
    columnProperties: () => ({ role: "columnheader" }),
    cellTemplate: (h, { model }) => [model?.$no ? model.$no.toLocaleString("en-US") : "", picked(model) ? h("span", { class: "sr-only" }, " chosen") : null],
    cellProperties: ({ model }) => ({ class: picked(model) ? "picked" : "", "data-row-head": "", role: "rowheader" }),
  };
}
