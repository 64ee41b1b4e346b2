// Lists asked differently: the filter builder that composes a condition, the columns, the moment shown.
import { address, all, make, one } from "./dom.js";
import { makeLookup } from "./lookup.js";

const TEXT = [["~", "contains"], ["=", "is"], ["!=", "is not"]];
const PICK = [["=", "is"], ["!=", "is not"]];
const LINK = [["=", "is"], ["~", "contains"], ["!=", "is not"]];
const NUMBER = [["=", "is"], [">=", "is at least"], ["<=", "is at most"], ["..", "is between"], ["!=", "is not"]];
const DAY = [["..", "is between"], ["=", "is"], [">=", "is on or after"], ["<=", "is on or before"], ["next", "is within the next days"],
  ["last", "is within the last days"]];
const BLANK = [["blank", "is blank"], ["filled", "is not blank"]];
export const OPERATORS = {
  text: TEXT, code: TEXT, long: [["~", "contains"]], json: [["~", "contains"]], choice: PICK, yesno: PICK, link: LINK,
  whole: NUMBER, money: NUMBER, quantity: NUMBER, day: DAY, instant: DAY,
};

/** A value as a condition writes it: in double quotes where it holds a bar, a quote or outer blanks. */
export function quoted(value) {
  return /[|"]/.test(value) || value !== value.trim() ? `"${value.replaceAll('"', '""')}"` : value;
}

/** The conditions that a row of the builder stands for; "is between" makes two. */
export function conditions(column, operator, value, second = "", today = new Date()) {
  if (operator === "blank") return [`${column}=`];
  if (operator === "filled") return [`${column}!=`];
  if (operator === "..") {
    return [value && `${column}>=${quoted(value)}`, second && `${column}<=${quoted(second)}`].filter(Boolean);
  }
  if (operator === "next" || operator === "last") {
    const other = shifted(today, operator === "next" ? Number(value) : -Number(value));
    const [from, to] = operator === "next" ? [iso(today), iso(other)] : [iso(other), iso(today)];
    return [`${column}>=${from}`, `${column}<=${to}`];
  }
  return [`${column}${operator}${quoted(value)}`];
}

const shifted = (day, days) => new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);
const iso = (day) => [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((n) => String(n).padStart(2, "0")).join("-");

export function startFilters(root = document) {
  for (const builder of all("[data-filter-builder]", root)) build(builder);
}

function build(builder) {
  const columns = JSON.parse(one("[data-filter-columns]", builder).textContent);
  const place = one(".menu-list", builder);
  const column = make("select", { "aria-label": "Column" }, ...columns.map((c) => make("option", { value: c.name }, c.label)));
  const operator = make("select", { "aria-label": "How" });
  const value = make("div", { class: "filter-value" });
  const row = make("div", { class: "filter-row" }, column, operator, value);
  const form = make("form", {}, row, make("div", { class: "form-buttons" }, make("button", { class: "btn btn-primary" }, "Add the filter")));
  const chosen = () => columns.find((c) => c.name === column.value);
  const showOperators = () => {
    const { kind, operators } = chosen();
    const usual = OPERATORS[kind] ?? TEXT;
    const more = (operators ?? []).filter(([sign]) => !usual.some(([known]) => known === sign));
    const choices = [...usual, ...more, ...(kind === "yesno" ? [] : BLANK)];
    operator.replaceChildren(...choices.map(([sign, words]) => make("option", { value: sign }, words)));
    showValue();
  };
  const showValue = () => value.replaceChildren(...valueControls(chosen(), operator.value));
  column.addEventListener("change", showOperators);
  operator.addEventListener("change", showValue);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = all("input:not([data-lookup-text]), select", value).map((control) => control.value);
    const blankless = ["blank", "filled"].includes(operator.value);
    if (!blankless && !given.some(Boolean)) { one("input:not([type=hidden]), select", value)?.focus(); return; }
    add(conditions(column.value, operator.value, given[0] ?? "", given[1] ?? "", officeDay(builder)));
  });
  place.append(form);
  showOperators();
}

/** The office's day, which may not be the computer's. */
function officeDay(builder) {
  const text = builder.dataset.today;
  if (!text) return new Date();
  const [year, month, day] = text.split("-").map(Number);
  return new Date(year, month - 1, day);
}

function valueControls(column, operator) {
  if (["blank", "filled"].includes(operator)) return [];
  const label = { "aria-label": "Value" };
  if (["next", "last"].includes(operator)) return [make("input", { type: "number", min: "1", max: "3660", value: "30", ...label })];
  if (column.kind === "yesno") return [options(label, [["yes", "yes"], ["no", "no"]])];
  if (column.kind === "choice") return [options(label, column.choices ?? [])];
  if (column.kind === "link" && column.lookup && operator !== "~") return [makeLookup(column.lookup, { key: "key", label: column.label })];
  const type = ["day", "instant"].includes(column.kind) ? "date" : "text";
  const mode = ["money", "quantity", "whole"].includes(column.kind) ? { inputmode: "decimal" } : {};
  const input = (name) => make("input", { type, "aria-label": name, ...mode });
  return operator === ".." ? [input("From"), input("To")] : [input("Value")];
}

const options = (attributes, choices) => make("select", attributes, ...choices.map(([code, words]) => make("option", { value: code }, words)));

function add(made) {
  const url = address({ after: "", before: "", page: "", last: "" });
  for (const condition of made) url.searchParams.append("filter", condition);
  location.assign(url);
}

/** The column chooser: `columns=a,b` in the address; the usual ones are a link of the page. */
export function startColumns(root = document) {
  for (const menu of all("[data-columns]", root)) {
    one("[data-columns-show]", menu)?.addEventListener("click", (event) => {
      event.preventDefault();
      const names = all("input:checked", menu).map((box) => box.value);
      if (names.length) location.assign(address({ columns: names.join(",") }));
    });
  }
}

/** A small form that keeps what else the address says: the moment shown, a search within the list. */
export function startAsOf(root = document) {
  for (const form of all("form[data-keep-query]", root)) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const changes = { after: "", before: "", page: "", last: "" };
      for (const control of all("input:not([type=hidden]), select", form)) if (control.name) changes[control.name] = control.value;
      if (event.submitter?.name) changes[event.submitter.name] = event.submitter.value;
      location.assign(address(changes));
    });
  }
}
