// What is typed on its way to the office. Good cells are saved; a refused or stale one keeps what was typed, with the
// reason, until it is mended or left; without a connection all of it waits. This window keeps it over a reload.
import { ask, make, one, say, trouble } from "../dom.js";
import { keep, kept, own } from "../own_words.js";
import { typedOf, wordsOf } from "./columns.js";
import { count } from "./many.js";

const AGAIN = 5_000; // how long after a failure it is tried again
const NO_WAY = [0, 401, 502, 503];
const WAITS = {
  0: "No connection. What you typed is kept here and saved when it is back.",
  401: "You are signed out. What you typed is kept here and saved once you sign in again, in another window.",
};

export class Saving {
  constructor(grid) {
    this.grid = grid;
    this.cells = new Map(); // `id:column` -> what was typed there and not saved yet
    this.line = Promise.resolve();
    addEventListener("beforeunload", (event) => {
      if (this.cells.size || grid.editor?.half) event.preventDefault();
    });
    addEventListener("online", () => this.retry());
    grid.el.addEventListener("office:loaded", () => this.restore(), { once: true });
  }

  /** What was typed into a cell and is not saved; nothing where a past or the trash is looked at. */
  at(id, column) { return this.grid.facts.why_not ? undefined : this.cells.get(`${id}:${column}`); }

  /** Cells that came back: refused or stale, in the order in which they were typed. */
  get kept() { return [...this.cells.values()].filter((cell) => cell.state === "refused" || cell.state === "stale"); }
  get stale() { return this.kept.filter((cell) => cell.stale); }
  get waiting() { return [...this.cells.values()].filter((cell) => cell.state === "offline"); }

  /** The version of a row that a person sees who begins to type; none while own cells of the row are on their way. */
  seen(row) {
    const busy = [...this.cells.values()].some((cell) => cell.row.id === row.id && cell.state === "saving");
    return busy ? undefined : row.version;
  }

  /** Save typed cells ({row, column, text, version, after}) as one step; cells that would change nothing are left out.
   * `what` names the step where it is more than typing: paste, fill, clear. A cell with `after`, another cell, is
   * written only where that one is. */
  save(typed, { what = "" } = {}) {
    const cells = typed.filter(({ row, column, text }) => this.at(row.id, column) || typedOf(row[column]) !== text);
    if (!cells.length) return this.line;
    const busy = new Set([...this.cells.values()].filter(({ state }) => state === "saving").map(({ row }) => row.id));
    const keys = cells.map(({ row, column, text, version, after }) => {
      const key = `${row.id}:${column}`;
      const seen = version ?? this.cells.get(key)?.stale?.version ?? (busy.has(row.id) ? undefined : row.version);
      this.cells.set(key, { row, column, text, what, after, version: seen, words: this.words(column, text), state: "saving", reason: "" });
      return key;
    });
    this.tell();
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
    for (const cell of cells) cell.version ??= this.rowOf(cell).version;
    const sent = cells.map(({ row, column, text, version, after }) => ({ id: row.id, version, column, value: text, ...(after ? { after: [after.row.id, after.column] } : {}) }));
    const url = `/admin/${grid.facts.sheet}/rows?${new URLSearchParams(grid.store.asked)}`;
    let answer;
    try {
      answer = await ask(url, { method: "PATCH", json: sent });
    } catch {
      answer = { status: 0 };
    }
    if (NO_WAY.includes(answer.status)) this.wait(cells, answer);
    else this.answered(cells, answer);
  }

  /** The row of a cell as the grid holds it now: another state of the list has rows of its own. */
  rowOf(cell) { return (this.grid.facts.why_not ? null : this.grid.store.byId.get(cell.row.id)) ?? cell.row; }

  /** No way to the office: everything stays here and is tried again. */
  wait(cells, { status, body }) {
    const reason = WAITS[status] ?? trouble(status, body);
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
    const { saved, stale = [], refused = [], left = [], batch = null, title = "" } = body ?? {};
    const back = new Map();
    for (const cell of stale) if (cell.yours !== cell.theirs) back.set(`${cell.id}:${cell.column}`, { state: "stale", stale: cell, reason: staleWords(cell) });
    for (const cell of refused) back.set(`${cell.id}:${cell.column}`, { state: "refused", stale: undefined, reason: cell.message });
    const whole = saved ? null : { state: "refused", reason: trouble(status, body) };
    const stayed = new Set(left.map((cell) => `${cell.id}:${cell.column}`));
    const good = [];
    for (const cell of cells) {
      const key = `${cell.row.id}:${cell.column}`;
      const told = whole ?? back.get(key);
      if (told) Object.assign(cell, told);
      else if (this.cells.get(key) === cell) {
        this.cells.delete(key);
        if (!stayed.has(key)) good.push(cell);
      }
    }
    if (left.length) this.say(`${count(left.length, "cell")} stayed where ${left.length === 1 ? "it was" : "they were"}: the new place did not take ${left.length === 1 ? "it" : "them"}.`);
    if (!grid.facts.why_not) this.take(body); // a past that is looked at stays as it was
    this.tell();
    if (batch) grid.tell("office:saved", { batch, title, cells: good, what: good[0]?.what ?? "" });
    if (back.size || whole) grid.tell("office:refused", { cells: cells.filter((cell) => cell.state !== "saving") });
  }

  /** The rows of saved cells as the office holds them now. */
  take({ saved = [], rows, labels } = {}) {
    for (const { id, version } of saved) Object.assign(this.grid.store.byId.get(id) ?? {}, { version });
    if (rows) this.grid.store.take({ rows, labels });
  }

  /** Say what waits and what came back, and keep it in this window. */
  tell() {
    const cells = [...this.cells.values()].map(({ row, ...cell }) => ({ ...cell, id: row.id }));
    keep(this.place, cells.length ? cells : null);
    this.grid.redraw();
    this.grid.tell("office:kept");
  }

  get place() { return `${own("grid")}${this.grid.facts.sheet}`; }

  /** What this window kept over a reload: what came back stands again in its cells, what was on its way is sent. */
  restore() {
    for (const { id, ...cell } of kept(this.place) ?? []) {
      const row = this.grid.store.byId.get(id) ?? { id, version: cell.version };
      const state = cell.state === "saving" ? "offline" : cell.state;
      this.cells.set(`${id}:${cell.column}`, { ...cell, row, state });
    }
    if (!this.cells.size) return;
    this.tell();
    this.retry();
  }

  /** Leave what was typed: the cells show again what the office holds. */
  drop(...cells) {
    const stale = cells.filter((cell) => cell.stale).map((cell) => this.rowOf(cell));
    for (const cell of cells) this.cells.delete(`${cell.row.id}:${cell.column}`);
    if (stale.length) this.grid.store.load(stale, { again: true });
    this.tell();
  }

  /** Of two values the own one: it is saved over what somebody else wrote meanwhile. */
  keepMine(...cells) {
    return this.save(cells.map((cell) => ({ row: this.rowOf(cell), column: cell.column, text: cell.text, version: cell.stale.version })), { what: cells[0].what });
  }

  /** A short word at the foot of the grid. */
  say(text) {
    const place = one("[data-grid-said]");
    if (place) place.replaceChildren(make("span", {}, text));
    else say(text);
  }
}

const staleWords = (cell) => `Somebody else changed this meanwhile${cell.by ? `: ${cell.by}` : ""}. Yours: ${cell.yours ?? "blank"}. Theirs: ${cell.theirs ?? "blank"}.`;
