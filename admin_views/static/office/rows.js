// Rows of a list: choosing them (one, a range, the page), moving with the keyboard, and the actions on the chosen ones.
import { all, one } from "./dom.js";

export function startRows(root = document) {
  for (const table of all("table[data-rows]", root)) new Rows(table);
}

export class Rows {
  constructor(table) {
    this.table = table;
    this.page = one("[data-pick-page]", table);
    this.bars = all("[data-verbs]").filter((bar) => bar.dataset.verbs === table.id);
    this.last = null;
    this.whole = false; // all rows of the list, also those of other pages
    table.addEventListener("click", (event) => this.clicked(event));
    table.addEventListener("change", (event) => this.changed(event));
    this.bars.forEach((bar) => bar.addEventListener("click", (event) => this.act(event)));
    this.show();
  }

  get boxes() { return all("tbody [data-pick]", this.table); }
  get ids() { return this.boxes.filter((box) => box.checked).map((box) => box.value); }

  /** What an action runs on: the chosen rows, or what they name beside (`data-by="offer"`). */
  idsOf(verb) {
    const by = verb.dataset.by;
    if (!by) return this.ids;
    return this.boxes.filter((box) => box.checked && box.dataset[by]).map((box) => box.dataset[by]);
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
    for (const bar of this.bars) this.showBar(bar, this.whole ? Number(bar.dataset.count) : ids.length);
  }

  showBar(bar, number) {
    bar.classList.toggle("ready", number > 0);
    const statuses = this.whole ? [] : this.statuses;
    const widen = one("[data-pick-all]", bar);
    if (widen) widen.hidden = this.whole || !this.mayWiden(bar, number);
    for (const verb of all("[data-verb]", bar)) {
      const many = number <= 1 || verb.dataset.many !== "no";
      const offered = many && fits(verb, statuses);
      verb.setAttribute("aria-disabled", String(!(number > 0 && offered)));
      verb.hidden = !offered;
    }
    const lead = all("[data-verb]", bar).find((verb) => !verb.hidden);
    const ready = lead?.getAttribute("aria-disabled") === "false";
    if (lead) lead.textContent = lead.textContent.replace(/ \(\d+\)$/, "") + (ready && number > 1 ? ` (${number})` : "");
    const words = one("[data-verbs-words]", bar);
    if (words) words.dataset.none ??= words.textContent;
    if (words) words.textContent = this.whole ? `All ${number.toLocaleString("en-US")}${"capped" in bar.dataset ? "+" : ""} rows chosen` : number ? `${number} chosen${this.sums()}` : words.dataset.none;
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

  /** An action: its page is opened with the chosen ids. */
  act(event) {
    if (event.target.closest("[data-pick-all]")) {
      this.whole = true;
      this.show();
      return;
    }
    const verb = event.target.closest("[data-verb]");
    if (!verb) return;
    event.preventDefault();
    if (verb.getAttribute("aria-disabled") === "true") return;
    const url = new URL(verb.getAttribute("href") ?? verb.dataset.url, location.href);
    const bar = verb.closest("[data-verbs]");
    if (this.whole) {
      url.searchParams.delete("ids");
      url.searchParams.set("of", bar.dataset.of);
    } else url.searchParams.set("ids", this.idsOf(verb).join(","));
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
