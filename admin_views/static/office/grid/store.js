// The rows of a grid: their order is asked for once, their values as they come into sight.
import { ask, say, trouble } from "../dom.js";

const AT_ONCE = 200; // rows of one request, around those in sight
const MOST = 1_000;

export class Store {
  constructor(grid) {
    this.grid = grid;
    this.wanted = new Set();
    this.turn = 0;
    this.clear();
  }

  clear() {
    this.ordered = []; // all rows in order
    this.rows = []; // as they stand: with the heads of groups between them, without the rows of closed ones; a row that is not there yet holds its id alone
    this.byId = new Map();
    this.labels = {};
    this.groups = [];
    this.total = this.count = undefined;
    this.seq = null;
    this.next = this.previous = null;
    this.start = 0;
    this.turn += 1;
    this.wanted.clear();
    this.gone = new Set(); // columns that no longer come
  }

  /** The rows that came with the page. */
  begin(facts) {
    this.clear();
    this.take(facts);
    this.ordered = this.grid.grouped.length ? [] : facts.rows.map((row) => this.byId.get(row.id));
    this.arrange();
  }

  /** The rows as they stand, once their order is known or a group was opened or closed. */
  arrange() {
    this.rows = this.grid.groups?.arrange(this.ordered, this.groups, this.start ?? 0) ?? this.ordered;
    this.number();
  }

  /** Each row knows where it stands, and its number in the whole list where that is known. */
  number() {
    const start = this.start ?? NaN;
    this.ordered.forEach((row, at) => { row.$no = start + at + 1; });
    this.rows.forEach((row, at) => { row.$at = at; });
  }

  /** Rows as the server sent them, with the names behind their relations. */
  take({ rows = [], labels = {}, lines }) {
    for (const [column, found] of Object.entries(labels)) this.labels[column] = { ...this.labels[column], ...found };
    for (const row of rows) {
      const known = this.byId.get(row.id);
      if (known) Object.assign(known, row, { $in: true });
      else this.byId.set(row.id, Object.assign(row, { $in: true }));
    }
    for (const [id, line] of Object.entries(lines ?? {})) this.row(Number(id)).$line = line;
    if (rows.length) this.tellGone(rows[0]);
  }

  /** A column that no longer comes was retired meanwhile: that is said once. */
  tellGone(row) {
    for (const { name, label } of this.grid.facts.columns) {
      if (name in row || this.gone.has(name)) continue;
      this.gone.add(name);
      say(`“${label}” was retired: it takes nothing more. Everything else goes on; load the page anew to see it without.`, { tone: "amber" });
    }
  }

  /** The address of data of this list as it stands. */
  url(part, more = {}) {
    return this.address(part, (name) => !["columns", "plain", "limit", "look"].includes(name), more);
  }

  address(part, kept, more) {
    const { sheet, state } = this.grid.facts;
    const given = new URLSearchParams(state.filter(([name]) => kept(name)));
    for (const [name, value] of Object.entries(more)) given.set(name, value);
    return `/admin/${sheet}/${part}?${given}`;
  }

  get columns() { return this.grid.facts.columns.map((column) => column.name).join(","); }

  /** What rows come with: the columns that are shown, the names behind relations, and their line where limits differ by it. */
  get asked() { return { columns: this.columns, labels: "yes", ...(this.grid.facts.lines ? { lines: "yes" } : {}) }; }

  /** The order of all rows, a window of it where they are very many. */
  async order(more = {}) {
    const turn = this.turn;
    const group = this.grid.grouped.join(",");
    const { status, body } = await ask(this.url("order", group ? { group, ...more } : more));
    if (turn !== this.turn) return false;
    if (status !== 200) {
      say(trouble(status, body), { tone: "red" });
      return false;
    }
    this.seq = body.seq;
    Object.assign(this, { next: body.next, previous: body.previous, start: body.start, count: body.count, capped: body.capped, total: body.total });
    this.groups = body.groups ?? [];
    this.ordered = body.ids.map((id) => this.row(id));
    this.arrange();
    return true;
  }

  row(id) {
    let row = this.byId.get(id);
    if (!row) this.byId.set(id, row = { id });
    return row;
  }

  /** A row in sight that is not there yet: it comes with its neighbours, soon. */
  want(row) {
    this.wanted.add(row);
    this.soon ??= setTimeout(() => this.fetch(), 30);
  }

  async fetch() {
    this.soon = null;
    const seen = [...this.wanted].filter((row) => !row.$in && row.$at !== undefined && this.rows[row.$at] === row).map((row) => row.$at);
    this.wanted.clear();
    if (!seen.length) return;
    const room = Math.max(0, Math.floor((AT_ONCE - seen.length) / 2));
    const from = Math.max(0, Math.min(...seen) - room);
    await this.load(this.rows.slice(from, Math.max(...seen) + 1 + room));
  }

  /** Fetch rows that are not there yet; `again` fetches them in any case. A row comes by its id alone: it may no longer
      be what the list was asked for. */
  async load(rows, { again = false } = {}) {
    const turn = this.turn;
    const ids = rows.filter((row) => row.id && (again || !row.$in)).map((row) => row.id);
    for (let at = 0; at < ids.length; at += MOST) {
      const part = ids.slice(at, at + MOST);
      const { status, body } = await ask(this.address("rows", (name) => name === "as_of" || name === "trash", { ids: part.join(","), ...this.asked, limit: MOST }));
      if (turn !== this.turn) return;
      if (status !== 200) {
        say(trouble(status, body), { tone: "red" });
        return;
      }
      this.take(body);
    }
    if (ids.length) this.grid.redraw();
  }

  /** Values that may have changed: the rows come anew as they come into sight. */
  forget() {
    for (const row of this.byId.values()) row.$in = false;
    this.grid.redraw();
  }

  /** What a relation's record is called, by its key. */
  label(column, key) {
    return this.labels[column]?.[key];
  }
}
