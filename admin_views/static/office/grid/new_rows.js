// Rows that were pasted below the last one: offered as new records; those that are refused come back to be mended.
import { ask, make, one, newId, trouble } from "../dom.js";
import { count } from "./many.js";
import { drawn } from "./sight.js";
import { writeTabbed } from "./tables.js";

const AT_ONCE = 1_000;
const SHOWN = 8;

/** Offer new records for rows ({columns, rows of texts}) that stand below the last one. */
export async function offerRows(grid, { columns, rows }) {
  const many = counted(grid, rows.length);
  if (!grid.facts.may_create) {
    grid.saving.say(`${count(rows.length, "row")} below the last one ${rows.length === 1 ? "is" : "are"} left out: ${grid.facts.why_not_made || "no new rows are made here."}`);
  } else {
    const fixed = columns.filter((name) => grid.column[name].fixed);
    const typed = columns.filter((name) => !fixed.includes(name));
    await new NewRows(grid, typed, fixed, many).open(rows.map((row) => Object.fromEntries(columns.map((name, x) => [name, row[x]]).filter(([name]) => typed.includes(name)))));
  }
}

/** Whether so many new rows are too many at once; the grid says so, and nothing of the paste is written. */
export function mayNot(grid, number) {
  if (!grid.facts.may_create || number <= AT_ONCE) return false;
  grid.saving.say(`${count(number, "row")} stand below the last one; at most ${AT_ONCE.toLocaleString("en-US")} new ones are made at once. Nothing was pasted: import them from a workbook.`);
  return true;
}

const counted = (grid, number) => count(number, grid.facts.one, grid.facts.many.toLowerCase());

class NewRows {
  constructor(grid, columns, fixed, many) {
    Object.assign(this, { grid, columns, fixed, many, made: [], batches: [] });
  }

  /** Ask, then make them; resolves once the dialog is closed. */
  open(rows) {
    const id = newId("rows");
    const stand = rows.length === 1 ? "1 row stands" : `${rows.length.toLocaleString("en-US")} rows stand`;
    this.title = make("h2", { id }, `${stand} below the last one: make ${rows.length === 1 ? `a new ${this.grid.facts.one}` : `${rows.length.toLocaleString("en-US")} new ${this.grid.facts.many.toLowerCase()}`}?`);
    this.body = make("div", {});
    this.buttons = make("div", { class: "form-buttons" });
    this.dialog = make("dialog", { class: "dialog wide", "aria-labelledby": id }, this.title, this.body, this.buttons);
    document.body.append(this.dialog);
    this.ask(rows);
    this.dialog.showModal();
    one(".btn-primary", this.dialog).focus();
    return new Promise((resolve) => {
      this.dialog.addEventListener("close", () => {
        this.dialog.remove();
        this.over().then(resolve);
      });
    });
  }

  ask(rows) {
    const left = this.fixed.map((name) => make("li", {}, `${this.grid.column[name].label} is left out: ${this.grid.column[name].fixed}`));
    this.body.replaceChildren(
      left.length ? make("ul", { class: "left-out" }, ...left) : "",
      this.table(rows.slice(0, SHOWN).map((row) => make("tr", {}, ...this.columns.map((name) => make("td", {}, this.grid.saving.words(name, row[name])))))),
      rows.length > SHOWN ? make("p", { class: "muted" }, `The first ${SHOWN} are shown.`) : "");
    this.offer([[`Make ${rows.length === 1 ? "it" : "them"}`, () => this.send(rows)]], "Cancel");
  }

