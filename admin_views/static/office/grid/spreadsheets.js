// What a table on the clipboard says beside its words: which spreadsheet wrote it, the number behind what a cell
// shows; and how a spreadsheet is told that a text is no number and no formula, and a day is a day.

const DAY = 86_400_000;
const FIRST = Date.UTC(1899, 11, 30); // day 0 of LibreOffice and Google Sheets
const NUMBER = /^-?\d+(\.\d+)?$/;

/** Which spreadsheet wrote a page; "" where none that is known did. */
export function writerOf(page) {
  const said = [...page.querySelectorAll("meta[name]")].map((meta) => meta.content).join(" ");
  if (/LibreOffice|OpenOffice/.test(said)) return "libreoffice";
  if (page.querySelector("google-sheets-html-origin, [data-sheets-value]")) return "google";
  return /Microsoft Excel|Excel\.Sheet/.test(said) ? "excel" : "";
}

/** What a cell says beside its words: {text} where it is told exactly, {number} behind what it shows. */
export function saidOf(cell) {
  const told = sheetsValue(cell);
  if (told?.[1] === 2) return { text: String(told[2]) };
  return { number: told?.[1] === 3 ? String(told[3]) : cell.getAttribute("sdval") ?? "" };
}

/** What Google Sheets says of a cell: its type under 1, its value under the number of its type. */
function sheetsValue({ dataset }) {
  try {
    return JSON.parse(dataset.sheetsValue ?? "null");
  } catch {
    return null;
  }
}

/** What a cell that shows these words holds by the number behind it: {day} as YYYY-MM-DD, {number, rounded, places}
 * where the words are the number rounded to so many places, {} where they are neither: a share, an error, a word. */
export function heldBy(words, number) {
  if (!NUMBER.test(number)) return {};
  const exact = String(Number(Number(number).toPrecision(15)));
  const day = new Date(FIRST + Math.floor(Number(exact)) * DAY);
  if (showsDay(words, day)) return { day: day.toISOString().slice(0, 10) };
  const rounded = [roundedIn(words, ",", "."), roundedIn(words, ".", ",")].find((found) => isRounded(exact, found));
  if (!rounded || !NUMBER.test(exact)) return {};
  return { number: exact, rounded: exact.startsWith("-") ? `-${rounded}` : rounded, places: placesOf(rounded) };
}

/** Whether words show this very day: its number and its year stand in them. */
function showsDay(words, day) {
  if (Number.isNaN(day.getTime())) return false;
  const shown = new Set((words.match(/\d+/g) ?? []).map(Number));
  const year = day.getUTCFullYear();
  return shown.has(day.getUTCDate()) && (shown.has(year) || shown.has(year % 100));
}

/** The digits of an amount that is shown with these signs; "" where the words are no amount. */
function roundedIn(words, between, point) {
  const digits = words.replaceAll(between, "").replace(point, ".").replace(/[$()\s-]|USD/g, "");
  return /^\d+(\.\d+)?$/.test(digits) ? digits : "";
}

const placesOf = (digits) => digits.split(".")[1]?.length ?? 0;
const isRounded = (exact, digits) => digits !== "" && Math.abs(Math.abs(Number(exact)) - Number(digits)) <= 0.5001 * 10 ** -placesOf(digits);

const MOMENTS = { day: /^\d{4}-\d\d-\d\d$/, instant: /^\d{4}-\d\d-\d\d \d\d:\d\d$/ };

/** A day, or an instant as the grid shows it, as the number of days that a spreadsheet counts. */
const numberOf = (text) => String((Date.parse(`${text.slice(0, 10)}T${text.slice(11) || "00:00"}Z`) - FIRST) / DAY);

const SHAPES = { money: "#,##0.00", whole: "General", quantity: "General" };

/** What a cell of the office bears for a spreadsheet, as [attribute, value]: Excel reads the style, LibreOffice sdval
 * and sdnum, Google Sheets data-sheets-value. Whatever is no number and no day of its column is a text: there
 * “=1+1” works nothing out, and 00123 keeps its zeros. (LibreOffice knows no clock without seconds here.) */
export function marksOf(kind, text) {
  if (!text) return [];
  if (SHAPES[kind] && NUMBER.test(text)) return [["sdval", text], ["sdnum", `1033;0;${SHAPES[kind]}`]];
  const moment = MOMENTS[kind]?.test(text) && numberOf(text);
  if (moment) return [["sdval", moment], ["sdnum", `1033;0;YYYY-MM-DD${kind === "day" ? "" : " HH:MM:SS"}`]];
  return [["style", "mso-number-format:'\\@'"], ["sdnum", "1033;0;@"], ["data-sheets-value", JSON.stringify({ 1: 2, 2: text })]];
}
