// Cells that came back, and cells that wait for the connection: the foot counts them, a box at the cell says why and
// what may be done.
import { closeBoxes, placeBox, pop, refusedBox, staleBox } from "../cell_box.js";
import { make, one } from "../dom.js";
import { instantWords, typedOf } from "./columns.js";
import { addKeys } from "./keys.js";
import { count } from "./many.js";
import { focusedCell } from "./sight.js";

const CAME_BACK = ["refused", "stale"];

export function startKept(grid) {
  const kept = new Kept(grid);
  grid.el.addEventListener("office:kept", () => kept.show());
  grid.el.addEventListener("office:focus", ({ detail }) => kept.look(detail));
  grid.el.addEventListener("beforeeditrender", closeBoxes);
  grid.el.addEventListener("office:facts", closeBoxes);
  grid.el.addEventListener("viewportscroll", () => kept.follow());
  addKeys({
    "shift+F2": ["To the buttons beside a cell that came back", () => kept.enter()],
    Escape: ["Close what stands beside a cell that came back", () => kept.close()],
  });
}

class Kept {
  constructor(grid) {
    this.grid = grid;
    this.box = null;
  }

  get saving() { return this.grid.saving; }

  /** The foot: what waits, what came back and why, the way to it. */
  show() {
    const { waiting, kept } = this.saving;
    const place = one("[data-grid-kept]");
    place.replaceChildren(
      ...(waiting.length ? [make("span", { class: "waits" }, `${count(waiting.length, "cell")} ${waiting.length === 1 ? "waits" : "wait"}. ${waiting[0].reason}`)] : []),
      ...(kept.length ? this.told(kept) : []));
    if (this.at) this.look(this.at);
  }

  told(kept) {
    const { stale } = this.saving;
    const link = (words, act) => [" · ", make("button", { type: "button", class: "link", onclick: act }, words)];
    const first = kept[0];
    const why = first.stale ? `${first.stale.by || "somebody else"} changed it meanwhile` : first.reason.replace(/\.$/, "");
    return [
      make("span", { class: "came-back" }, `${count(kept.length, "cell")} kept as typed`),
      ...link(kept.length === 1 ? "go to it" : "go to the next", () => this.next()),
      ...(stale.length > 1 ? [...link("keep all mine", () => this.saving.keepMine(...stale)), ...link("take all theirs", () => this.saving.drop(...stale))] : []),
      ...link(kept.length === 1 ? "leave it as it was" : "leave all as it was", () => this.saving.drop(...this.saving.kept)),
      make("span", { class: "why-back" }, ` · ${why}`)]; // the reason stands last: it may be cut short, the ways out not
  }

  /** To the next cell that came back, from the one in focus on. */
  async next() {
    const { grid } = this;
    const { kept } = this.saving;
    const now = kept.findIndex((cell) => cell.row.id === this.at?.row.id && cell.column === this.at?.column.name);
    const cell = kept[(now + 1) % kept.length];
    const [y, x] = [grid.store.byId.get(cell.row.id)?.$at, grid.shown.indexOf(cell.column)];
    if (y === undefined || x < 0) {
      const where = make("a", { href: grid.place(cell.row.id) }, `the ${grid.facts.one} it stands in`);
      one("[data-grid-said]").replaceChildren(`What is shown here leaves it out. Open `, where, ".");
      return;
    }
    await grid.move({ y, x });
    focusedCell(this.grid)?.focus();
  }

  /** The cell in focus says what it is about, where it came back. */
  look({ row, column }) {
    this.at = { row, column };
    const cell = row && this.saving.at(row.id, column?.name);
    if (cell && cell === this.shown && cell.reason === this.why) return; // closed, it stays closed until one comes back
    if (this.box?.isConnected) this.box.remove();
    this.shown = null;
    if (!cell || !CAME_BACK.includes(cell.state)) return;
    requestAnimationFrame(() => this.open(cell));
  }

  open(cell) {
    const element = focusedCell(this.grid);
    if (!element || this.grid.providers.selection.edit || one("dialog[open]")) return;
    this.box = pop(element, cell.stale ? this.both(cell) : this.refused(cell), { focus: false });
    this.box.addEventListener("keydown", (event) => event.stopPropagation());
    Object.assign(this, { shown: cell, why: cell.reason });
  }

  refused(cell) {
    return refusedBox(cell.reason, [["Mend (F2)", () => this.grid.edit()], ["Leave it", () => this.leave(cell)]]);
  }

  both(cell) {
    const { saving } = this;
    const all = saving.stale;
    const { by, at, theirs } = cell.stale;
    const several = all.length === 2 ? "both" : `all ${all.length}`;
    const told = [by, at && this.when(at)].filter(Boolean).join(", ");
    return staleBox({ told, yours: cell.words, theirs: saving.words(cell.column, typedOf(theirs)) }, [
      ["Keep mine", () => saving.keepMine(cell)],
      ["Take theirs", () => this.leave(cell)],
      ...(all.length > 1 ? [[`Keep mine in ${several}`, () => saving.keepMine(...all)], [`Take theirs in ${several}`, () => saving.drop(...all)]] : []),
    ]);
  }

  leave(cell) {
    this.saving.drop(cell);
    focusedCell(this.grid)?.focus();
  }

  /** When it was, on the office's clock; with its day where it was not today. */
  when(instant) {
    const { zone } = this.grid.facts;
    const [day, time] = instantWords(instant, zone).split(" ");
    return day === instantWords(Date.now(), zone).split(" ")[0] ? time : `${day} ${time}`;
  }

  follow() {
    if (!this.box?.isConnected) return;
    cancelAnimationFrame(this.moving);
    this.moving = requestAnimationFrame(() => {
      const element = focusedCell(this.grid);
      this.box.hidden = !element;
      if (element) placeBox(this.box, element);
    });
  }

  close() {
    if (!this.box?.isConnected) return false;
    this.box.remove();
    return true;
  }

  /** The keyboard goes into the box of the cell in focus, which opens anew where it was closed; Escape leads back. */
  enter() {
    const { focus } = this.grid;
    const cell = this.saving.at(this.grid.rowAt(focus.y)?.id, this.grid.shown[focus.x]);
    if (!cell || !CAME_BACK.includes(cell.state)) return false;
    if (!this.box?.isConnected) this.open(cell);
    one("button", this.box)?.focus();
    return true;
  }
}
