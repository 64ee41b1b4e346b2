// How cells go on where they are dragged: two or more numbers or days in even steps go on so, anything else repeats.
const NUMBERS = ["money", "whole", "quantity"];

/** The `number` cells after the given ones (before the first of them, where `back`), nearest first. */
export function going(given, kind, number, { back = false } = {}) {
  const cells = back ? given.toReversed() : given;
  const next = given.length > 1 && cells.every((cell) => cell.plain) ? series(cells.map((cell) => cell.plain), kind) : null;
  return Array.from({ length: number }, (_, at) => {
    if (!next) return cells[at % cells.length];
    const plain = next(at + 1);
    return { ...cells[0], plain, words: plain };
  });
}

function series(texts, kind) {
  if (NUMBERS.includes(kind)) return numbers(texts);
  return kind === "day" ? months(texts) ?? days(texts) : null;
}

/** Numbers in even steps, counted in their smallest unit so that nothing is rounded. */
function numbers(texts) {
  if (!texts.every((text) => /^-?\d+(\.\d+)?$/.test(text))) return null;
  const places = Math.max(...texts.map((text) => text.split(".")[1]?.length ?? 0));
  const units = texts.map((text) => BigInt(text.replace(".", "") + "0".repeat(places - (text.split(".")[1]?.length ?? 0))));
  const step = even(units);
  if (step === null) return null;
  return (at) => withPoint(units.at(-1) + step * BigInt(at), places);
}

function withPoint(units, places) {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, "0");
  const whole = places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
  return units < 0n ? `-${whole}` : whole;
}

const instant = (text) => Date.parse(`${text}T00:00:00Z`);
const written = (when) => new Date(when).toISOString().slice(0, 10);

function days(texts) {
  const step = even(texts.map(instant));
  return step === null ? null : (number) => written(instant(texts.at(-1)) + step * number);
}

/** The same day of months in even steps; the last day where a month is shorter. */
function months(texts) {
  const parts = texts.map((text) => text.split("-").map(Number));
  const [, , day] = parts[0];
  if (!parts.every((part) => part[2] === day)) return null;
  const counts = parts.map(([year, month]) => year * 12 + month - 1);
  const step = even(counts);
  if (!step) return null;
  return (number) => {
    const month = counts.at(-1) + step * number;
    const last = Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0);
    return written(Math.min(last, Date.UTC(Math.floor(month / 12), month % 12, day)));
  };
}

/** The step between values, where it is the same between all; else null. */
function even(values) {
  const step = values[1] - values[0];
  return values.every((value, n) => !n || value - values[n - 1] === step) ? step : null;
}
