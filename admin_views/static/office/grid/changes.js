// What others changed meanwhile: asked for every few seconds while the page is looked at. A cell that is being typed
// into, or that came back, keeps what was typed.
import { ask, make, one } from "../dom.js";

const EVERY = 3_000;
const LONGEST = 60_000;
const FLASH = 2_500;

export function startChanges(grid) {
  const changes = new Changes(grid);
  document.addEventListener("visibilitychange", () => changes.soon(0));
  grid.el.addEventListener("office:facts", () => changes.forget());
}

class Changes {
  constructor(grid) {
    this.grid = grid;
    this.wait = EVERY;
    this.forget();
    this.soon();
  }

  forget() {
    this.added = new Set();
    this.gone = new Set();
    this.by = new Set();
    this.left = false; // whether what is told of was taken off the list already
    this.show();
  }

  soon(wait = this.wait) {
    clearTimeout(this.timer);
    if (document.visibilityState === "visible") this.timer = setTimeout(() => this.ask(), wait);
  }

  async ask() {
    const { grid } = this;
    const { store, facts } = grid;
    const { seq } = store;
    if (seq !== null && !facts.state.some(([name]) => name === "as_of")) {
      const { status, body } = await ask(`/admin/${facts.sheet}/changes?since=${seq}`, { poll: true }).catch(() => ({ status: 0 }));
      this.wait = status === 200 ? EVERY : Math.min(LONGEST, this.wait * 2);
      if (status === 200 && store.seq === seq) await this.take(body).catch((error) => console.error(error));
    }
    this.soon();
  }

  async take({ seq, changed, added, gone, by, more }) {
    const { grid } = this;
    const { store } = grid;
    store.seq = seq;
    if (more) {
      await grid.reorder();
      await store.load(store.rows.filter((row) => row.$in).slice(0, 1_000), { again: true });
      grid.tell("office:others", { more });
      return;
    }
    if (!changed.length && !added.length && !gone.length) return;
    const here = changed.map((id) => store.byId.get(id)).filter((row) => row?.$in);
    const before = new Map(here.map((row) => [row, row.version]));
    await store.load(here, { again: true });
    this.flash(here.filter((row) => row.version !== before.get(row)));
    const stood = new Set(store.ordered.map((row) => row.id));
    for (const id of await this.fitting(added.filter((id) => !stood.has(id)))) this.added.add(id);
    for (const id of gone) if (!this.added.delete(id) && stood.has(id)) this.gone.add(id);
    for (const name of by) this.by.add(name);
    await this.leave(gone.filter((id) => stood.has(id)));
    this.show();
    grid.tell("office:others", { changed, added, gone });
  }

  /** Rows that went, to the trash or out of what one may see, leave at once, but not under somebody's typing. */
  async leave(ids) {
    const { grid } = this;
    if (!ids.length || grid.el.querySelector(".edit-input-wrapper")) return;
    for (const id of ids) grid.store.byId.delete(id);
    await grid.reorder();
    this.added.clear();
    this.left = true;
  }

  /** Those of new rows that this list would show. */
  async fitting(ids) {
    if (!ids.length) return [];
    const { status, body } = await ask(this.grid.store.url("rows", { ids: ids.join(","), columns: this.grid.names[0], limit: ids.length }), { poll: true });
    return status === 200 ? body.rows.map((row) => row.id) : ids;
  }

  /** Rows that somebody changed just now stand out for a moment. */
  flash(rows) {
    if (!rows.length) return;
    for (const row of rows) row.$flash = true;
    this.grid.redraw();
    setTimeout(() => {
      for (const row of rows) row.$flash = false;
      this.grid.redraw();
    }, FLASH);
  }

  show() {
    const place = one("[data-grid-others]");
    if (!place) return;
    const parts = [told(this.added.size, "was added", "were added"), told(this.gone.size, "went", "went")].filter(Boolean);
    place.hidden = !parts.length;
    if (!parts.length) {
      place.replaceChildren();
      return;
    }
    const who = [...this.by].join(", ");
    place.replaceChildren(`${parts.join(", ")}${who ? ` by ${who}` : ""}`);
    if (!this.left || this.added.size) place.append(" · ", make("button", { type: "button", class: "link", onclick: () => this.renew() }, "Show how it stands now"));
  }

  async renew() {
    await this.grid.reorder();
    this.forget();
    this.grid.tell("office:loaded");
  }
}

const told = (count, one, many) => (count ? `${count.toLocaleString("en-US")} ${count === 1 ? "row" : "rows"} ${count === 1 ? one : many}` : "");