  table(rows) {
    const heads = this.columns.map((name) => make("th", { scope: "col" }, this.grid.column[name].label));
    return make("div", { class: "changes-box" }, make("table", { class: "table" }, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows)));
  }

  /** The buttons of the dialog: what goes on, foremost, and the way out. */
  offer(acts, out) {
    this.buttons.replaceChildren(
      make("button", { type: "button", class: "btn", onclick: () => this.dialog.close() }, out),
      ...acts.map(([words, act], at) => make("button", { type: "button", class: `btn${at === acts.length - 1 ? " btn-primary" : ""}`, onclick: act }, words)));
  }

  async send(rows) {
    for (const button of this.buttons.children) button.disabled = true;
    const { status, body } = await ask(`/admin/${this.grid.facts.sheet}/rows`, { method: "POST", json: { rows, click: this.clickFor(rows) } }).catch(() => ({ status: 0 }));
    if (!body?.saved) {
      const words = status ? trouble(status, body) : "No connection. Try again: what may have been made already is not made twice.";
      this.come(rows, rows.map((_, place) => ({ place, column: null, message: words })).slice(0, 1), words);
      return;
    }
    this.made.push(...body.saved.map(({ id }) => id));
    if (body.batch) this.batches.push({ batch: body.batch, title: body.title, number: body.saved.length });
    if (body.refused.length) this.come(rows, body.refused);
    else this.dialog.close();
  }

  /** The name of this sending: the same rows sent once more bear it again, so that they are made once. */
  clickFor(rows) {
    const text = JSON.stringify(rows);
    if (this.sent?.text !== text) this.sent = { text, click: crypto.randomUUID?.() ?? newId(`rows-${Date.now()}-${Math.random()}`) };
    return this.sent.click;
  }

  /** Those that are refused come back, each with its reasons, to be mended or copied. */
  come(rows, refused, trouble = "") {
    const places = trouble ? rows.map((_, place) => place) : [...new Set(refused.map(({ place }) => place))];
    const back = places.map((place) => ({ row: { ...rows[place] }, reasons: refused.filter((bad) => bad.place === place) }));
    const made = this.made.length ? `${counted(this.grid, this.made.length)} made. ` : "";
    this.title.textContent = trouble ? trouble : `${made}${count(back.length, "row")} came back.`;
    this.body.replaceChildren(this.table(back.flatMap((one, at) => this.mendable(one, at))));
    const again = `Make ${back.length === 1 ? "it" : `these ${back.length.toLocaleString("en-US")}`}`;
    this.offer([["Copy", () => this.copy(back)], [again, () => this.send(back.map(({ row }) => row))]], made ? "Leave them" : "Cancel");
    (one("[aria-invalid]", this.body) ?? one("input", this.body))?.focus();
  }

  mendable({ row, reasons }, at) {
    const told = newId("why");
    const cells = this.columns.map((name) => {
      const bad = reasons.some((reason) => reason.column === name);
      return make("td", {}, this.input(row, name, this.grid.column[name].label, { bad, told, at }));
    });
    const elsewhere = reasons.filter(({ column }) => column && !this.columns.includes(column));
    const words = reasons.filter((reason) => !elsewhere.includes(reason)).map(({ message }) => message).join(" ");
    const more = elsewhere.map(({ column, message }) => make("label", {}, `${message} `, this.input(row, column, message, { bad: true, told, at })));
    return [make("tr", {}, ...cells), make("tr", { class: "why-row" }, make("td", { colspan: this.columns.length, id: told }, words, ...more))];
  }

  input(row, name, label, { bad, told, at }) {
    return make("input", {
      type: "text", value: row[name] ?? "", "aria-label": `${label}, row ${at + 1}`, "aria-invalid": bad ? "true" : null, "aria-describedby": bad ? told : null,
      oninput: (event) => { row[name] = event.target.value; },
      onkeydown: (event) => {
        if (event.key === "Enter") one(".btn-primary", this.buttons).click();
      },
    });
  }

  async copy(back) {
    const text = writeTabbed(back.map(({ row }) => this.columns.map((name) => row[name] ?? "")));
    const said = await navigator.clipboard?.writeText(text).then(() => "Copied.", () => "") ?? "";
    this.title.textContent = said || "The browser does not let the office write to the clipboard here.";
  }

  /** Those that were made stand in the list, as far as it shows them. */
  async over() {
    const { grid } = this;
    if (!this.made.length) return;
    for (const { batch, title, number } of this.batches) grid.tell("office:saved", { batch, title, cells: [], what: "new", words: `${counted(grid, number)} made` });
    await grid.complete();
    const places = this.made.map((id) => grid.store.byId.get(id)?.$at).filter((place) => place !== undefined);
    const hidden = this.made.length - places.length;
    const words = `${counted(grid, this.made.length)} made.`;
    grid.saving.say(hidden ? `${words} ${hidden === this.made.length && hidden > 1 ? "None of them is" : `${hidden.toLocaleString("en-US")} not`} shown under these filters.` : words);
    await drawn(); // the new rows are no rows yet
    if (places.length) await grid.move({ y: Math.min(...places), x: 0 });
  }
}
