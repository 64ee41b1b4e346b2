// One cell edited in its list. Good cells are saved at once; a stale one shows both values; a refused one keeps
// what was typed, with the reason.
import { startCards } from "./cards.js";
import { closeBoxes, pop, refusedBox, staleBox } from "./cell_box.js";
import { all, ask, make, one, say, trouble, undoForm } from "./dom.js";
import { makeLookup } from "./lookup.js";

export function startCells(root = document) {
  for (const table of all("table[data-rows-url]", root)) new Cells(table);
}

class Cells {
  constructor(table) {
    this.table = table;
    this.url = table.dataset.rowsUrl;
    if (!one("[data-cell]", table)) return;
    table.setAttribute("role", "grid");
    for (const cell of all("tbody td", table)) cell.tabIndex = -1;
    const first = one("tbody td[data-cell]", table);
    first.tabIndex = 0;
    table.addEventListener("focusin", (event) => this.rove(event.target.closest("td")));
    table.addEventListener("click", (event) => this.follow(event));
    table.addEventListener("dblclick", (event) => {
      clearTimeout(this.leaving);
      this.edit(event.target.closest("td[data-cell]"));
    });
    table.addEventListener("keydown", (event) => this.key(event));
    startCards(table, (cell) => this.edit(cell));
  }

