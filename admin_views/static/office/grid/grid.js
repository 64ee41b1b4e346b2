// The grid of a sheet: RevoGrid over the office's own rows. The address is the state: whatever changes it is a visit,
// which takes over the head, the facts and the rows of the page at that address.
import { one } from "../dom.js";
import { rowHeads } from "./chosen.js";
import { gridColumns } from "./columns.js";
import { editors } from "./editors.js";
import { groupedBy } from "./groups.js";
import { FOOT, ROW_HEIGHTS } from "./heights.js";
import { startKeys } from "./keys.js";
import { lookOf } from "./look.js";
import { sortAs } from "./menus.js";
import { move } from "./moves.js";
import { PARTS } from "./parts.js";
import { Saving } from "./saving.js";
import { refocus } from "./sight.js";
import { Store } from "./store.js";
import { linkClicked, visit } from "./visits.js";
import { Wide } from "./wide.js";

export class Grid {
  constructor(frame) {
    this.frame = frame;
    this.el = document.createElement("revo-grid");
    this.store = new Store(this);
    this.saving = new Saving(this);
    this.wide = new Wide(this);
    this.picked = new Set(); // ids of rows that are chosen as a whole
    this.cut = null; // the cells that move to where they are pasted
    this.facts = JSON.parse(one("[data-grid-facts]").textContent);
    this.look = lookOf(this);
  }

  async open() {
    const { el } = this;
    Object.assign(el, {
      rowHeaders: rowHeads(this), range: true, resize: true, canMoveColumns: true, readonly: false, useClipboard: false, filter: false,
      exporting: false, hideAttribution: true, theme: "compact", editors, rowSize: this.rowSize, rowDefinitions: FOOT, accessible: true, applyOnClose: true, additionalData: { grid: this },
    });
    el.setAttribute("aria-label", this.frame.getAttribute("aria-label"));
    this.begin();
    this.frame.append(el);
    await customElements.whenDefined("revo-grid");
    await el.componentOnReady();
    this.providers = await el.getProviders();
    this.listen();
    startKeys(this);
    await this.parts();
    this.complete();
  }

  /** What goes on around the rows; each part finds its own place. */
  async parts() {
    for (const start of PARTS) {
      try {
        await start(this);
      } catch (error) {
        console.error(error); // one broken part must not take the others with it
      }
    }
  }

  get rowSize() { return ROW_HEIGHTS[this.look.height] ?? ROW_HEIGHTS.usual; }

  /** The rows and columns of the facts, at once; the order of all rows follows. */
  begin() {
    this.names = this.facts.columns.map((column) => column.name);
    this.column = Object.fromEntries(this.facts.columns.map((column) => [column.name, column]));
    this.look = lookOf(this);
    this.el.rowSize = this.rowSize;
    this.store.begin(this.facts);
    this.el.columns = gridColumns(this);
    this.el.source = this.store.rows;
    one("[data-grid-middle]").hidden = !this.facts.rows.length;
  }

  async complete() {
    await this.reorder();
    this.tell("office:loaded");
    document.documentElement.dataset.grid = "ready";
  }

  listen() {
    const { el } = this;
    el.addEventListener("headerclick", (event) => this.sortBy(event.detail.prop ?? event.detail.column?.prop, event.detail.originalEvent?.shiftKey));
    el.addEventListener("beforeeditstart", (event) => this.mayEdit(event));
    el.addEventListener("beforeedit", (event) => event.preventDefault()); // what is typed goes through Saving alone
    el.addEventListener("beforerangeedit", (event) => event.preventDefault());
    el.addEventListener("afterfocus", (event) => this.focused(event.detail));
    el.addEventListener("mousedown", () => { this.heading = null; }, true); // a click overtakes a move that is on its way
    el.addEventListener("setrange", () => this.tell("office:range"));
    el.addEventListener("beforefocuslost", (event) => { if (!this.providers.selection.edit) event.preventDefault(); }); // what is pressed elsewhere acts on the chosen cells
    el.addEventListener("aftercolumnresize", (event) => this.resized(event.detail));
    document.addEventListener("office:go", (event) => {
      const url = new URL(event.detail.url, location.href);
      if (url.pathname !== location.pathname || url.searchParams.has("plain")) return;
      event.preventDefault();
      this.visit(url);
    });
    document.addEventListener("click", (event) => linkClicked(this, event));
    addEventListener("popstate", () => this.visit(location.href, { push: false }));
  }

  /** Show another state of the list where the page stands. */
  visit(url, how) { return visit(this, url, how); }

  sortBy(name, more) {
    const column = this.column[name];
    if (!column?.sorts) return;
    const sorts = this.facts.sort;
    const down = sorts.find((part) => part.replace("-", "") === name) === name;
    sortAs(this, down ? `-${name}` : name, more);
  }

