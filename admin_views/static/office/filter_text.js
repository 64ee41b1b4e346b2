// A filter as text: the writing side alone; reading it is the server's, which has the one parser.

/** A value as a filter writes it: in double quotes where it holds a bar, a quote, outer blanks, or begins as a comparison
    does; within brackets also where it holds one, or an ampersand. */
export function quoted(value, within = false) {
  const ends = within ? /[|"&()]/ : /[|"]/;
  return ends.test(value) || /^[=!<>~]/.test(value) || value !== value.trim() ? `"${value.replaceAll('"', '""')}"` : value;
}

/** What a line of the builder stands for: its alternatives, each the conditions {path, operator, value} that hold
    together. "Between" makes two of one alternative, one where an end is left open; "is one of" an alternative a value, "is none of" a condition of one alternative a value. */
export function alternatives(path, operator, values) {
  const [value = "", second = ""] = values;
  if (operator === "blank") return [[{ path, operator: "=", value: "" }]];
  if (operator === "filled") return [[{ path, operator: "!=", value: "" }]];
  if (operator === "in") return values.map((one) => [{ path, operator: "=", value: one }]);
  if (operator === "none") return [values.map((one) => ({ path, operator: "!=", value: one }))];
  if (operator !== "..") return [[{ path, operator, value }]];
  return [[{ path, operator: ">=", value }, { path, operator: "<=", value: second }].filter((end) => end.value)];
}

/** Alternatives as a filter writes them. */
export function written(found) {
  return found.map((all) => (all.length > 1 ? `(${all.map((one) => condition(one, true)).join("&")})` : condition(all[0]))).join("|");
}

/** What cannot be read bears its whole text as `value`, and no path. */
const condition = ({ path, operator, value }, within) => (path ? `${path}${operator}${quoted(value, within)}` : value);

/** Every choice of one alternative of each: what several lines that hold together stand for. */
export function together(lines) {
  return lines.reduce((found, line) => found.flatMap((all) => line.map((one) => [...all, ...one])), [[]]);
}

// --- what the server read, as lines ---

const NAMED = ["text", "code", "choice", "link"];

/** The conditions of a filter, as the server tells them, as lines of the builder. */
export function linesOf(parts, columns) {
  const chains = [];
  for (const part of parts) {
    if (part.joined === "and") chains.at(-1).push(part);
    else chains.push([part]);
  }
  return oneOf(chains.map((chain) => noneOf(between(chain), columns)), columns).flatMap((chain) => chain.map((part, at) => ({ ...part, joined: at ? "and" : "or" })));
}

/** Whether two conditions that hold together bound one column, so that they are shown as "between". */
export function bounds(low, high) {
  const isPlain = ({ value }) => /^[-\d.,]+$/.test(value);
  return low.path === high.path && low.operator === ">=" && high.operator === "<=" && isPlain(low) && isPlain(high);
}

export const both = (low, high) => ({ ...low, operator: "..", second: high.value });

function between(chain) {
  const found = [];
  for (const part of chain) {
    if (found.length && bounds(found.at(-1), part)) found.push(both(found.pop(), part));
    else found.push(part);
  }
  return found;
}

/** Whether a condition names a value of a column whose values are named one by one. */
const names = (part, sign, columns) => part.operator === sign && part.value && !part.error
  && columns.some(({ name, kind }) => name === part.path && NAMED.includes(kind));

/** Conditions that follow each other, hold together and each leave out a value of one column are one line. */
function noneOf(chain, columns) {
  const found = [];
  for (const part of chain) {
    const before = found.at(-1);
    if (before && names(part, "!=", columns) && names(before.values[0], "!=", columns) && before.values[0].path === part.path) before.values.push(part);
    else found.push({ values: [part] });
  }
  return found.map(({ values }) => (values.length > 1 ? { ...values[0], operator: "none", values } : values[0]));
}

/** Alternatives that follow each other and name a value of one column are one line. */
function oneOf(chains, columns) {
  const isNamed = ([part, ...more]) => !more.length && names(part, "=", columns);
  const found = [];
  for (const chain of chains) {
    const before = found.at(-1);
    if (before && isNamed(chain) && isNamed(before.first) && before.first[0].path === chain[0].path) before.values.push(chain[0]);
    else found.push({ first: chain, values: [chain[0]] });
  }
  return found.map(({ first, values }) => (values.length > 1 ? [{ ...first[0], operator: "in", values }] : first));
}
