// Exact sums of numbers as text: "12.50" is 1250 hundredths, never a binary fraction.

/** A number as text -> {units, places}; null for what is none. */
export function parsed(text) {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(text ?? ""));
  if (!found) return null;
  const [, sign, whole, part = ""] = found;
  return { units: BigInt(`${sign}${whole}${part}`), places: part.length };
}

const scaled = ({ units, places }, to) => units * 10n ** BigInt(to - places);

/** The sum of numbers ({units, places}), to the places of the finest. */
export function added(numbers) {
  const places = Math.max(0, ...numbers.map((number) => number.places));
  return { units: numbers.reduce((sum, number) => sum + scaled(number, places), 0n), places };
}

/** A sum shared among so many, half up away from zero, to at least two places. */
export function shared(sum, among) {
  const places = Math.max(2, sum.places);
  const units = scaled(sum, places) * 2n;
  const twice = BigInt(among) * 2n;
  const half = units < 0n ? -BigInt(among) : BigInt(among);
  return { units: (units + half) / twice, places };
}

/** A number as text with so many places: 125000n of two places is "1250.00". */
export function written({ units, places }) {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, "0");
  const sign = units < 0n ? "-" : "";
  return places ? `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}` : sign + digits;
}
