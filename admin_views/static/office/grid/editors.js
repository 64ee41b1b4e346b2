// What one types into: one editor, its control by the kind of the column.
import { make, one } from "../dom.js";
import { makeLookup } from "../lookup.js";
import { typedOf } from "./columns.js";

/** What is typed over a cell ends with an arrow, as in a workbook; F2 keeps the arrows in the text. */
const ARROWS = { ArrowUp: { y: -1 }, ArrowDown: { y: 1 }, ArrowLeft: { x: -1 }, ArrowRight: { x: 1 } };
const KINDS = ["text", "code", "whole", "money", "quantity", "day", "instant", "choice", "yesno", "link", "long", "json"];

/** A day in short: "today", or its month and day in this year. */
function dayOf(text, today) {
  const short = /^(\d{1,2})[/.](\d{1,2})$/.exec(text);
  if (short) return `${text}/${today.slice(0, 4)}`.replaceAll(".", "/");
  return /^(today|now)$/i.test(text) ? today : text;
}

class CellEditor {
  constructor(data, save, close) {
    this.data = data;
    this.close = close;
    this.over = false;
  }

  get grid() { return this.additional.grid; }
  get looksUp() { return Boolean(one("[data-lookup]", this.element)); }
  get column() { return this.grid.column[this.data.prop]; }

  render(h, additional) {
    this.additional = additional;
    return h("div", { class: "cell-editor", role: "gridcell" });
  }

  componentDidRender() {
    if (this.control || !this.element) return;
    this.element.parentElement.setAttribute("role", "row");
    const { model, prop } = this.data;
    const typed = this.grid.providers.selection.edit?.val; // of the grid itself: here it is mixed with what the cell holds
    const kept = this.grid.saving.at(model.id, prop);
    this.before = kept?.text ?? typedOf(model[prop]);
    this.version = kept ? undefined : this.grid.saving.seen(model);
    this.control = this.make(this.before);
    this.element.append(this.control);
    this.input = one("textarea, input:not([type=hidden]):not([type=date])", this.element);
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("paste", (event) => event.stopPropagation());
    if (typed) {
      this.input.value = typed;
      this.swift = !this.looksUp && this.input.tagName === "INPUT";
      this.input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.take(typed);
    setTimeout(() => { if (!this.over && document.activeElement !== this.input) this.take(typed); }); // RevoGrid takes the focus once more
    this.grid.editor = this;
    this.grid.ahead.play();
  }

  /** The keyboard goes into the text, after what stands there; a look-up has it chosen until something is typed. */
  take(typed) {
    this.input.focus();
    if (typed || !this.looksUp) this.input.setSelectionRange(this.input.value.length, this.input.value.length);
  }

  appendPendingInput(value) {
    if (!this.input) return false;
    this.input.value += value;
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }

  make(value) {
    const { kind, label, lookup, choices } = this.column;
    const named = { "aria-label": label };
    const list = kind === "yesno" ? [["yes", "Yes"], ["no", "No"]] : choices;
    if (list) {
      const words = list.find(([code]) => code === value)?.[1] ?? value;
      return makeLookup("", { key: "key", label, value, text: words, choices: list.map(([code, text]) => ({ key: code, text })) });
    }
    if (kind === "link" && lookup) return makeLookup(lookup, { key: "key", label, value, text: this.grid.store.label(this.data.prop, value)?.[1] ?? value });
    if (kind === "long") return make("textarea", { ...named, rows: "4" }, value);
    if (kind === "day") return this.day(value, named);
    const mode = this.column.number === undefined ? {} : { inputmode: "decimal", class: "num" };
    return make("input", { type: "text", value, autocomplete: "off", ...named, ...mode });
  }

  /** A day is typed as one likes, or picked. */
  day(value, named) {
    const picker = make("input", { type: "date", tabindex: "-1", class: "day-picker", "aria-hidden": "true", value: /^\d{4}-\d\d-\d\d$/.test(value) ? value : "" });
    const text = make("input", { type: "text", value, autocomplete: "off", placeholder: "2026-11-24", ...named });
    const open = make("button", { type: "button", class: "day-open", tabindex: "-1", "aria-label": "Pick a day" }, "▾");
    open.addEventListener("mousedown", (event) => {
      event.preventDefault();
      picker.showPicker?.();
    });
    picker.addEventListener("change", () => {
      text.value = picker.value;
      text.focus();
    });
    return make("span", { class: "day-editor" }, text, open, picker);
  }

  get value() {
    const hidden = one("[data-lookup-value]", this.element);
    const text = (hidden ?? this.input).value.trim();
    return this.column.kind === "day" ? dayOf(text, this.grid.facts.today) : text;
  }

  key(event) {
    event.stopPropagation();
    if (event.isComposing || (event.defaultPrevented && event.key !== "Enter")) return; // Enter chooses of a list, then saves
    const moves = { Enter: { y: event.shiftKey ? -1 : 1 }, Tab: { x: event.shiftKey ? -1 : 1 }, ...(this.swift ? ARROWS : {}) };
    if (event.key === "F2") this.swift = false;
    if (event.key === "Escape") {
      event.preventDefault();
      this.finish(false);
    } else if (event.key === "Enter" && event.altKey && this.input.tagName === "TEXTAREA") {
      this.input.setRangeText("\n", this.input.selectionStart, this.input.selectionEnd, "end");
    } else if (moves[event.key]) {
      event.preventDefault();
      this.finish(true, moves[event.key]);
    } else if (event.key === ";" && (event.ctrlKey || event.metaKey) && this.column.kind === "day") {
      event.preventDefault();
      this.input.value = this.grid.facts.today;
    }
  }

  /** What was typed, over the version that was seen when the cell was opened. */
  typed(text) {
    return { row: this.data.model, column: this.data.prop, text, version: this.version };
  }

  /** Close; `keep` saves what was typed, then the focus goes on. */
  finish(keep, by = {}, { stay = false } = {}) {
    if (this.over) return;
    this.over = true;
    const { grid } = this;
    grid.editor = null;
    const { focus } = grid;
    const { value } = this;
    if (keep && this.counts(value)) grid.saving.save([this.typed(value)]);
    this.close(false);
    if (focus && !stay) grid.move({ x: focus.x + (by.x ?? 0), y: focus.y + (by.y ?? 0) });
  }

  /** Whether something stands here that is not on its way yet. */
  get half() { return !this.over && Boolean(this.input) && this.value !== this.before; }

  /** Left by the mouse: what was typed counts. */
  disconnectedCallback() {
    if (this.over || !this.input) return;
    this.over = true;
    this.grid.editor = null;
    const { value } = this;
    if (value !== this.before) this.grid.saving.save([this.typed(value)]);
  }

  /** Whether Enter sends what stands here: it is new, or came back and is tried once more. */
  counts(value) { return value !== this.before || this.grid.saving.at(this.data.model.id, this.data.prop)?.state === "refused"; }
}

export const editors = Object.fromEntries(KINDS.map((kind) => [kind, CellEditor]));
