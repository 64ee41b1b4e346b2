// A list of more rows than stand here at once: which part of it stands here, and the way to the others.
import { make, one } from "../dom.js";

export function startWindows(grid) {
  grid.windows = new Windows(grid);
}

class Windows {
  constructor(grid) {
    this.grid = grid;
    for (const name of ["office:ordered", "office:loaded", "office:summed"]) grid.el.addEventListener(name, () => this.show());
    this.show();
  }

  show() {
    const place = one("[data-grid-window]");
    const { store } = this.grid;
    if (!place) return;
    if (!store.next && !store.previous) {
      place.replaceChildren();
      return;
    }
    const way = (words, by) => make("button", { type: "button", class: "link", onclick: () => this.go(by) }, words);
    place.replaceChildren(this.words, " ", ...(store.previous ? [way("‹ Earlier rows", -1)] : []), " ", ...(store.next ? [way("Later rows ›", 1)] : []));
  }

  /** "Rows 1 to 100,000 of 1,000,000". */
  get words() {
    const { store, foot } = this.grid;
    const number = (n) => n.toLocaleString("en-US");
    const all = store.total ?? this.grid.foot?.found?.count;
    const of = all ? ` of ${number(all)}` : "";
    if (store.start === null || store.start === undefined) return `${number(store.ordered.length)} rows${of}`;
    return `Rows ${number(store.start + 1)} to ${number(store.start + store.ordered.length)}${of}`;
  }

  /** Whether the focus is on its way past the end of what stands here: the next part comes then. */
  passed(y) {
    const { store, focus } = this.grid;
    const last = store.rows.length - 1;
    const by = y > last && focus?.y === last && store.next ? 1 : y < 0 && focus?.y === 0 && store.previous ? -1 : 0;
    if (by) this.go(by);
    return by !== 0;
  }

  /** Another part of the list, as the order is asked for it; whether it came. */
  async bring(asked) {
    if (this.going) return false;
    const before = this.grid.store.ordered;
    this.going = true;
    try {
      await this.grid.reorder(asked);
    } finally {
      this.going = false; // without a connection too: it may be asked for again
    }
    return this.grid.store.ordered !== before;
  }

  /** The part of the list after or before this one; the focus goes to its first or last row. */
  async go(by) {
    const { grid } = this;
    const { store } = grid;
    const cursor = by > 0 ? store.next : store.previous;
    if (!cursor) return;
    const x = grid.focus?.x ?? 0;
    const from = store.start;
    const had = store.ordered.length;
    if (!(await this.bring(by > 0 ? { after: cursor } : { before: cursor }))) return;
    if (store.start === null && from !== null) store.start = by > 0 ? from + had : Math.max(0, from - store.ordered.length);
    store.number();
    grid.move({ x, y: by > 0 ? 0 : store.rows.length - 1 });
    this.show();
  }
}