  /** This list's address with some parts changed; what the server made of the address is written out. */
  address(changes) {
    const url = new URL(location.pathname, location.href);
    for (const [name, value] of this.facts.state) if (!(name in changes)) url.searchParams.append(name, value);
    const viewed = this.facts.state.some(([name]) => name === "view"); // what is left out would be that of the view
    for (const [name, value] of Object.entries(changes)) {
      for (const item of [value].flat()) if ((item !== "" || viewed) && item !== null) url.searchParams.append(name, item);
    }
    return url;
  }

  /** The columns by which the rows stand in groups, as in the address. */
  get grouped() { return groupedBy(this.facts); }

  // --- where one is ---

  /** The order of the columns as they stand: those frozen first. */
  get shown() {
    const { frozen = [] } = this.look;
    return [...this.names.filter((name) => frozen.includes(name)), ...this.names.filter((name) => !frozen.includes(name))];
  }

  /** How many columns stand frozen. */
  get edge() { return this.names.filter((name) => this.look.frozen?.includes(name)).length; }

  /** The cell in focus: {y, x} with x over all columns; null without one. */
  get focus() {
    if (this.heading) return this.heading.at;
    const found = this.providers?.selection.focusedStore;
    if (!found || this.rowKind(found) !== "rgRow") return null;
    return { y: found.cell.y, x: found.cell.x + this.offset(found) };
  }

  /** The chosen cells: {x, y, x1, y1} with x over all columns. */
  get range() {
    if (this.heading) return this.heading.range;
    const found = this.providers?.selection.focusedStore;
    const range = found && this.rowKind(found) === "rgRow" ? this.providers.selection.selectedRange : null;
    if (!range) return null;
    const offset = this.offset(found);
    return this.wide.of({ x: range.x + offset, x1: range.x1 + offset, y: range.y, y1: range.y1 });
  }

  rowKind(found) { return this.providers.selection.storesYToType?.[found.position.y] ?? "rgRow"; }
  offset(found) { return this.providers.selection.storesXToType?.[found.position.x] === "colPinStart" ? 0 : this.edge; }

  columnAt(x) { return this.column[this.shown[x]]; }
  rowAt(y) { return this.store.rows[y]; }

  /** Put the focus on a cell, and choose up to another one. */
  move(to, end, how) { return move(this, to, end, how); }

  widthOf(name) { return this.look.widths?.[name] ?? this.spread?.[name] ?? this.column[name].width; }

  focused({ model, rowType }) {
    if (rowType !== "rgRow") return;
    const { focus } = this;
    if (!focus) return;
    this.tell("office:focus", { row: model, column: this.columnAt(focus.x) });
  }

  mayEdit(event) {
    const { model, prop } = event.detail;
    const reason = model.$group || model.$summary ? "." : this.whyFixed(this.column[prop], model);
    if (!reason) return;
    event.preventDefault();
    if (reason !== ".") this.saving.say(reason);
  }

  /** Open the cell in focus. */
  edit() {
    const { focus } = this;
    const model = this.rowAt(focus.y);
    if (model.$group) {
      this.groups.turn(model);
      return;
    }
    const name = this.shown[focus.x];
    const reason = this.whyFixed(this.column[name], model);
    if (reason) this.saving.say(reason);
    else this.opens(this.el.setCellEdit(focus.y, name, "rgRow"));
  }

  /** RevoGrid opens a cell a moment after it was asked to: the keys struck meanwhile are kept. */
  async opens(opening) {
    this.opening = opening;
    try {
      await opening;
    } finally {
      if (this.opening === opening) this.opening = null;
    }
  }

  /** Why a cell cannot be typed into; empty where it can. */
  whyFixed(column, model) {
    if (this.facts.why_not) return this.facts.why_not;
    if (column?.fixed) return column.fixed;
    return model?.$in ? "" : "This row is still coming.";
  }

  resized(detail) {
    for (const column of Object.values(detail)) (this.look.widths ??= {})[column.prop] = column.size;
    this.tell("office:look");
  }

  // --- drawing ---

  /** How a cell stands out by the formats of the look: {tone, word}, or nothing. */
  format() { return null; }

  /** The columns anew, as the look has them. */
  recolumn() { this.el.columns = gridColumns(this); }

  /** The order of the rows anew, as it stands now; the focus stays on its row. */
  async reorder(more = {}) {
    if (!await this.store.order(more)) return;
    this.el.rowHeaders = rowHeads(this);
    this.el.source = this.store.rows;
    this.tell("office:ordered");
  }

  redraw() {
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = null;
      this.el.refresh("rgRow");
      this.tell("office:rows");
    });
  }

  refocus() { refocus(this); }

  place(id) { return this.facts.place.join(id); }

  tell(name, detail = {}) { this.el.dispatchEvent(new CustomEvent(name, { detail })); }
}

if (one("[data-grid]")) new Grid(one("[data-grid]")).open();
