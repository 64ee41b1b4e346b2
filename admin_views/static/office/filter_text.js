// A filter as text: the writing side alone; reading it is the server's, which has the one parser.

/** A value as a filter writes it: in double quotes where it holds a bar, a quote, outer blanks, or begins as a comparison does. */
export function quoted(value) {
  return /[|"]/.test(value) || /^[=!<>~]/.test(value) || value !== value.trim() ? `"${value.replaceAll('"', '""')}"` : value;
}

/** The conditions that a line of the builder stands for; "between" makes two, one where an end is left open. */
export function conditions(path, operator, value, second = "") {
  if (operator === "blank") return [`${path}=`];
  if (operator === "filled") return [`${path}!=`];
  if (operator === "..") return [value && `${path}>=${quoted(value)}`, second && `${path}<=${quoted(second)}`].filter(Boolean);
  return [`${path}${operator}${quoted(value)}`];
}
