// The values of "is one of" and "is none of": boxes of the choices there are, records found one after the other, or a text a line.
import { all, make, one } from "./dom.js";
import { makeLookup } from "./lookup.js";

/** The controls of several values: `values` are [{value, shown}]. */
export function listControls(facts, values) {
  if (facts.choices) return [boxes(facts, values.map(({ value }) => value))];
  if (facts.kind === "link" && facts.lookup) return [records(facts, values)];
  const lines = values.map(({ value }) => value).join("\n");
  return [make("textarea", { "aria-label": "Values, one a line", placeholder: "One a line", rows: Math.max(3, Math.min(8, values.length + 1)) }, lines)];
}

/** The values as they stand, each once. */
export function listed(place) {
  const text = one("textarea", place);
  const found = text ? text.value.split("\n").map((line) => line.trim()) : all("input[type=checkbox]:checked, [data-one-of]", place).map((box) => box.value);
  return [...new Set(found)].filter(Boolean);
}

function boxes(facts, chosen) {
  const unknown = chosen.filter((value) => !facts.choices.some(([code]) => code === value)).map((value) => [value, value]);
  return make("div", { class: "filter-list", role: "group", "aria-label": "Values" }, ...[...facts.choices, ...unknown].map(([code, words]) =>
    make("label", { class: "check" }, make("input", { type: "checkbox", value: code, checked: chosen.includes(code) }), ` ${words}`)));
}

/** Records: each found is added to the list, and taken off it by its cross. */
function records(facts, values) {
  const list = make("div", { class: "filter-chosen" });
  const changed = () => list.dispatchEvent(new Event("change", { bubbles: true }));
  const add = (value, shown) => {
    if (all("[data-one-of]", list).some((input) => input.value === value)) return;
    const chip = make("span", { class: "chip grey" }, shown, make("input", { type: "hidden", "data-one-of": true, value }),
      make("button", { type: "button", class: "link", "aria-label": `Leave out ${shown}`, onclick: () => { chip.remove(); changed(); finder.focus(); } }, "×"));
    list.append(chip);
  };
  for (const { value, shown } of values) add(value, shown || value);
  const lookup = makeLookup(facts.lookup, { key: "key", label: facts.label });
  const [finder, found] = [one("[data-lookup-text]", lookup), one("[data-lookup-value]", lookup)];
  found.addEventListener("change", () => {
    if (!found.value) return;
    add(found.value, finder.value);
    finder.value = "";
    found.value = "";
  });
  return make("div", { class: "filter-list" }, list, lookup);
}
