// What the chosen cells or rows come to, and which part of a long list stands here: the line below the grid.
import { make, one } from "../dom.js";
import { grouped } from "./columns.js";
import { added, parsed, shared, written } from "./exact.js";

const MOST = 5_000; // rows of which values are loaded to add them up
const WAIT = 150;

export function startStatus(grid) {
  const status = new Status(grid);
  for (const name of ["office:range", "office:focus", "office:rows", "office:loaded", "office:picked"]) grid.el.addEventListener(name, () => status.soon());
}

class Status {
  constructor(grid) {
    this.grid = grid;
    this.turn = 0;
  }

  soon() {
    clearTimeout(this.late);
    this.late = setTimeout(() => this.show(), 3 * WAIT); // RevoGrid tells of a range before it holds it
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(), WAIT);
  }

  async show() {
    const turn = (this.turn += 1);
    const { grid } = this;
    const { rows, columns, told } = this.chosen();
    if (rows.length > MOST) {
      this.say([told, `beyond ${MOST.toLocaleString("en-US")} rows nothing is added up here`]);
      return;
    }
    if (rows.some((row) => !row.$in)) {
      this.say([told, "adding up…"]);
      await grid.store.load(rows);
      if (turn !== this.turn) return;
    }
    this.say(told ? [told, ...grid.picked.size ? this.money(rows, columns) : this.numbers(rows, columns)] : []);
  }

  /** The rows and columns that are chosen, and how many in words; one cell alone is nothing to tell. */
  chosen() {
    const { grid } = this;
    if (grid.picked.size) {
      const rows = grid.store.rows.filter((row) => grid.picked.has(row.id));
      return { rows, columns: grid.facts.columns, told: `${rows.length.toLocaleString("en-US")} ${rows.length === 1 ? "row" : "rows"} chosen` };
    }
    const { range } = grid;
    if (!range || (range.x === range.x1 && range.y === range.y1)) return { rows: [], columns: [], told: "" };
    const rows = grid.store.rows.slice(range.y, range.y1 + 1).filter((row) => row.id);
    const columns = grid.shown.slice(range.x, range.x1 + 1).map((name) => grid.column[name]);
    return { rows, columns, told: `${(rows.length * columns.length).toLocaleString("en-US")} cells` };
  }

  /** Sum and average of the first columns of money; how many have an amount where not all do. */
  money(rows, columns) {
    return columns.filter((column) => column.kind === "money" && column.adds && !column.covered).slice(0, 3).map((column) => {
      const found = rows.map((row) => parsed(row[column.name])).filter(Boolean);
      if (!found.length) return `${column.label} blank`;
      const sum = added(found);
      const some = found.length < rows.length ? ` in ${found.length.toLocaleString("en-US")}` : "";
      return `${column.label} ${grouped(written({ ...sum, units: sum.places ? sum.units : sum.units * 100n, places: 2 }))}${some}, average ${grouped(written(shared(sum, found.length)))}`;
    });
  }

  /** Sum and average of the numbers among the cells that add up; of others only how many are filled. */
  numbers(rows, columns) {
    const found = columns.filter((column) => column.adds && !column.covered)
      .flatMap((column) => rows.map((row) => parsed(row[column.name])).filter(Boolean));
    const filled = columns.reduce((count, column) => count + rows.filter((row) => ![null, undefined, ""].includes(row[column.name])).length, 0);
    if (!found.length) return [`${filled.toLocaleString("en-US")} filled`];
    const sum = added(found);
    return [...(found.length < filled ? [`${found.length.toLocaleString("en-US")} numbers`] : []), `sum ${grouped(written(sum))}`, `average ${grouped(written(shared(sum, found.length)))}`];
  }

  say(parts) {
    const place = one("[data-grid-cells]");
    const text = parts.filter(Boolean).join(" · ");
    if (place && place.textContent !== text) place.replaceChildren(text ? make("span", {}, text) : "");
  }
}
