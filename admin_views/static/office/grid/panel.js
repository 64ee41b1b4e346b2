// The record beside the grid: it follows the row in focus, with its form, its notes, its documents and its history.
// The server sends pieces of a page; their forms are sent from here and come back into their place.
import { all, debounce, make, one, say, trouble, fade } from "../dom.js";
import { discarding } from "../dialogs.js";
import { formWords, showWhatIsAsked } from "../forms.js";
import { startLookups } from "../lookup.js";
import { prepareUpload } from "../upload.js";
import { addKeys } from "./keys.js";
import { piece } from "./pieces.js";

const LEAST = 320;
const MOST = 900;
const STEP = 32;
const NARROW = "(max-width: 60rem)";

export function startPanel(grid) {
  const panel = new Panel(grid);
  addKeys({
    F4: ["Show the record beside the grid, or close it", () => panel.toggle()],
    F6: ["Into the record beside the grid, and back", () => panel.shown && panel.enter()],
  });
  grid.panel = panel;
  document.addEventListener("office:chosen", (event) => event.detail.ids.push(...(grid.picked.size ? grid.picked : panel.shown && panel.id ? [panel.id] : [])));
  if (panel.kept.open && !matchMedia(NARROW).matches) panel.open();
}

class Panel {
  constructor(grid) {
    this.grid = grid;
    this.name = `office.panel.${document.body.dataset.who ?? ""}`;
    this.kept = { open: false, width: 440, ...read(this.name) };
    this.id = null;
    this.part = "";
    this.build();
    this.follow = debounce((id) => this.go(id), 150);
    grid.el.addEventListener("office:focus", (event) => {
      if (this.shown) this.follow(event.detail.row?.id);
    });
    grid.el.addEventListener("office:saved", (event) => this.overtaken(event.detail));
    grid.el.addEventListener("office:facts", () => this.leave());
    addEventListener("beforeunload", (event) => { if (this.dirty) event.preventDefault(); });
  }

  get shown() { return !this.el.hidden; }

  build() {
    this.body = make("div", { class: "panel-body" });
    this.note = make("div", { class: "panel-note", role: "status", "aria-live": "polite" });
    this.edge = make("div", { class: "panel-edge", role: "separator", tabindex: "0", "aria-orientation": "vertical", "aria-label": "Width of the record beside the grid",
      "aria-valuemin": LEAST, "aria-valuemax": MOST });
    const close = make("button", { type: "button", class: "toast-close panel-close", "aria-label": "Close the record beside the grid", onclick: () => this.close() }, "×");
    this.el = make("aside", { class: "panel", hidden: true, "aria-label": "Record beside the grid" }, this.edge, close, this.note, this.body);
    one("[data-grid-middle]").append(this.el);
    this.button = make("button", { type: "button", class: "btn", "aria-pressed": "false", title: "F4", onclick: () => this.toggle() }, "Record beside");
    one("[data-grid-steps]")?.before(this.button);
    this.widen(this.kept.width);
    this.listen();
  }

