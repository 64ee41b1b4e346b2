// Cells that stand out: those of the office (overdue, over one's authority, unverified) and one's own simple rules.
// A tone is always beside a word that a screen reader says and the mouse shows.
import { make } from "../dom.js";
import { parsed } from "./exact.js";

const TONES = [["red", "Red"], ["amber", "Amber"], ["green", "Green"], ["blue", "Blue"]];
const SIGNS = [["=", "is"], ["!=", "is not"], [">=", "is at least"], ["<=", "is at most"], ["~", "contains"], ["blank", "is blank"]];
const BUILT = [
  ["due", "Overdue and soon due", (grid) => grid.facts.columns.some((column) => column.due)],
  ["authority", "Over your authority", (grid) => grid.facts.columns.some((column) => column.authority !== undefined)],
  ["unverified", "Not verified", (grid) => grid.facts.columns.some((column) => column.name === "verified")],
];

export function startFormats(grid) {
  grid.format = (column, model) => formatOf(grid, column, model);
  grid.formatMenu = () => choices(grid);
  grid.frame.dataset.height = grid.look.height ?? "usual";
  grid.el.addEventListener("office:facts", () => { grid.frame.dataset.height = grid.look.height ?? "usual"; });
}

function formatOf(grid, column, model) {
  const { formats = {} } = grid.look;
  for (const rule of formats.own ?? []) {
    if (rule.column === column.name && holds(grid, column, model, rule)) return { tone: rule.tone, word: rule.word || wordsOf(grid, rule) };
  }
  if (formats.authority !== false && column.authority !== undefined && over(model[column.name], limitOf(column, model))) return { tone: "amber", word: "over your authority" };
  if (formats.unverified !== false && column.name === "verified" && ["no", "policy"].includes(model.verified)) return { tone: "amber", word: "not verified" };
  return null;
}

/** Up to how much one decides of a row; null where it is any amount, or the row's line is not known yet. */
const limitOf = ({ authority }, { $line }) => (typeof authority === "string" ? authority : authority[$line]);

const over = (value, limit) => {
  const [one, other] = [parsed(value), parsed(limit)];
  return Boolean(one && other) && compared(one, other) > 0;
};

/** -1, 0 or 1 of two numbers as {units, places}. */
function compared(one, other) {
  const places = Math.max(one.places, other.places);
  const [a, b] = [one, other].map((number) => number.units * 10n ** BigInt(places - number.places));
  return a < b ? -1 : a > b ? 1 : 0;
}

function holds(grid, column, model, { sign, value }) {
  const now = model[column.name];
  const blank = now === null || now === undefined || now === "";
  if (sign === "blank") return blank;
  if (blank) return sign === "!=";
  if (sign === "~") return String(now).toLowerCase().includes(value.toLowerCase());
  const [one, other] = column.number === undefined ? [] : [parsed(now), parsed(value.replaceAll(",", ""))];
  if (column.number !== undefined && !other) return false;
  const order = one ? compared(one, other) : plain(now).localeCompare(plain(value));
  return { "=": order === 0, "!=": order !== 0, ">=": order >= 0, "<=": order <= 0 }[sign];
}

const plain = (value) => (value === true ? "yes" : value === false ? "no" : String(value).toLowerCase());

function wordsOf(grid, { column, sign, value }) {
  const facts = grid.column[column];
  const shown = facts?.choices?.find(([code]) => code === value)?.[1] ?? value;
  return `${facts?.label ?? column} ${SIGNS.find(([code]) => code === sign)?.[1]} ${sign === "blank" ? "" : shown}`.trim();
}

// --- choosing ---

function choices(grid) {
  const { formats = {} } = grid.look;
  const set = (changes) => () => keep(grid, changes);
  const built = BUILT.filter(([, , fits]) => fits(grid)).map(([what, words]) => {
    const on = isOn(formats, what);
    return { words, checked: on, act: set({ [what]: !on }) };
  });
  const own = (formats.own ?? []).map((rule, at) => ({ words: `Take away: ${wordsOf(grid, rule)}`, act: set({ own: formats.own.filter((_, other) => other !== at) }) }));
  const { focus } = grid;
  return [...built, ...(built.length ? [null] : []), { words: "Add a rule of your own…", act: () => ask(grid, focus ? grid.columnAt(focus.x) : grid.facts.columns[0]) }, ...own];
}

const isOn = (formats, what) => formats[what] ?? true;

function keep(grid, changes) {
  grid.look.formats = { ...grid.look.formats, ...changes };
  grid.tell("office:look");
  grid.redraw();
}

/** A rule of one's own: a column, how, a value, and the tone. */
function ask(grid, column) {
  const pick = (label, name, list, value) => make("label", {}, label, make("select", { name }, ...list.map(([code, words]) => make("option", { value: code, selected: code === value }, words))));
  const value = make("span", { class: "rule-value" });
  const columns = pick("Column", "column", grid.facts.columns.filter((each) => !each.covered).map((each) => [each.name, each.label]), column.name);
  const signs = pick("How", "sign", SIGNS, "=");
  const form = make("form", { method: "dialog", class: "rule-form" }, columns, signs, value, pick("Colour", "tone", TONES, "amber"),
    make("div", { class: "form-buttons" }, make("button", { class: "btn btn-primary", value: "yes" }, "Add the rule"), make("button", { class: "btn", value: "no", formnovalidate: true }, "Leave it")));
  const dialog = make("dialog", { class: "dialog", "aria-label": "A rule of your own" }, make("h2", {}, "Colour cells by a rule of your own"), form);
  const show = () => {
    const facts = grid.column[form.elements.column.value];
    const list = facts.choices ?? (facts.kind === "yesno" ? [["yes", "Yes"], ["no", "No"]] : null);
    value.replaceChildren(form.elements.sign.value === "blank" ? "" : list ? pick("Value", "value", list) : make("label", {}, "Value", make("input", { name: "value", type: facts.kind === "day" ? "date" : "text", required: true, autocomplete: "off" })));
  };
  form.addEventListener("change", (event) => { if (event.target.name !== "value" && event.target.name !== "tone") show(); });
  dialog.addEventListener("close", () => {
    const given = Object.fromEntries(new FormData(form));
    dialog.remove();
    if (dialog.returnValue === "yes") keep(grid, { own: [...(grid.look.formats?.own ?? []), { value: "", ...given }] });
  });
  document.body.append(dialog);
  show();
  dialog.showModal();
}
