// Rows of a list: choosing them (one, a range, the page), moving with the keyboard, and the actions on the chosen ones.
import { all, one } from "./dom.js";

export function startRows(root = document) {
  for (const table of all("table[data-rows]", root)) new Rows(table);
}

export class Rows {
  constructor(table) {
    this.table = table;
    this.page = one("[data-pick-page]", table);
    this.verbs = new Verbs(table.id, this);
    this.last = null;
    this.whole = false; // all rows of the list, also those of other pages
    table.addEventListener("click", (event) => this.clicked(event));
    table.addEventListener("change", (event) => this.changed(event));
    this.show();
  }

  get boxes() { return all("tbody [data-pick]", this.table); }
  get ids() { return this.boxes.filter((box) => box.checked).map((box) => box.value); }
  get number() { return this.ids.length; }

  /** What an action runs on: the chosen rows, or what they name beside (`data-by="offer"`). */
  write(url, verb) {
    const by = verb.dataset.by;
    const chosen = this.boxes.filter((box) => box.checked && (!by || box.dataset[by]));
    url.searchParams.set("ids", chosen.map((box) => (by ? box.dataset[by] : box.value)).join(","));
    return true;
  }

  /** The statuses of the chosen rows, as far as the list shows them. */
  get statuses() {
    const rows = this.boxes.filter((box) => box.checked).map((box) => box.closest("tr"));
    return rows.map((row) => one("td[data-status]", row)?.dataset.value);
  }

  /** Whether all rows of the list may be chosen: the page is, and the list goes on. */
  mayWiden(bar, number) {
    return number > 0 && number === this.boxes.length && Number(bar.dataset.count) > number;
  }

  clicked(event) {
    const box = event.target.closest("[data-pick]");
    if (!box) return;
    if (event.shiftKey && this.last && this.last !== box) {
      const boxes = this.boxes;
      const [from, to] = [boxes.indexOf(this.last), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const each of boxes.slice(from, to + 1)) each.checked = box.checked;
    }
    this.last = box;
    this.show();
  }

  changed(event) {
    this.whole = false;
    if (event.target === this.page) for (const box of this.boxes) box.checked = this.page.checked;
    if (event.target.matches("[data-pick], [data-pick-page]")) this.show();
  }

  show() {
    const boxes = this.boxes;
    const ids = this.ids;
    for (const box of boxes) box.closest("tr").setAttribute("aria-selected", String(box.checked));
    if (this.page) {
      this.page.checked = boxes.length > 0 && ids.length === boxes.length;
      this.page.indeterminate = ids.length > 0 && ids.length < boxes.length;
    }
    this.verbs.show();
  }

  get words() { return this.number ? `${this.number} chosen${this.sums()}` : ""; }

  widen() {
    this.whole = true;
    this.verbs.show();
  }

  /** The money of the chosen rows, for columns marked data-sum. */
  sums() {
    const rows = this.boxes.filter((box) => box.checked).map((box) => box.closest("tr"));
    return all("thead th[data-sum]", this.table).map((head) => {
      const at = head.cellIndex;
      const cents = rows.reduce((sum, row) => sum + Math.round(Number(row.cells[at].textContent.replace(/[^\d.-]/g, "") || 0) * 100), 0);
      return ` · ${head.textContent.trim().toLowerCase()} ${(cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2 })}`;
    }).join("");
  }
}

/** The bars of actions of a list (`data-verbs="name"`). `chosen` tells of the chosen rows: their `number`, their
    `statuses`, the `words` for the bar, whether it is the `whole` list, whether it may be (`mayWiden`, `widen`), and
    `write(url, verb)` names them in an address; false where it cannot. */
export class Verbs {
  constructor(name, chosen) {
    Object.assign(this, { name, chosen });
    document.addEventListener("click", (event) => this.act(event));
  }

  get bars() { return all("[data-verbs]").filter((bar) => bar.dataset.verbs === this.name); }

  show() {
    const { whole } = this.chosen;
    for (const bar of this.bars) {
      const number = whole ? Number(bar.dataset.count) : this.chosen.number;
      bar.classList.toggle("ready", number > 0);
      const widen = one("[data-pick-all]", bar);
      if (widen) widen.hidden = whole || !this.chosen.mayWiden(bar, number);
      this.offer(bar, number, whole ? [] : this.chosen.statuses);
      const told = one("[data-verbs-words]", bar);
      if (!told) continue;
      told.dataset.none ??= told.textContent;
      const all = `All ${number.toLocaleString("en-US")}${"capped" in bar.dataset ? "+" : ""} rows chosen`;
      told.textContent = whole ? all : this.chosen.words || told.dataset.none;
    }
  }

  /** Which actions stand in a bar, and which of them the chosen rows allow. */
  offer(bar, number, statuses) {
    for (const verb of all("[data-verb]", bar)) {
      const offered = (number <= 1 || verb.dataset.many !== "no") && fits(verb, statuses);
      verb.setAttribute("aria-disabled", String(!(number > 0 && offered)));
      verb.hidden = !offered;
    }
    const lead = all("[data-verb]", bar).find((verb) => !verb.hidden);
    if (!lead) return;
    const ready = lead.getAttribute("aria-disabled") === "false";
    lead.textContent = lead.textContent.replace(/ \([\d,]+\)$/, "") + (ready && number > 1 ? ` (${number.toLocaleString("en-US")})` : "");
  }

  /** An action: its page is opened with the chosen ids. */
  act(event) {
    const bar = event.target.closest?.("[data-verbs]");
    if (!bar || !this.bars.includes(bar)) return;
    if (event.target.closest("[data-pick-all]")) this.chosen.widen();
    const verb = event.target.closest("[data-verb]");
    if (!verb) return;
    event.preventDefault();
    if (verb.getAttribute("aria-disabled") === "true") return;
    const url = new URL(verb.getAttribute("href") ?? verb.dataset.url, location.href);
    if (this.chosen.whole) {
      url.searchParams.delete("ids");
      url.searchParams.set("of", bar.dataset.of);
    } else if (!this.chosen.write(url, verb)) return;
    if (!url.searchParams.has("back")) url.searchParams.set("back", location.pathname + location.search);
    location.assign(url);
  }
}

/** Whether an action fits one of these statuses; an unknown one it may fit. */
function fits(verb, statuses) {
  const wanted = verb.dataset.statuses?.split(" ");
  return !wanted || !statuses.length || statuses.some((status) => !status || wanted.includes(status));
}

/** j and k: the next and the previous row of the first list, or entry of My day. */
export function stepRow(step) {
  const rows = all("table[data-rows] tbody tr, .work, [data-step]").filter((row) => row.offsetParent);
  if (!rows.length) return;
  const now = rows.indexOf(document.activeElement?.closest?.("tr, .work, [data-step]"));
  const next = rows[Math.max(0, Math.min(rows.length - 1, now + step))];
  const target = one("td[tabindex='0'], a[data-open], a", next) ?? next;
  target.focus();
  target.scrollIntoView({ block: "nearest" });
}
