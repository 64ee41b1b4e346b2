// Look-ups: a text field that finds a record as one types (the combobox pattern of ARIA).
import { all, ask, debounce, make, newId, one, trouble } from "./dom.js";

export function startLookups(root = document) {
  for (const box of all("div[data-lookup]", root)) if (!box.dataset.lookupReady) new Lookup(box);
}

export class Lookup {
  /** `choices` ({key, text}) are all there is to find; without them the server is asked. */
  constructor(box, choices = null) {
    this.box = box;
    this.choices = choices;
    this.url = box.dataset.lookup;
    this.key = box.dataset.lookupKey ?? "id"; // which part of a result the form sends: id, key or text
    this.text = one("[data-lookup-text], input[type=text], input[role=combobox]", box);
    this.value = one("[data-lookup-value], input[type=hidden]", box) ?? this.takeOver();
    this.chosen = this.text.value;
    this.results = [];
    this.at = -1;
    box.dataset.lookupReady = "yes";
    this.prepare();
  }

  /** Without scripts one field holds the number; with them a hidden field holds it, and this one shows the name. */
  takeOver() {
    const hidden = make("input", { type: "hidden", name: this.text.name, value: this.text.value, "data-lookup-value": true });
    this.text.removeAttribute("name");
    this.text.value = this.text.dataset.text ?? this.text.value;
    this.box.prepend(hidden);
    return hidden;
  }

  prepare() {
    this.list = one("ul", this.box) ?? this.box.appendChild(make("ul"));
    this.list.id ||= newId("lookup");
    const list = { class: "lookup-list", role: "listbox", hidden: "", "aria-label": "Found" };
    const text = { role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(list)) this.list.setAttribute(name, value);
    for (const [name, value] of Object.entries(text)) this.text.setAttribute(name, value);
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("keydown", (event) => this.keyPressed(event));
    this.text.addEventListener("focus", () => this.text.select());
    this.text.addEventListener("blur", () => this.left());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) this.choose(Number(item.dataset.at));
    });
    this.find = this.choices ? () => this.fetch() : debounce(() => { if (this.chosen === null) this.fetch(); }, 180);
  }

  /** What is typed counts until something is chosen: the number of a record, or its name, is read by the server. */
  typed() {
    this.value.value = this.text.value.trim();
    this.chosen = null;
    this.find();
  }

  async fetch() {
    if (this.choices) {
      this.show(matching(this.choices, this.text.value === this.chosen ? "" : this.text.value.trim()));
      return;
    }
    this.running?.abort();
    this.running = new AbortController();
    const url = new URL(this.url, location.href);
    url.searchParams.set("q", this.text.value.trim());
    for (const [name, from] of Object.entries(JSON.parse(this.box.dataset.lookupWith ?? "{}"))) {
      url.searchParams.set(name, document.getElementsByName(from)[0]?.value ?? "");
    }
    try {
      const { status, body } = await ask(url, { signal: this.running.signal });
      if (status !== 200) this.note(trouble(status, body));
      else if (document.activeElement === this.text) this.show(body.results ?? [], body.more);
    } catch (error) {
      if (error.name !== "AbortError") this.note("No connection. Try again.");
    }
  }

  show(results, more) {
    this.results = results;
    this.at = this.first(results);
    this.list.replaceChildren(...results.flatMap((result, at) => [...heading(result, results[at - 1]), make("li",
      { role: "option", id: `${this.list.id}-${at}`, "data-at": at, "aria-selected": String(at === this.at) },
      result.text, result.detail ? make("small", {}, result.detail) : null)]));
    if (!results.length) this.list.append(make("li", { class: "lookup-note" }, "Nothing found. Try fewer letters."));
    if (more) this.list.append(make("li", { class: "lookup-note" }, "More than these: type on to narrow."));
    this.open(true);
    this.mark();
  }

  /** What is marked when something is found; an empty box means nothing yet. */
  first(results) { return results.length && this.text.value.trim() ? 0 : -1; }

  note(sentence) {
    this.results = [];
    this.list.replaceChildren(make("li", { class: "lookup-note" }, sentence));
    this.open(true);
  }

  open(shown) {
    this.list.hidden = !shown;
    this.text.setAttribute("aria-expanded", String(shown));
    if (!shown) this.text.removeAttribute("aria-activedescendant");
  }

  mark() {
    for (const item of all("[role=option]", this.list)) {
      const on = Number(item.dataset.at) === this.at;
      item.setAttribute("aria-selected", String(on));
      if (on) {
        this.text.setAttribute("aria-activedescendant", item.id);
        item.scrollIntoView({ block: "nearest" });
      }
    }
  }

  keyPressed(event) {
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) { this.fetch(); return; }
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.at = (this.at + step + this.results.length) % (this.results.length || 1);
      this.mark();
    } else if (event.key === "Enter" && open && this.at >= 0) {
      event.preventDefault();
      event.stopPropagation();
      this.choose(this.at);
    } else if (event.key === "Escape" && open) {
      event.preventDefault(); // else the dialog that it stands in closes
      event.stopPropagation();
      this.open(false);
    } else if (event.key === "Tab" && open && this.at >= 0 && this.chosen === null && this.text.value.trim()) {
      this.choose(this.at);
    }
  }

  choose(at) {
    const result = this.results[at];
    if (!result) return;
    this.running?.abort(); // what is still looked for would open the list once more
    this.set(result[this.key] ?? result.id, result.text);
    this.open(false);
  }

  set(value, text) {
    this.value.value = value;
    this.text.value = text;
    this.chosen = text;
    this.value.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** Left without choosing: the list goes; what was typed stays and is sent. The only answer is taken as meant. */
  left() {
    afterPress(() => { if (document.activeElement !== this.text) this.open(false); });
    const typed = this.text.value.trim();
    if (this.chosen !== null || !typed) return;
    const same = this.results.findIndex((result) => [result.text, result.key].includes(typed));
    if (same >= 0) this.choose(same);
  }
}

let pressed = false;
addEventListener("pointerdown", () => { pressed = true; }, true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { pressed = false; }, true);

/** At once, or when the mouse is let go: what is being pressed must not move away under it. */
function afterPress(act) {
  if (!pressed) act();
  else for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(act), { once: true, capture: true });
}

/** The choices that hold what was typed: the one that is it first, then those that begin with it. */
function matching(choices, typed) {
  const wanted = typed.toLowerCase();
  const found = choices.filter(({ text }) => text.toLowerCase().includes(wanted));
  const far = ({ text }) => (text.toLowerCase() === wanted ? 0 : text.toLowerCase().startsWith(wanted) ? 1 : 2);
  return found.sort((one, other) => far(one) - far(other));
}

/** The title of a group above its first result. */
const heading = ({ group }, before) => (group && group !== before?.group ? [make("li", { class: "lookup-group", role: "presentation" }, group)] : []);

/** A look-up made by a script, for filters and cells. */
export function makeLookup(url, { key = "id", label = "Find", text = "", value = "", choices = null } = {}) {
  const box = make("div", { class: "lookup", "data-lookup": url, "data-lookup-key": key },
    make("input", { type: "hidden", "data-lookup-value": true, value }),
    make("input", { type: "text", "data-lookup-text": true, "aria-label": label, placeholder: "Type to find", autocomplete: "off", value: text }));
  new Lookup(box, choices);
  return box;
}
