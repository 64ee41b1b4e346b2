// What is typed on its way to the office. Good cells are saved; a refused or stale one keeps what was typed, with the
// reason, until it is mended or left; without a connection all of it waits.
import { ask, make, one, say, trouble } from "../dom.js";
import { typedOf, wordsOf } from "./columns.js";

const AGAIN = 5_000; // how long after a failure it is tried again

export class Saving {
  constructor(grid) {
    this.grid = grid;
    this.cells = new Map(); // `id:column` -> what was typed there and not saved yet
    this.line = Promise.resolve();
    addEventListener("beforeunload", (event) => {
      if (this.cells.size) event.preventDefault();
    });
    addEventListener("online", () => this.retry());
  }

  at(id, column) { return this.cells.get(`${id}:${column}`); }

  /** Cells that came back: refused or stale, in the order in which they were typed. */
  get kept() { return [...this.cells.values()].filter((cell) => cell.state === "refused" || cell.state === "stale"); }
  get waiting() { return [...this.cells.values()].filter((cell) => cell.state === "offline"); }

  /** Save typed cells ({row, column, text}) as one step; cells that would change nothing are left out. */
  save(typed) {
    const cells = typed.filter(({ row, column, text }) => this.at(row.id, column) || typedOf(row[column]) !== text);
    for (const { row, column, text, version } of cells) {
      this.cells.set(`${row.id}:${column}`, { row, column, text, version, words: this.words(column, text), state: "saving", reason: "" });
    }
    if (!cells.length) return this.line;
    this.grid.redraw();
    const keys = cells.map(({ row, column }) => `${row.id}:${column}`);
    this.line = this.line.then(() => this.send(keys));
    return this.line;
  }

  words(column, text) {
    const facts = this.grid.column[column];
    return facts ? wordsOf(this.grid, facts, text) : text;
  }

  async send(keys) {
    const cells = keys.map((key) => this.cells.get(key)).filter(Boolean);
    if (!cells.length) return;
    const { grid } = this;
    const sent = cells.map(({ row, column, text, version }) => ({ id: row.id, version: version ?? row.version, column, value: text }));
    const url = `/admin/${grid.facts.sheet}/rows?columns=${grid.store.columns}&labels=yes`;
    let answer;
    try {
      answer = await ask(url, { method: "PATCH", json: sent });
    } catch {
      answer = { status: 0 };
    }
    if ([0, 401, 502, 503].includes(answer.status)) this.wait(cells, answer);
    else this.answered(cells, answer);
  }

  /** No way to the office: everything stays here and is tried again. */
  wait(cells, { status, body }) {
    const reason = status === 0 ? "No connection. What you typed is kept here and saved when it is back." : trouble(status, body);
    for (const cell of cells) Object.assign(cell, { state: "offline", reason });
    this.again ??= setTimeout(() => this.retry(), AGAIN);
    this.tell();
  }

  retry() {
    clearTimeout(this.again);
    this.again = null;
    const keys = [...this.cells].filter(([, cell]) => cell.state === "offline").map(([key]) => key);
    if (keys.length) this.line = this.line.then(() => this.send(keys));
  }

  answered(cells, { status, body }) {
    const { grid } = this;
    const { saved, stale = [], refused = [], batch = null, title = "" } = body ?? {};
    const back = new Map();
    for (const cell of stale) back.set(`${cell.id}:${cell.column}`, { state: "stale", stale: cell, reason: staleWords(cell) });
    for (const cell of refused) back.set(`${cell.id}:${cell.column}`, { state: "refused", reason: cell.message });
    const whole = saved ? null : { state: "refused", reason: trouble(status, body) };
    const good = [];
    for (const cell of cells) {
      const key = `${cell.row.id}:${cell.column}`;
      const told = whole ?? back.get(key);
      if (told) Object.assign(cell, told);
      else if (this.cells.get(key) === cell) {
        this.cells.delete(key);
        good.push(cell);
      }
    }
    for (const { id, version } of saved ?? []) grid.store.byId.get(id).version = version;
    grid.store.take(body?.rows ? body : {});
    this.tell();
    if (batch) grid.tell("office:saved", { batch, title, cells: good });
    if (back.size || whole) grid.tell("office:refused", { cells: cells.filter((cell) => cell.state !== "saving") });
  }

  tell() {
    this.grid.redraw();
    this.grid.tell("office:kept");
  }

  /** Leave what was typed: the cell shows again what the office holds. */
  drop(cell) {
    this.cells.delete(`${cell.row.id}:${cell.column}`);
    if (cell.stale) {
      cell.row.version = Math.max(cell.row.version, cell.stale.version);
      this.grid.store.load([cell.row], { again: true });
    }
    this.tell();
  }

  /** Of two values the own one: it is saved over what somebody else wrote meanwhile. */
  keepMine(cell) {
    return this.save([{ row: cell.row, column: cell.column, text: cell.text, version: cell.stale.version }]);
  }

  /** A short word at the foot of the grid. */
  say(text) {
    const place = one("[data-grid-said]");
    if (place) place.replaceChildren(make("span", {}, text));
    else say(text);
  }
}

const staleWords = (cell) => `Somebody else changed this meanwhile${cell.by ? `: ${cell.by}` : ""}. Yours: ${cell.yours ?? "blank"}. Theirs: ${cell.theirs ?? "blank"}.`;