  listen() {
    this.el.addEventListener("submit", (event) => this.sent(event));
    this.el.addEventListener("click", (event) => this.clicked(event));
    this.el.addEventListener("keydown", (event) => this.pressed(event));
    this.edge.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
      if (!by) return;
      event.preventDefault();
      this.widen(this.kept.width + by);
    });
    this.edge.addEventListener("pointerdown", (event) => {
      this.edge.setPointerCapture(event.pointerId);
      const right = this.el.getBoundingClientRect().right;
      const drag = (move) => this.widen(right - move.clientX);
      this.edge.addEventListener("pointermove", drag);
      this.edge.addEventListener("pointerup", () => this.edge.removeEventListener("pointermove", drag), { once: true });
    });
  }

  widen(width) {
    this.kept.width = Math.round(Math.max(LEAST, Math.min(MOST, width)));
    this.el.style.inlineSize = `${this.kept.width}px`;
    this.edge.setAttribute("aria-valuenow", this.kept.width);
    write(this.name, this.kept);
  }

  // --- open and closed ---

  toggle() {
    if (this.shown) this.close();
    else this.open();
  }

  open() {
    this.el.hidden = false;
    this.remember(true);
    const { focus } = this.grid;
    this.go((focus && this.grid.rowAt(focus.y)?.id) ?? this.grid.store.rows[0]?.id);
  }

  async close() {
    if (this.dirty && !(await discarding(`You typed into ${this.title} and did not save.`))) return;
    this.empty();
    this.el.hidden = true;
    this.remember(false);
    this.toGrid();
  }

  /** Back to the cell that was in focus; else to the button. */
  toGrid() {
    if (this.grid.focus || this.grid.last) this.grid.refocus();
    else this.button.focus();
  }

  remember(open) {
    this.kept.open = open;
    this.button.setAttribute("aria-pressed", String(open));
    write(this.name, this.kept);
  }

  /** Into the record: its first field, else its name. */
  enter() {
    (one("input:not([type=hidden]), textarea, select", this.body) ?? one("h2", this.body))?.focus();
  }

  empty() {
    this.id = null;
    this.before = null;
    this.body.replaceChildren();
    this.note.replaceChildren();
  }

  /** Another list is shown: its first row comes, unless something typed waits here. */
  leave() {
    if (this.shown && !this.dirty) this.follow(this.grid.facts.rows[0]?.id);
  }

  // --- what is shown ---

  get form() { return one("form#record", this.body); }
  get title() { return one("h2", this.body)?.innerText.split(" · ")[0].trim() ?? "the record"; }
  get dirty() {
    const form = all("form", this.body).find((one) => one.dataset.before !== undefined && formWords(one) !== one.dataset.before);
    return Boolean(form);
  }

  address(id, part = "") { return `/admin/${this.grid.facts.sheet}/panel/${id}/${part}`; }

  /** Follow the grid to a record; what was typed here and is not saved keeps its place, in words. */
  async go(id) {
    if (!id || (id === this.id && this.body.firstChild)) return;
    if (this.dirty) {
      this.ask(id);
      return;
    }
    await this.load(this.address(id, this.part), id);
  }

  ask(id) {
    const on = () => { this.empty(); this.load(this.address(id, this.part), id); };
    this.note.replaceChildren(make("div", { class: "notice amber" },
      make("p", {}, make("strong", {}, `You typed into ${this.title} and did not save.`), " It stays here until you do."),
      make("div", { class: "verbs" },
        make("button", { type: "button", class: "btn btn-primary", onclick: () => this.form?.requestSubmit() }, "Save it"),
        make("button", { type: "button", class: "btn", onclick: on }, "Drop it and go on"))));
  }

  async load(url, id = this.id) {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    this.body.setAttribute("aria-busy", "true");
    const answer = await piece(url);
    if (turn !== this.turn) return;
    this.body.removeAttribute("aria-busy");
    if (answer.status === 404 && this.part) { // this record has no such part
      this.part = "";
      this.load(this.address(id), id);
      return;
    }
    this.id = id;
    this.take(answer);
  }

  /** A piece of a page into its place; without one, what went wrong. */
  take({ status, page, body }) {
    const head = page && one("[data-panel-head]", page);
    this.note.replaceChildren();
    if (!head) {
      this.body.replaceChildren(make("p", { class: "notice red" }, status ? trouble(status, body) : "No connection. Try again."));
      return;
    }
    this.part = one("[data-panel-part]", page).dataset.panelPart;
    this.body.replaceChildren(...[head, one("[data-panel-part]", page)].map((part) => document.importNode(part, true)));
    for (const note of all("[data-toast]", page)) {
      const shown = document.importNode(note, true);
      one("[data-toasts]")?.append(shown);
      fade(shown);
    }
    this.wake();
  }

  /** Fields find records, questions show what they ask, and what stands now is what counts as saved. */
  wake() {
    startLookups(this.body);
    for (const form of all("form:has([data-shown-for])", this.body)) showWhatIsAsked(form);
    for (const zone of all("form[data-drop]", this.body)) prepareUpload(zone);
    for (const form of all("form[data-form]", this.body)) form.dataset.before = form.dataset.form === "dirty" ? "" : formWords(form);
    for (const add of all(".quick-add", this.body)) add.addEventListener("toggle", () => add.open && one("input:not([type=hidden]), textarea", add)?.focus());
    one("[data-focus]", this.body)?.focus();
  }

  clicked(event) {
    const link = event.target.closest("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const url = new URL(link.href, location.href);
    if (link.matches("[data-leave]")) {
      event.preventDefault();
      this.load(this.address(this.id, this.part));
    } else if (url.pathname.includes("/panel/")) {
      event.preventDefault();
      this.change(url);
    } else if (url.pathname.startsWith("/admin/do/")) {
      url.searchParams.set("back", location.pathname + location.search);
      link.href = url;
    }
  }

  async change(url) {
    if (this.dirty && !(await discarding(`You typed into ${this.title} and did not save.`))) return;
    await this.load(url);
    one(".tabs [aria-current]", this.body)?.focus();
  }

  /** A form of the record: sent where it belongs, and what comes back takes its place. */
  async sent(event) {
    const form = event.target;
    event.preventDefault();
    if (form.dataset.sending) return;
    form.dataset.sending = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
    const answer = await piece(form.action, { method: "POST", body: new FormData(form) });
    delete form.dataset.sending;
    event.submitter?.removeAttribute("aria-busy");
    if (answer.page && one("[data-panel-head]", answer.page)) {
      this.take(answer);
      one("h2", this.body)?.focus(); // its field is gone: Esc and Tab go on from here
      this.grid.store.load([{ id: this.id }], { again: true });
    } else this.refused(form, answer);
  }

  /** What a page says of a form that it did not take stands in the form's place, with all that was typed. */
  refused(form, { status, page, url, body }) {
    const back = page && one(`form#${form.id === "record" ? "record" : "action"}`, page);
    if (back) {
      const shown = document.importNode(back, true);
      form.replaceWith(shown);
      for (const box of all("[data-preview]", shown)) box.remove();
      this.wake();
      shown.dataset.before = "";
      (one(".notice", shown) ?? shown).scrollIntoView({ block: "nearest" });
    } else if (status === 200 && url) location.assign(url);
    else say(status ? trouble(status, body) : "No connection. What you typed is still here.", { tone: "red" });
  }

  /** A cell of this record was saved in the grid: the form shows it, unless it is being typed into. */
  overtaken({ cells = [] }) {
    if (this.shown && !this.dirty && cells.some((cell) => (cell.id ?? cell.row?.id ?? cell.row) === this.id)) this.load(this.address(this.id, this.part));
  }

  pressed(event) {
    const menu = one("details.menu[open], details.why[open]", this.el);
    if (event.defaultPrevented || (event.key === "Escape" && menu)) return;
    if (event.key !== "Escape" && event.key !== "F4" && event.key !== "F6") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key !== "F6") this.close();
    else this.toGrid();
  }
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? {};
  } catch {
    return {};
  }
}

function write(name, what) {
  try {
    localStorage.setItem(name, JSON.stringify(what));
  } catch { /* it holds for this page only */ }
}
