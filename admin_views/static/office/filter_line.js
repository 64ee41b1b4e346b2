// One line of the filter builder: a column, or one of a related record, a comparison, and a value by the kind of the column.
import { all, ask, make, newId, one, trouble } from "./dom.js";
import { ColumnPicker } from "./filter_column.js";
import { alternatives } from "./filter_text.js";
import { listControls, listed } from "./filter_list.js";
import { makeLookup } from "./lookup.js";

const LISTED = ["in", "none"];
const VALUELESS = ["blank", "filled"];
const MISSING = { in: "Choose what it may be.", none: "Choose what it may not be." };
const DAYS = ["day", "instant"];
const NUMBERS = ["whole", "money", "quantity"];
const TEXTS = ["~", "!~"];
const RAW = { kind: "text", operators: [["=", "is"], ["!=", "is not"], ["~", "contains"], ["!~", "does not contain"], ["<", "below"], ["<=", "at most"], [">", "above"], [">=", "at least"], ["blank", "is blank"], ["filled", "is not blank"]] };

export class FilterLine {
  constructor(offer, { remove, changed }) {
    Object.assign(this, { offer, changed, from: [], wrong: "" });
    this.column = new ColumnPicker("Column", () => this.set({ path: this.column.name, value: "" }));
    const through = offer.columns.filter((column) => column.through);
    this.column.offer([...offer.columns.map(({ name, label }) => ({ name, label })),
      ...through.map(({ name, label }) => ({ name: `${name}.`, label: `${label}, its column…`, detail: "Through a related record" }))]);
    this.inner = new ColumnPicker("Column of the related record", () => this.showHow());
    this.inner.hidden = true;
    this.joint = select("With the line before", [["or", "or"], ["and", "and"]], "or");
    this.joint.hidden = true;
    this.how = make("select", { "aria-label": "Comparison" });
    this.value = make("div", { class: "filter-value" });
    this.error = make("p", { class: "field-error", id: newId("filter-error"), hidden: true });
    const away = make("button", { type: "button", class: "btn filter-away", "aria-label": "Remove this line", title: "Remove this line", onclick: remove }, "×");
    this.element = make("div", { class: "filter-line", role: "group", "aria-label": "Condition", "aria-describedby": this.error.id },
      this.joint, this.column.element, this.inner.element, this.how, this.value, away, this.error);
    this.how.addEventListener("change", () => this.showValue());
    this.joint.addEventListener("change", () => this.changed());
  }

  /** Show a condition: {path, operator, value, second, shown}, of "is one of" and "is none of" {path, operator, values:
      [{value, shown}]}; a path that ends in a dot wants a column of the related record. */
  async set({ path, operator, value = "", ...more }) {
    const [name, rest] = split(path);
    const start = this.offer.columns.find((column) => column.name === name);
    const own = rest === null ? start : null;
    this.related = rest !== null && start?.through ? (await offered(start.through)).columns.filter(({ kind }) => kind !== "link") : null;
    const known = own ?? this.related?.find((column) => column.name === rest) ?? (rest === "" ? this.related?.[0] : null);
    this.raw = known ? null : (await beyond(start, rest)) ?? { ...RAW, name: path, label: path };
    this.column.show(this.raw ? path : own ? name : `${name}.`, this.raw?.label);
    this.inner.hidden = !this.related || Boolean(this.raw);
    if (!this.inner.hidden) {
      this.inner.offer(this.related);
      this.inner.show(known.name);
    }
    this.showHow(asShown(operator, value), value, more);
  }

  get facts() {
    if (this.raw) return this.raw;
    return this.inner.hidden ? this.offer.columns.find(({ name }) => name === this.column.name) : this.related.find(({ name }) => name === this.inner.name);
  }

  get path() { return this.raw ? this.raw.name : this.inner.hidden ? this.column.name : `${this.column.name}${this.inner.name}`; }

  /** Whether it holds together with the line before: the first of a box has none before it. */
  get joined() { return !this.joint.hidden && this.joint.value === "and"; }
  join(first, joined = this.joint.value) {
    this.joint.hidden = first;
    this.joint.value = joined;
  }

  get operator() { return this.how.value; }

  showHow(operator, value, more) {
    const { operators } = this.facts;
    this.how.replaceChildren(...options(operators));
    if (operator && !operators.some(([sign]) => sign === operator)) this.how.append(...options([[operator, operator]]));
    if (operator) this.how.value = operator;
    this.showValue(value, more);
  }

  showValue(value = "", { second = "", shown = "", values = [] } = {}) {
    this.value.replaceChildren(...this.controls(value, { second, shown, values }));
    this.say("");
    this.changed();
  }

  controls(value, { second, shown, values }) {
    const { facts, operator } = this;
    const isText = TEXTS.includes(operator);
    if (VALUELESS.includes(operator)) return [];
    if (LISTED.includes(operator)) return listControls(facts, values);
    if (facts.choices && !isText) return [select("Value", facts.choices, value)];
    if (DAYS.includes(facts.kind) && !isText) return operator === ".." ? [input("From", value, facts), input("To", second, facts)] : dayControls(this.offer.periods, value, facts);
    if (facts.kind === "link" && facts.lookup && !isText) return linkControls(facts, value, shown);
    if (operator === "..") return [input("From", value, facts), input("To", second, facts)];
    return [input("Value", value, facts)];
  }

