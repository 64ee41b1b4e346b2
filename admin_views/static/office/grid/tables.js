// Tables on the clipboard: what Excel, LibreOffice and Google Sheets put there, and what the office does. A cell is
// {plain, words, kind, covered}: from elsewhere it is a text alone, from the office the value with its words.

/** Rows of texts that stand as text with tabs; a cell that begins with a quote may hold tabs, quotes and line breaks. */
export function readTabbed(text) {
  const rows = [];
  let row = [];
  let at = 0;
  const body = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (;;) {
    const [cell, next] = (body[at] === '"' && quoted(body, at)) || bare(body, at);
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
function quoted(text, from) {
  let end = text.indexOf('"', from + 1);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end < 0 || !["\t", "\n", undefined].includes(text[end + 1])) return null;
  return [text.slice(from + 1, end).replaceAll('""', '"'), end + 1];
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
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  if (!table) return null;
  const rows = [];
  [...table.rows].forEach((tr, y) => {
    let x = 0;
    for (const td of tr.cells) {
      while (rows[y]?.[x]) x += 1;
      fill(rows, { y, x }, td);
      x += td.colSpan;
    }
    rows[y] ??= [];
  });
  return { rows: rows.map((row) => Array.from(row, (cell) => cell ?? plainCell(""))), own: table.dataset.office !== undefined, cut: table.dataset.cut ?? "" };
}

function fill(rows, { y, x }, td) {
  for (let down = 0; down < Math.min(td.rowSpan, 1000); down += 1) {
    for (let across = 0; across < Math.min(td.colSpan, 1000); across += 1) {
      (rows[y + down] ??= [])[x + across] = down || across ? plainCell("") : cellOf(td);
    }
  }
}

export const plainCell = (text) => ({ plain: text, words: text, kind: "", covered: false });

function cellOf(td) {
  const { value, words, kind, covered } = td.dataset;
  if (value === undefined) return plainCell(textOf(td));
  return { plain: value, words: words ?? value, kind: kind ?? "", covered: covered !== undefined };
}

/** The text of a cell as a browser would show it: blanks run together, line breaks where they are marked. */
function textOf(node) {
  let text = "";
  for (const part of node.childNodes) {
    if (part.nodeType === Node.TEXT_NODE) text += part.data.replace(/[ \t\r\n]+/g, " ");
    else if (part.nodeName === "BR") text += "\n";
    else if (part.nodeType === Node.ELEMENT_NODE) text += (/^(P|DIV|LI)$/.test(part.nodeName) && text.trim() ? "\n" : "") + textOf(part);
  }
  return text.replaceAll("\u00a0", " ").replace(/ *\n */g, "\n").trim();
}

const MARKS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const safe = (text) => text.replace(/[&<>"]/g, (mark) => MARKS[mark]);
const AS_TEXT = ["text", "long", "code", "choice", "link"]; // a spreadsheet keeps them as they are: no formula, no lost zeros

/** Cells as a table in HTML; `cut` is the name of what is cut. */
export function writeTable(rows, { cut = "" } = {}) {
  const body = rows.map((row) => `<tr>${row.map(inTable).join("")}</tr>`).join("");
  return `<meta charset="utf-8"><table data-office=""${cut ? ` data-cut="${safe(cut)}"` : ""}>${body}</table>`;
}

function inTable({ plain, words, kind, text, covered }) {
  const style = AS_TEXT.includes(kind) ? ` style="mso-number-format:'\\@'"` : "";
  const more = `${words === plain ? "" : ` data-words="${safe(words)}"`}${covered ? ' data-covered=""' : ""}`;
  const shown = safe(text).replaceAll("\n", '<br style="mso-data-placement:same-cell">');
  return `<td${style} data-kind="${safe(kind)}" data-value="${safe(plain)}"${more}>${shown}</td>`;
}

/** What stands on a clipboard ({html, text}) as cells: the office's own table, else the text, else any table. */
export function readClipboard({ html, text }) {
  const table = html ? readTable(html) : null;
  if (table?.own || (table && !text)) return table;
  if (!text) return null;
  return { rows: readTabbed(text).map((row) => row.map(plainCell)), own: false, cut: "" };
}