  /** A link in a cell that can be typed into waits a moment: a second click means the cell. */
  follow(event) {
    const link = event.target.closest("td[data-cell] a");
    if (!link || event.detail === 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (event.detail === 1) this.leaving = setTimeout(() => location.assign(link.href), 250);
  }

  rove(cell) {
    if (!cell || !this.table.contains(cell)) return;
    for (const other of all("td[tabindex='0']", this.table)) other.tabIndex = -1;
    cell.tabIndex = 0;
  }

  key(event) {
    const cell = event.target.closest("td");
    if (!cell || event.target !== cell) return;
    const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
    if (moves[event.key] && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.move(cell, ...moves[event.key]);
    } else if (event.key === "F2" || event.key === "Enter") {
      event.preventDefault();
      if (cell.dataset.cell) this.edit(cell);
      else one("a", cell)?.click();
    }
  }

  move(cell, down, across) {
    const row = cell.parentElement;
    const target = down ? (down > 0 ? row.nextElementSibling : row.previousElementSibling)?.cells[cell.cellIndex]
      : row.cells[cell.cellIndex + across];
    if (target?.matches("td")) target.focus();
  }

  head(cell) { return one("thead tr", this.table).cells[cell.cellIndex]; }

  edit(cell) {
    if (!cell || cell.classList.contains("editing") || cell.classList.contains("saving")) return;
    closeBoxes();
    if (!cell.dataset.typed) drawn.set(cell, [...cell.childNodes]);
    const before = cell.dataset.typed ?? this.raw(cell);
    const control = this.control(cell, before);
    cell.replaceChildren(control);
    cell.classList.add("editing");
    cell.classList.remove("refused");
    const input = one("select, textarea, input:not([type=hidden])", cell) ?? control;
    input.focus();
    input.select?.();
    const over = new AbortController();
    const finish = (keep) => {
      if (over.signal.aborted) return;
      over.abort();
      const now = (one("[data-lookup-value]", cell) ?? input).value.trim();
      const words = input.value;
      cell.classList.remove("editing");
      this.restore(cell);
      if (keep && now !== before) this.save(cell, now, { words });
      else if (cell.dataset.typed) this.mark(cell);
    };
    input.addEventListener("keydown", (event) => this.editKey(event, cell, finish), { signal: over.signal });
    cell.addEventListener("focusout", (event) => {
      if (!cell.contains(event.relatedTarget)) finish(true);
    }, { signal: over.signal });
  }

  /** The value of a cell as it is typed, where its text is only how it is shown. */
  raw(cell) {
    return cell.dataset.value ?? cell.textContent.trim();
  }

  /** The cell as it was drawn before it was typed into. */
  restore(cell) {
    const nodes = drawn.get(cell);
    if (nodes) cell.replaceChildren(...nodes);
  }

  editKey(event, cell, finish) {
    if (event.defaultPrevented) return;
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); finish(false); cell.focus(); }
    if (event.key === "Enter" && (event.ctrlKey || event.target.tagName !== "TEXTAREA")) { event.preventDefault(); finish(true); this.move(cell, 1, 0); }
    if (event.key === "Tab") {
      const cells = all("td[data-cell]", this.table);
      const next = cells[cells.indexOf(cell) + (event.shiftKey ? -1 : 1)];
      if (!next) return;
      event.preventDefault();
      finish(true);
      this.edit(next);
    }
  }

  control(cell, value) {
    const head = this.head(cell);
    const { kind = "text", choices, lookup } = head.dataset;
    const label = { "aria-label": head.textContent.trim() };
    if (kind === "choice" || kind === "yesno") {
      const list = kind === "yesno" ? [["yes", "Yes"], ["no", "No"]] : JSON.parse(choices ?? "[]");
      const select = make("select", label, make("option", { value: "" }, ""), ...list.map(([code, words]) => make("option", { value: code }, words)));
      select.value = value;
      return select;
    }
    if (kind === "link" && lookup) {
      const text = cell.dataset.typed ?? drawn.get(cell)?.map((node) => node.textContent).join("").trim() ?? "";
      return makeLookup(lookup, { key: "key", label: label["aria-label"], value, text });
    }
    if (kind === "long") return make("textarea", { rows: 4, ...label }, value);
    const mode = ["money", "quantity", "whole"].includes(kind) ? { inputmode: "decimal", class: "num" } : {};
    return make("input", { type: "text", value, autocomplete: "off", ...label, ...mode });
  }

  async save(cell, value, { words = value, version } = {}) {
    const row = cell.closest("tr");
    const sent = { id: Number(row.dataset.id), version: Number(version ?? row.dataset.version), column: cell.dataset.cell, value };
    cell.classList.add("saving");
    cell.replaceChildren(this.words(cell, value, words));
    let answer;
    try {
      answer = await ask(this.url, { method: "PATCH", json: [sent] });
    } catch {
      answer = { status: 0, body: { error: "No connection. What you typed stays here: press F2, then Enter, to save it again." } };
    }
    cell.classList.remove("saving");
    const { saved, stale, refused, batch } = answer.body ?? {};
    if (saved?.length) await this.saved(cell, row, value, words, saved[0].version, batch);
    else if (stale?.length) this.stale(cell, row, value, stale[0]);
    else this.refuse(cell, value, refused?.[0]?.message ?? trouble(answer.status, answer.body));
  }

  /** Saved: the cell as the office wrote it down, when, and the way back. */
  async saved(cell, row, value, words, version, batch) {
    row.dataset.version = version;
    delete cell.dataset.typed;
    cell.classList.remove("refused");
    await this.draw(cell, row, value, words);
    cell.classList.add("saved");
    setTimeout(() => cell.classList.remove("saved"), 1_700);
    const time = new Date().toTimeString().slice(0, 5);
    const undo = batch ? this.table.dataset.undoUrl?.replace("{batch}", batch) : "";
    const place = document.querySelector("[data-saved]");
    if (!place) { say(`Saved ${time}.`, { tone: "green", undo }); return; }
    place.replaceChildren(`Saved ${time}`);
    if (undo) place.append(" · ", undoForm(undo));
  }

  /** What was typed may be written down otherwise ("1/5/26", "12 500"): ask how it stands now. */
  async draw(cell, row, typed, words) {
    const column = cell.dataset.cell;
    const url = `${this.url}?filter=id%3D${row.dataset.id}&columns=${column}&limit=1`;
    const { status, body } = await ask(url).catch(() => ({ status: 0 }));
    const found = status === 200 ? body.rows?.[0]?.[column] : typed;
    const value = found === true ? "yes" : found === false ? "no" : String(found ?? "");
    cell.replaceChildren(this.words(cell, value, words));
    cell.dataset.value = value;
    drawn.set(cell, [...cell.childNodes]);
  }

  /** A value as the list shows it. The same value elsewhere in the column says how it is dressed. */
  words(cell, value, words = value) {
    if (value === "") return "";
    const { kind = "text", choices } = this.head(cell).dataset;
    const like = all(`td[data-cell="${cell.dataset.cell}"]`, this.table).find((other) => other !== cell && other.dataset.value === value);
    if (like && !like.dataset.typed) return copy(like);
    if (kind === "choice") {
      const label = JSON.parse(choices ?? "[]").find(([code]) => code === value)?.[1] ?? value;
      return one(".chip", this.table.tBodies[0]) && ["status", "verified"].includes(cell.dataset.cell) ? make("span", { class: "chip blue" }, label) : label;
    }
    if (kind === "yesno") return value === "yes" ? "Yes" : "No";
    if (kind === "link") return words;
    if (["money", "quantity"].includes(kind) && /^-?\d+(\.\d+)?$/.test(value)) return value.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");
    return value;
  }

  refuse(cell, typed, reason) {
    cell.dataset.typed = typed;
    cell.dataset.reason = reason;
    this.mark(cell);
    pop(cell, refusedBox(reason, [["Mend it", () => this.edit(cell)], ["Leave it as it was", () => this.drop(cell)]]));
  }

  /** What could not be saved stands in its cell, marked, until it is mended or left. */
  mark(cell) {
    cell.classList.add("refused");
    cell.title = cell.dataset.reason ?? "";
    cell.replaceChildren(cell.dataset.typed || "blank", make("span", { class: "sr-only" }, ` not saved: ${cell.dataset.reason}`));
  }

  drop(cell) {
    delete cell.dataset.typed;
    cell.classList.remove("refused");
    cell.removeAttribute("title");
    this.restore(cell);
    cell.focus();
  }

  stale(cell, row, yours, stale) {
    cell.dataset.typed = yours;
    cell.dataset.reason = "Somebody else changed this meanwhile.";
    this.mark(cell);
    const theirs = String(stale.theirs ?? "");
    pop(cell, staleBox({ told: stale.by, yours, theirs }, [
      ["Keep mine", () => this.save(cell, yours, { version: stale.version })],
      ["Take theirs", () => this.take(cell, row, theirs, stale.version)]]));
  }

  async take(cell, row, theirs, version) {
    row.dataset.version = version;
    delete cell.dataset.typed;
    await this.draw(cell, row, theirs, theirs);
    cell.classList.remove("refused");
    cell.removeAttribute("title");
    cell.focus();
  }
}

const drawn = new WeakMap();

function copy(cell) {
  const piece = document.createDocumentFragment();
  piece.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
  return piece;
}