  /** The alternatives that the line stands for; null where its value is missing, said where `say`. */
  read(say = false) {
    if (this.raw?.name === "") return [[{ path: "", operator: "", value: this.given[0] ?? "" }]];
    const values = this.given;
    if (VALUELESS.includes(this.operator) || values.some(Boolean)) return alternatives(this.path, this.operator, values);
    if (say) this.say(MISSING[this.operator] ?? "Give a value, or choose “is blank”.");
    return null;
  }

  get given() {
    if (LISTED.includes(this.operator)) return listed(this.value);
    const when = one("[data-when]", this.value);
    if (when) return [whenOf(when.value, one("[data-when-day]", this.value), one("[data-when-count]", this.value))];
    const who = one("[data-whom]", this.value);
    if (who?.value === "me") return ["me"];
    return all("input:not([data-lookup-text]), select:not([data-whom])", this.value).map((control) => control.value.trim());
  }

  say(sentence) {
    this.wrong = sentence;
    this.error.textContent = sentence;
    this.error.hidden = !sentence;
    this.value.classList.toggle("bad", Boolean(sentence));
    for (const control of all("input, select, textarea", this.value)) {
      if (sentence) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }

  focus(atValue = false) {
    const control = atValue ? one("input:not([type=hidden]):not([hidden]), select, textarea", this.value) : null;
    (control ?? (atValue ? this.how : this.column)).focus();
  }
}

const offers = new Map(); // address -> what it offers

/** What can be asked behind an address: {columns, periods}; asked of the server once a page. */
export async function offered(url) {
  if (!offers.has(url)) {
    const { status, body } = await ask(url);
    if (status !== 200) throw new Error(trouble(status, body));
    offers.set(url, body);
  }
  return offers.get(url);
}

/** "department.name" -> ["department", "name"]; "department." -> ["department", ""]; "paid" -> ["paid", null]. */
function split(path) {
  const at = path.indexOf(".");
  return at < 0 ? [path, null] : [path.slice(0, at), path.slice(at + 1)];
}

/** A column two relations away, as "Claim › Department › Name"; null where that cannot be asked. */
async function beyond(start, rest) {
  const [middle, last] = rest?.split(".") ?? [];
  const inner = last && start?.through ? (await offered(start.through)).columns.find(({ name }) => name === middle) : null;
  const found = inner?.through ? (await offered(inner.through)).columns.find(({ name }) => name === last) : null;
  return found ? { ...found, name: `${start.name}.${rest}`, label: [start, inner, found].map(({ label }) => label).join(" › ") } : null;
}

/** A comparison with nothing is shown as "is blank". */
function asShown(operator, value) {
  if (operator && value === "") return operator === "!=" ? "filled" : "blank";
  return operator;
}

const options = (pairs) => pairs.map(([value, words]) => make("option", { value }, words));

function select(label, pairs, value) {
  const element = make("select", { "aria-label": label }, ...options(pairs));
  if (value && !pairs.some(([code]) => code === value)) element.append(...options([[value, value]]));
  if (value) element.value = value;
  return element;
}

function input(label, value, { kind }) {
  const isDay = DAYS.includes(kind) && /^(\d{4}-\d\d-\d\d)?$/.test(value);
  return make("input", { type: isDay ? "date" : "text", "aria-label": label, value, inputmode: NUMBERS.includes(kind) ? "decimal" : null, autocomplete: "off" });
}

/** A day: one of the calendar, or one said from today on, some with a number. */
function dayControls(periods, value, facts) {
  const at = periods.map(([text]) => [text, counted(text, value)]).find(([, count]) => count !== null);
  const when = make("select", { "aria-label": "When", "data-when": true }, make("option", { value: "" }, "the day…"), ...options(periods));
  const day = input("Day", at ? "" : value, facts);
  const count = make("input", { type: "number", min: "1", max: "99999", value: at?.[1] || "30", "aria-label": "Days", "data-when-count": true });
  day.setAttribute("data-when-day", "");
  const show = () => {
    day.hidden = Boolean(when.value);
    count.hidden = !when.value.includes("{n}");
  };
  when.value = at?.[0] ?? "";
  when.addEventListener("change", show);
  show();
  return [when, day, count];
}

/** The number with which a value says a period ("" where it takes none); null where it does not say it. */
function counted(period, value) {
  const bare = value.trim().toLowerCase().replace(/\s+/g, " ").replace(/^today ?([+-]) ?/, "today$1").replace(/ day$/, " days");
  const [before, after] = period.split("{n}");
  if (after === undefined) return bare === period ? "" : null;
  const number = bare.startsWith(before) && bare.endsWith(after) ? bare.slice(before.length, bare.length - after.length) : "";
  return /^\d+$/.test(number) ? number : null;
}

function whenOf(when, day, count) {
  if (!when) return day.value.trim();
  return when.includes("{n}") ? count.value && when.replace("{n}", count.value) : when;
}

/** A record: looked up; a person also as who is signed in. */
function linkControls(facts, value, shown) {
  const isMe = value.toLowerCase() === "me";
  const box = makeLookup(facts.lookup, { key: "key", label: facts.label, text: isMe ? "" : shown || value, value: isMe ? "" : value });
  if (!facts.me) return [box];
  const whom = make("select", { "aria-label": "Who", "data-whom": true }, ...options([["me", "you"], ["other", "somebody…"]]));
  whom.value = value && !isMe ? "other" : "me";
  const show = () => { box.hidden = whom.value === "me"; };
  whom.addEventListener("change", show);
  show();
  return [whom, box];
}
