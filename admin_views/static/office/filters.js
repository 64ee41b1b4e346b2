// Lists asked differently: the way into the filter builder, filters by a cell's value, the columns, the moment shown.
import { address, all, one } from "./dom.js";
import { openBuilder } from "./filter_builder.js";
import { quoted } from "./filter_text.js";

export { openBuilder, quoted };

const LONGEST = 200;

/** The filter that leaves the rows with this value of a column, or with `not` the others; null where there is none.
    `column` holds {name, kind, covered}; `value` is as `rows` writes it, of a relation its key. An instant is taken as
    its day in `zone`. Of a long text its beginning is looked for. */
export function filterFor(column, value, { not = false, zone = "" } = {}) {
  if (column.covered) return null;
  const sign = not ? "!=" : "=";
  if (value === null || value === undefined || value === "") return `${column.name}${sign}`;
  if (column.kind === "long" || column.kind === "json") {
    return `${column.name}${not ? "!~" : "~"}${quoted(beginning(String(value)))}`;
  }
  return `${column.name}${sign}${quoted(written(column.kind, value, zone))}`;
}

function written(kind, value, zone) {
  if (kind === "yesno") return value === true || value === "yes" ? "yes" : "no";
  if (kind === "instant" && zone) return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(new Date(value));
  return String(value);
}

/** The first line of a text, as far as a filter holds it. */
const beginning = (text) => text.trim().split("\n", 1)[0].slice(0, LONGEST).trim();

/** The ways to narrow a list by the value of one of its cells: [{words, filters}], of which one with that value (`words`)
    and one without; `given` are the filters of the list, of which those by the same value give way. */
export function narrowed(column, value, { words, zone, given }) {
  const both = [false, true].map((not) => filterFor(column, value, { not, zone }));
  if (both.includes(null)) return [];
  const others = given.filter((text) => !both.includes(text));
  const what = value === null || value === undefined || value === "" ? "a blank" : `“${short(words)}”`;
  return both.map((filter, at) => ({ words: `Only rows ${at ? "without" : "with"} ${what}`, filters: [...others, filter] }));
}

const short = (text) => (text.length > 32 ? `${text.slice(0, 31)}…` : text);

/** "+ filter" and the chips open the builder, at a chip's own conditions; what was left out of an address is mended in it. */
export function startFilters(root = document) {
  for (const button of all("[data-filter-builder]", root)) button.addEventListener("click", () => openBuilder());
  for (const chip of all("[data-filter-edit]", root)) {
    chip.addEventListener("click", () => openBuilder({ at: Number(chip.dataset.filterEdit) }));
  }
  for (const button of all("[data-filter-mend]", root)) {
    button.addEventListener("click", () => {
      const filters = JSON.parse(one("[data-filter-builder]").dataset.filters);
      openBuilder({ filters: [...filters, button.dataset.filterMend], at: filters.length });
    });
  }
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
