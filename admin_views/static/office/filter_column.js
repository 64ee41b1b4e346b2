// The choice of a column among many: found as one types, by the keyboard too.
import { make } from "./dom.js";
import { Lookup } from "./lookup.js";

export class ColumnPicker {
  /** `pick` is called once another column is chosen. */
  constructor(label, pick) {
    const hidden = make("input", { type: "hidden", "data-lookup-value": true });
    this.text = make("input", { type: "text", "data-lookup-text": true, "aria-label": label, placeholder: "Type to find a column", autocomplete: "off" });
    this.element = make("div", { class: "lookup filter-column", "data-lookup-key": "key" }, hidden, this.text);
    this.lookup = new Lookup(this.element, []);
    hidden.addEventListener("change", () => {
      if (hidden.value === this.name) return;
      this.name = hidden.value;
      pick();
    });
    this.text.addEventListener("click", () => this.lookup.list.hidden && this.lookup.fetch());
    this.text.addEventListener("blur", () => this.show(this.name)); // what names no column goes again
  }

  /** `columns`: {name, label, detail}. */
  offer(columns) {
    this.lookup.choices = columns.map(({ name, label, detail }) => ({ key: name, text: label, detail }));
  }

  /** Show a column; one that is not offered is added, by its name where nothing else is said. */
  show(name, label = name) {
    let choice = this.lookup.choices.find(({ key }) => key === name);
    if (!choice) this.lookup.choices.push((choice = { key: name, text: label || "(unreadable)" }));
    this.name = name;
    this.lookup.value.value = name;
    this.text.value = choice.text;
    this.lookup.chosen = choice.text;
  }

  get hidden() { return this.element.hidden; }
  set hidden(away) { this.element.hidden = away; }

  focus() { this.text.focus(); }
}
