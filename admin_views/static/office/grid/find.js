// Finding words within the list: the cells at hand first, then the whole list by the server.
import { ask, make, one } from "../dom.js";
import { wordsOf } from "./columns.js";
import { addKeys } from "./keys.js";

export function startFind(grid) {
  const find = new Find(grid);
  addKeys({
    "ctrl+f": ["Find within the list", () => find.open()],
    F3: ["The next cell that holds the words", () => find.next(1)],
    "shift+F3": ["The cell before that holds the words", () => find.next(-1)],
  });
  document.addEventListener("keydown", (event) => find.key(event));
}

class Find {
  constructor(grid) {
    this.grid = grid;
    this.words = "";
  }

  key(event) {
    if (event.defaultPrevented || one("dialog[open]")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f" && !event.shiftKey) this.open();
    else if (event.key === "F3" && this.words) this.next(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  }

  open() {
    const place = one("[data-grid-find]");
    if (!this.input) {
      this.input = make("input", { type: "search", "aria-label": "Find within the list", placeholder: "Find within the list", autocomplete: "off" });
      this.input.addEventListener("keydown", (event) => this.typed(event));
      this.input.addEventListener("input", () => { this.from = null; });
      this.told = make("span", { class: "find-told", role: "status" });
      const step = (by, words, sign) => make("button", { type: "button", class: "btn", "aria-label": words, title: words, onclick: () => this.next(by) }, sign);
      place.append(this.input, step(-1, "The cell before (Shift F3)", "↑"), step(1, "The next cell (F3)", "↓"), this.told,
        make("button", { type: "button", class: "toast-close", "aria-label": "Close", onclick: () => this.close() }, "×"));
    }
    place.hidden = false;
    this.input.focus();
    this.input.select();
  }

  typed(event) {
    event.stopPropagation();
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" || event.key === "F3") this.next(event.shiftKey ? -1 : 1);
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f") this.input.select();
    else return;
    event.preventDefault();
  }

  close() {
    one("[data-grid-find]").hidden = true;
    const { grid } = this;
    if (grid.focus) grid.refocus();
    else grid.move({ x: 0, y: 0 });
  }

  /** Put the focus on the next cell that holds the words; among rows that are not there yet the server looks. */
  async next(by) {
    const words = (this.input?.value ?? "").trim().toLowerCase();
    if (!words) return;
    this.words = words;
    const found = this.cell(words, by);
    if (found) {
      await this.show(found);
      return;
    }
    this.say("Looking through the whole list…");
    const row = await this.beyond(words, by);
    if (row === undefined) this.say("This could not be looked up. Try again.");
    else if (!row) this.say(`Nothing holds “${words}”.`);
    else {
      await this.grid.store.load([row]);
      await this.show({ y: row.$at, x: Math.max(0, this.grid.shown.findIndex((name) => this.holds(row, name, words))) });
    }
  }

  async show(at) {
    const typing = document.activeElement === this.input;
    await this.grid.move(at);
    if (typing) this.input.focus();
    const row = this.grid.rowAt(at.y);
    this.say(`Row ${row.$no?.toLocaleString("en-US") ?? ""}, ${this.grid.columnAt(at.x).label}`);
  }

  /** The next cell among the rows that are there, from the cell in focus on, round to it again. */
  cell(words, by) {
    const { grid } = this;
    const { rows } = grid.store;
    const width = grid.shown.length;
    const all = rows.length * width;
    const { x = by > 0 ? -1 : 0, y = 0 } = grid.focus ?? {};
    for (let step = 1; step <= all; step += 1) {
      const at = (((y * width + x + by * step) % all) + all) % all;
      const row = rows[Math.floor(at / width)];
      if (row.$in && this.holds(row, grid.shown[at % width], words)) return { y: Math.floor(at / width), x: at % width };
    }
    return null;
  }

  holds(row, name, words) {
    const column = this.grid.column[name];
    return !column.covered && wordsOf(this.grid, column, row[name]).toLowerCase().includes(words);
  }

  /** The first row after the focus, not there yet, that the server finds by the words; null where none is. */
  async beyond(words, by) {
    const { store } = this.grid;
    const { status, body } = await ask(store.url("order", { q: words })).catch(() => ({ status: 0 }));
    if (status !== 200) return undefined;
    const found = new Set(body.ids);
    const { y = 0 } = this.grid.focus ?? {};
    const order = by > 0 ? [...store.rows.slice(y + 1), ...store.rows.slice(0, y + 1)] : [...store.rows.slice(0, y).reverse(), ...store.rows.slice(y).reverse()];
    return order.find((row) => row.id && !row.$in && found.has(row.id)) ?? null;
  }

  say(text) { this.told.textContent = text; }
}
