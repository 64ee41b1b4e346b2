// One cell edited in its list. Good cells are saved at once; a stale one shows both values; a refused one keeps
// what was typed, with the reason.
import { all, ask, make, one, say, trouble } from "./dom.js";
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
    table.addEventListener("dblclick", (event) => this.edit(event.target.closest("td[data-cell]")));
    table.addEventListener("keydown", (event) => this.key(event));
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

  edit(cell, typed) {
    if (!cell || cell.classList.contains("editing") || cell.classList.contains("saving")) return;
    close();
    const shown = [...cell.childNodes];
    const before = cell.dataset.typed ?? cell.dataset.value ?? cell.textContent.trim();
    const control = this.control(cell, typed ?? before, shown);
    cell.replaceChildren(control);
    cell.classList.add("editing");
    cell.classList.remove("refused");
    const input = one("select, input:not([type=hidden])", cell) ?? control;
    input.focus();
    input.select?.();
    const value = () => (one("[data-lookup-value]", cell) ?? input).value;
    const finish = (keep) => {
      if (!cell.classList.contains("editing")) return;
      cell.classList.remove("editing");
      const now = value();
      cell.replaceChildren(...shown);
      if (keep && now !== before) this.save(cell, now);
      else if (cell.dataset.typed) this.refuse(cell, cell.dataset.typed, cell.dataset.reason);
    };
    input.addEventListener("keydown", (event) => this.editKey(event, cell, finish));
    cell.addEventListener("focusout", (event) => { if (!cell.contains(event.relatedTarget)) finish(true); }, { once: false });
  }

  editKey(event, cell, finish) {
    if (event.defaultPrevented) return;
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); finish(false); cell.focus(); }
    if (event.key === "Enter") { event.preventDefault(); finish(true); this.move(cell, 1, 0); }
    if (event.key === "Tab") {
      const cells = all("td[data-cell]", this.table);
      const next = cells[cells.indexOf(cell) + (event.shiftKey ? -1 : 1)];
      if (!next) return;
      event.preventDefault();
      finish(true);
      this.edit(next);
    }
  }

  control(cell, value, shown) {
    const head = this.head(cell);
    const { kind = "text", choices, lookup } = head.dataset;
    const label = { "aria-label": head.textContent.trim() };
    if (kind === "choice" || kind === "yesno") {
      const list = kind === "yesno" ? [["yes", "yes"], ["no", "no"]] : JSON.parse(choices ?? "[]");
      const select = make("select", label, make("option", { value: "" }, ""), ...list.map(([code, words]) => make("option", { value: code }, words)));
      select.value = value;
      return select;
    }
    if (kind === "link" && lookup) {
      return makeLookup(lookup, { key: "key", label: label["aria-label"], value, text: shown.map((node) => node.textContent).join("").trim() });
    }
    const mode = ["money", "quantity", "whole"].includes(kind) ? { inputmode: "decimal", class: "num" } : {};
    return make("input", { type: "text", value, autocomplete: "off", ...label, ...mode });
  }

  async save(cell, value, version) {
    const row = cell.closest("tr");
    const sent = { id: Number(row.dataset.id), version: Number(version ?? row.dataset.version), column: cell.dataset.cell, value };
    const before = cell.cloneNode(true);
    cell.classList.add("saving");
    cell.textContent = shownText(cell, this.head(cell), value);
    let answer;
    try {
      answer = await ask(this.url, { method: "PATCH", json: [sent] });
    } catch {
      answer = { status: 0, body: { error: "No connection. What you typed stays here; press F2 and Enter to save it again." } };
    }
    cell.classList.remove("saving");
    this.answered(cell, row, value, before, answer);
  }

  answered(cell, row, value, before, { status, body }) {
    const saved = body?.saved?.[0];
    if (saved) {
      row.dataset.version = saved.version;
      cell.dataset.value = saved.value ?? value;
      if (saved.text !== undefined) cell.textContent = saved.text;
      delete cell.dataset.typed;
      cell.classList.add("saved");
      setTimeout(() => cell.classList.remove("saved"), 1_700);
      this.saved(body.batch);
    } else if (body?.stale?.length) {
      this.stale(cell, row, value, body.stale[0]);
    } else {
      cell.replaceChildren(...before.childNodes);
      this.refuse(cell, value, body?.refused?.[0]?.message ?? trouble(status, body));
    }
  }

  /** A word beside the list: when it was saved, and the way back. */
  saved(batch) {
    const place = document.querySelector("[data-saved]");
    const time = new Date().toTimeString().slice(0, 5);
    const undo = this.table.dataset.undoUrl?.replace("{batch}", batch);
    if (!place) { say(`Saved ${time}.`, { tone: "green", undo: batch && undo }); return; }
    place.replaceChildren(`Saved ${time}`);
    if (undo && batch) place.append(" · ", make("form", { method: "post", action: undo, class: "inline" },
      make("input", { type: "hidden", name: "csrf_token", value: one('meta[name="csrf-token"]')?.content ?? "" }),
      make("button", { class: "link" }, "Undo")));
  }

  refuse(cell, typed, reason) {
    cell.dataset.typed = typed;
    cell.dataset.reason = reason;
    cell.classList.add("refused");
    cell.replaceChildren(typed || "blank");
    const box = pop(cell, make("p", {}, reason), make("div", { class: "verbs" },
      make("button", { type: "button", class: "btn btn-primary", onclick: () => { box.remove(); this.edit(cell); } }, "Mend it"),
      make("button", { type: "button", class: "btn", onclick: () => { box.remove(); this.drop(cell); } }, "Leave it as it was")));
  }

  drop(cell) {
    delete cell.dataset.typed;
    cell.classList.remove("refused");
    cell.textContent = shownText(cell, this.head(cell), cell.dataset.value ?? "");
    cell.focus();
  }

  stale(cell, row, yours, stale) {
    const take = (value, version) => { box.remove(); this.save(cell, value, version); };
    const box = pop(cell,
      make("p", {}, make("strong", {}, "Somebody else changed this meanwhile. "), [stale.by, stale.at].filter(Boolean).join(", ")),
      make("dl", {}, make("dt", {}, "Yours"), make("dd", {}, stale.yours || yours || "blank"), make("dt", {}, "Theirs"), make("dd", {}, stale.theirs || "blank")),
      make("div", { class: "verbs" },
        make("button", { type: "button", class: "btn btn-primary", onclick: () => take(yours, stale.version) }, "Keep mine"),
        make("button", { type: "button", class: "btn", onclick: () => {
          box.remove();
          row.dataset.version = stale.version;
          cell.dataset.value = stale.theirs ?? "";
          this.drop(cell);
        } }, "Take theirs")));
  }
}

/** Words of a value: a choice shows its label, not its code. */
function shownText(cell, head, value) {
  if (head.dataset.kind !== "choice") return value;
  return JSON.parse(head.dataset.choices ?? "[]").find(([code]) => code === value)?.[1] ?? value;
}

const close = () => document.querySelectorAll(".cell-pop").forEach((box) => box.remove());

/** A small box under a cell, outside the table so that nothing cuts it off. */
function pop(cell, ...content) {
  close();
  const box = make("div", { class: "cell-pop", role: "alertdialog", "aria-label": "About this cell" }, ...content);
  document.body.append(box);
  const place = cell.getBoundingClientRect();
  box.style.insetBlockStart = `${place.bottom + scrollY + 4}px`;
  box.style.insetInlineStart = `${Math.max(8, Math.min(place.left + scrollX, scrollX + innerWidth - box.offsetWidth - 8))}px`;
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") { box.remove(); cell.focus(); } });
  one("button", box)?.focus();
  return box;
}
