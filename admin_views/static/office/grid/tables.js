// Tables on the clipboard: what Excel, LibreOffice and Google Sheets put there, and what the office does. A cell is
// {plain, words, kind, covered}: from the office the value with its words, from elsewhere a text alone, or with the
// number or day behind it where the spreadsheet tells it.
import { heldBy, marksOf, saidOf, writerOf } from "./spreadsheets.js";

/** Rows of texts that stand as text with tabs; a cell that begins with a quote may hold tabs, quotes and line breaks.
 * `sparing`: quotes are set around tabs and line breaks alone, as Excel does; others are part of the text. */
export function readTabbed(text, { sparing = false } = {}) {
  const rows = [];
  let row = [];
  let at = 0;
  const body = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (;;) {
    const [cell, next] = (body[at] === '"' && quoted(body, at, sparing)) || bare(body, at);
    row.push(cell);
    if (body[next] !== "\t") {
      rows.push(row);
      row = [];
    }
    if (next >= body.length) return rows;
    at = next + 1;
  }
}

/** A cell in quotes and where it ends; null where the quote only begins a word. */
function quoted(text, from, sparing) {
  let end = text.indexOf('"', from + 1);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end < 0 || !["\t", "\n", undefined].includes(text[end + 1])) return null;
  const inside = text.slice(from + 1, end);
  return sparing && !/[\t\n]/.test(inside) ? null : [inside.replaceAll('""', '"'), end + 1];
}

const ends = /[\t\n]/g;

function bare(text, from) {
  ends.lastIndex = from;
  const end = ends.exec(text)?.index ?? text.length;
  return [text.slice(from, end), end];
}

/** Rows of texts as text with tabs. */
export const writeTabbed = (rows) => rows.map((row) => row.map(inTabs).join("\t")).join("\r\n");

const inTabs = (text) => (/[\t\n\r]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Cells of the first table in HTML; null where there is none. What reaches over several places stands in the first. */
export function readTable(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const table = page.querySelector("table");
  const own = table?.dataset.office !== undefined;
  const writer = own ? "office" : writerOf(page);
  const about = { writer, own, cut: table?.dataset.cut ?? "" };
  const alone = !table && page.querySelector("[data-sheets-value], [data-sheets-root]"); // Google Sheets writes one cell without a table
  if (alone) return { rows: [[cellOf(alone, writer)]], ...about };
  if (!table) return null;
  const rows = [];
  [...table.rows].forEach((tr, y) => {
    let x = 0;
    for (const td of tr.cells) {
      while (rows[y]?.[x]) x += 1;
      fill(rows, { y, x }, td, cellOf(td, writer));
      x += td.colSpan;
    }
    rows[y] ??= [];
  });
  return { rows: rows.map((row) => Array.from(row, (cell) => cell ?? plainCell(""))), ...about };
}

function fill(rows, { y, x }, td, cell) {
  for (let down = 0; down < Math.min(td.rowSpan, 1000); down += 1) {
    for (let across = 0; across < Math.min(td.colSpan, 1000); across += 1) {
      (rows[y + down] ??= [])[x + across] = down || across ? plainCell("") : cell;
    }
  }
}

export const plainCell = (text) => ({ plain: text, words: text, kind: "", covered: false });

const EXACT = ["libreoffice", "google"]; // their tables say more of a cell than their text does, and keep its blanks

function cellOf(td, writer) {
  if (EXACT.includes(writer)) {
    const said = saidOf(td);
    const words = said.text ?? textOf(td, { verbatim: true }).replaceAll("\u00a0", " ").replaceAll("\u0001", "\t"); // LibreOffice's own sign of a tab
    return { ...plainCell(words), held: heldBy(words, said.number) };
  }
  const { value, words, kind, covered } = writer === "office" ? td.dataset : {};
  if (value === undefined) return plainCell(tidy(textOf(td)));
  return { plain: value, words: words ?? value, kind: kind ?? "", covered: covered !== undefined };
}

/** The text of a cell with its line breaks; a note that hangs at it is none of it. `verbatim`: blanks are the cell's
 * own, and the layout of the page around it is left out; else they run together, as a browser shows them. */
function textOf(node, { verbatim = false } = {}) {
  let text = "";
  for (const part of node.childNodes) {
    if (part.nodeType === Node.TEXT_NODE) text += verbatim ? part.data.replace(/[\r\n]+\t*/g, "") : part.data.replace(/[ \t\r\n]+/g, " ");
    else if (part.nodeName === "BR") text += "\n";
    else if (part.nodeType === Node.ELEMENT_NODE && part.nodeName !== "COMMENT") text += (/^(P|DIV|LI)$/.test(part.nodeName) && text.trim() ? "\n" : "") + textOf(part, { verbatim });
  }
  return text;
}

const tidy = (text) => text.replaceAll("\u00a0", " ").replace(/ *\n */g, "\n").trim();

const MARKS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const safe = (text) => text.replace(/[&<>"]/g, (mark) => MARKS[mark]);

/** Cells as a table in HTML; `cut` is the name of what is cut. */
export function writeTable(rows, { cut = "" } = {}) {
  const body = rows.map((row) => `<tr>${row.map(inTable).join("")}</tr>`).join("");
  return `<meta charset="utf-8"><table data-office=""${cut ? ` data-cut="${safe(cut)}"` : ""}>${body}</table>`;
}

function inTable({ plain, words, kind, text, covered }) {
  const marks = marksOf(kind, text).map(([name, value]) => ` ${name}="${safe(value)}"`).join("");
  const more = `${words === plain ? "" : ` data-words="${safe(words)}"`}${covered ? ' data-covered=""' : ""}`;
  const shown = safe(text).replaceAll("\n", '<br style="mso-data-placement:same-cell">');
  return `<td${marks} data-kind="${safe(kind)}" data-value="${safe(plain)}"${more}>${shown}</td>`;
}

/** What stands on a clipboard ({html, text}) as cells: the table of the office or of a spreadsheet that tells more by it,
 * else the text, else any table. */
export function readClipboard({ html, text }) {
  const table = html ? readTable(html) : null;
  if (table && (table.own || EXACT.includes(table.writer) || !text)) return table;
  if (!text) return null;
  return { rows: readTabbed(text, { sparing: table?.writer === "excel" }).map((row) => row.map(plainCell)), own: false, cut: "" };
}
