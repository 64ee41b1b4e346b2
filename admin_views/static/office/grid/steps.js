// Undo and redo: the steps of a person in this window, a paste or a quick action being one; each is taken back by the
// office, which leaves alone what somebody else changed since.
import { all, ask, make, one, trouble } from "../dom.js";
import { keep, kept, own } from "../own_words.js";
import { instantWords, wordsOf } from "./columns.js";
import { addKeys } from "./keys.js";
import { count } from "./many.js";

const MOST = 100;
const UNDO = /\/admin\/batch\/(\d+)\/undo/;
const NO_WAY = [0, 401, 429, 502, 503];

export function startSteps(grid) {
  const steps = new Steps(grid);
  grid.el.addEventListener("office:saved", ({ detail }) => steps.saved(detail));
  addKeys({
    "ctrl+z": ["Undo the last step", () => steps.back()],
    "ctrl+y": ["Do again what was undone", () => steps.again()],
    "ctrl+shift+z": ["Do again what was undone", () => steps.again()],
  });
  steps.adopt();
  new MutationObserver(() => steps.adopt()).observe(one("[data-toasts]"), { childList: true });
  document.addEventListener("submit", (event) => steps.fromToast(event));
}

class Steps {
  constructor(grid) {
    this.grid = grid;
    this.line = Promise.resolve();
    const { done = [], undone = [] } = kept(this.place) ?? {};
    Object.assign(this, { done, undone });
    this.show();
  }

  get place() { return `${own("steps")}${this.grid.facts.sheet}`; }

  saved({ batch, title, cells, what, words }) {
    const [first] = cells;
    this.push({ batch, words: words ?? this.named(cells, what, title), at: first ? { id: first.row.id, column: first.column } : null, cells: cells.length });
    this.when = instantWords(Date.now(), this.grid.facts.zone).split(" ")[1];
    this.show();
  }

  /** A new step; what was undone before it is not done again. */
  push(step) {
    this.done = [...this.done, step].slice(-MOST);
    this.undone = [];
    this.keep();
  }

  keep() {
    keep(this.place, { done: this.done, undone: this.undone });
    this.show();
  }

  named(cells, what, title) {
    if (cells.length !== 1) return what ? `${what} ${count(cells.length, "cell")}` : title.charAt(0).toLowerCase() + title.slice(1);
    const { grid } = this;
    const [{ row, column }] = cells;
    const lead = grid.facts.columns.find((facts) => facts.lead);
    const name = lead && wordsOf(grid, lead, row[lead.name]);
    return `${grid.column[column]?.label ?? column}${name ? ` of ${name}` : ""}`;
  }

  // --- the foot ---

  show() {
    const place = one("[data-grid-steps]");
    const last = this.done.at(-1);
    const open = one("details", place)?.open;
    place.replaceChildren(
      ...(this.when ? [`Saved ${this.when}${last || this.undone.length ? " · " : ""}`] : []),
      ...(last ? [make("button", { type: "button", class: "link step-last", title: `Undo: ${last.words}`, onclick: () => this.back() }, `Undo: ${last.words}`)] : []),
      ...(last || this.undone.length ? [this.list(open)] : []));
  }

  /** The steps, the newest first: to go back before one of them, or on to one that was undone. */
  list(open = false) {
    const item = (words, act, tone = "") => make("button", { type: "button", class: tone, onclick: act }, words);
    const undone = this.undone.map((step, at) => item(`Do again: ${step.words}`, () => this.again(this.undone.length - at), "muted"));
    const done = this.done.toReversed().map((step, at) => item(at ? `Back before: ${step.words}` : `Undo: ${step.words}`, () => this.back(at + 1)));
    return make("details", { class: "menu steps-menu", open },
      make("summary", { class: "link", "aria-label": "Steps" }, this.done.length ? "▾" : "Do again ▾"),
      make("div", { class: "menu-list" }, make("div", { class: "menu-part" }, ...undone, ...done)));
  }

  // --- back and again ---

  back(number = 1) { return this.walk("done", "undone", number, "Undone"); }
  again(number = 1) { return this.walk("undone", "done", number, "Done again"); }

  /** Take steps from the end of one list to the other; each by the office. Doing again is taking the taking back back. */
  walk(from, to, number, said) {
    if (this.grid.facts.why_not) {
      this.grid.saving.say(this.grid.facts.why_not);
      return this.line;
    }
    this.line = this.line.then(async () => {
      await this.grid.saving.line;
      const told = [];
      for (let left = number; left > 0; left -= 1) {
        const step = this[from].at(-1);
        const words = step && (await this.take(step, from, to, said));
        if (!step) this.grid.saving.say(from === "done" ? "There is nothing to undo here." : "There is nothing to do again.");
        if (!words) break;
        told.push(words);
      }
      if (told.length) this.grid.saving.say(told.join(" "));
    });
    return this.line;
  }

  async take(step, from, to, said) {
    const { grid } = this;
    const { status, body } = await ask(`/admin/${grid.facts.sheet}/undo`, { method: "POST", json: { batch: step.batch } }).catch(() => ({ status: 0 }));
    if (status !== 200) {
      if (!NO_WAY.includes(status)) this.move(from, null);
      grid.saving.say(status ? trouble(status, body) : "No connection. Nothing was taken back; try again.");
      return "";
    }
    this.move(from, body.batch ? to : null, { ...step, batch: body.batch });
    await this.fresh(step, body);
    const stays = body.kept || body.blocked || !body.batch ? ` ${body.sentence}` : "";
    return `${body.batch ? said : "Not undone"}: ${step.words}.${stays}`;
  }

  move(from, to, step) {
    this[from] = this[from].slice(0, -1);
    if (to) this[to] = [...this[to], step];
    this.keep();
  }

  /** The rows concerned as they stand now; what made or removed rows asks for their order anew. */
  async fresh(step, { rows, reversed, kept: stay, blocked }) {
    const { grid } = this;
    const own = rows.filter((row) => row.sheet === grid.facts.sheet).map((row) => grid.store.byId.get(row.id)).filter(Boolean);
    if (step.cells && reversed + stay + blocked <= rows.length) await grid.store.load(own, { again: true });
    else {
      grid.store.forget();
      if (!step.cells) await grid.complete();
    }
    const y = step.at && grid.store.byId.get(step.at.id)?.$at;
    const x = step.at ? grid.shown.indexOf(step.at.column) : -1;
    if (y !== undefined && y !== null && x >= 0) await grid.move({ y, x });
  }

  // --- what quick actions wrote ---

  /** Messages with a way back, of quick actions that were run from here: they are steps too. */
  adopt() {
    for (const form of all("[data-toasts] form", document)) {
      const batch = Number(UNDO.exec(form.action)?.[1]);
      if (!batch || [...this.done, ...this.undone].some((step) => step.batch === batch)) continue;
      const words = one("p", form.closest("[data-toast]"))?.textContent.trim().replace(/\.$/, "") ?? "quick action";
      this.push({ batch, words: words.length > 80 ? `${words.slice(0, 79)}…` : words, at: null, cells: 0 });
    }
  }

  /** "Undo" in such a message goes back to before that step, here. */
  fromToast(event) {
    const batch = Number(UNDO.exec(event.target.action)?.[1]);
    const at = event.target.closest("[data-toasts]") && batch ? this.done.findIndex((step) => step.batch === batch) : -1;
    if (at < 0 || at !== this.done.length - 1) return;
    event.preventDefault();
    event.target.closest("[data-toast]").remove();
    this.back();
  }
}
