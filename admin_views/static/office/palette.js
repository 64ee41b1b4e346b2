// The search box as the way to everything: records, pages, views, actions, reports. Enter without a choice searches.
import { all, ask, go, one } from "./dom.js";
import { Lookup } from "./lookup.js";

const PLACES = 6; // recent places of an empty box
const ACTIONS = 4; // and the actions used most
const KEPT = 30;

export function startPalette(root = document) {
  const form = one("form[data-search]", root);
  if (!form || !document.body.dataset.who) return;
  const box = new Palette(form);
  visited();
  one("[data-sign-out]", root)?.addEventListener("submit", () => localStorage.removeItem(place()));
  return box;
}

class Palette extends Lookup {
  prepare() {
    super.prepare();
    this.list.setAttribute("aria-label", "Go to");
    this.list.classList.add("palette");
    this.text.addEventListener("focus", () => this.fetch());
    this.text.addEventListener("click", () => this.list.hidden && this.fetch());
  }

  /** Nothing is chosen until somebody chooses: Enter alone searches. */
  first() { return -1; }

  async fetch() {
    const typed = this.text.value.trim();
    this.running?.abort();
    this.running = new AbortController();
    const url = new URL("/admin/palette/", location.href);
    url.searchParams.set("q", typed);
    for (const [name, value] of Object.entries(here())) url.searchParams.set(name, value);
    if (!typed) this.show(kept());
    if (!typed && !url.searchParams.has("ids")) return;
    try {
      const { status, body } = await ask(url, { signal: this.running.signal });
      if (status !== 200 || document.activeElement !== this.text) return;
      const found = body.groups.flatMap((group) => group.items.map((item) => ({ ...item, group: group.title })));
      this.show(typed ? [...found, everywhere(typed)] : [...found, ...kept()]);
    } catch (error) {
      if (error.name !== "AbortError") this.note("No connection. Try again.");
    }
  }

  show(results) {
    if (results.length) super.show(results);
    else this.open(false);
  }

  /** Up from the first leads back to what is typed. */
  keyPressed(event) {
    if (event.key === "ArrowUp" && !this.list.hidden && this.at <= 0) {
      event.preventDefault();
      this.at = this.at === 0 ? -1 : this.results.length - 1;
      this.text.removeAttribute("aria-activedescendant");
      this.mark();
      return;
    }
    if (event.key === "Escape" && this.list.hidden) this.text.blur();
    else if (event.key === "Escape") event.preventDefault(); // else the browser empties the box
    if (event.key !== "Tab") super.keyPressed(event);
  }

  choose(at) {
    const result = this.results[at];
    if (!result) return;
    this.open(false);
    if (result.url.startsWith("/admin/do/")) used(result);
    const url = new URL(result.url, location.href);
    if (url.pathname.startsWith("/admin/do/") && !url.searchParams.has("back")) url.searchParams.set("back", location.pathname + location.search);
    this.text.blur();
    go(url);
  }

  left() { this.open(false); }
}

const everywhere = (typed) => ({ text: `Search for “${typed}”`, detail: "All records that hold it", url: `/admin/search/?all=1&q=${encodeURIComponent(typed)}`, group: "Search" });

// --- the records one is looking at ---

/** {sheet, ids} of the record of the page, or of the chosen rows of its list. */
function here() {
  const [, , sheet, part] = location.pathname.split("/");
  const chosen = { ids: [] };
  document.dispatchEvent(new CustomEvent("office:chosen", { detail: chosen }));
  const id = /^\d+$/.test(part ?? "") ? part : part === "details" || part === "edit" ? new URLSearchParams(location.search).get("id") : null;
  const ids = id ? [id] : chosen.ids;
  return sheet && ids.length ? { sheet, ids: ids.join(",") } : {};
}

// --- what is kept of a person in this browser ---

const place = () => `office.places.${document.body.dataset.who}`;

function read() {
  try {
    return { places: [], actions: [], ...JSON.parse(localStorage.getItem(place())) };
  } catch {
    return { places: [], actions: [] };
  }
}

function write(what) {
  try {
    localStorage.setItem(place(), JSON.stringify(what));
  } catch { /* the box works without */ }
}

/** The page that is shown is a recent place, by its title. */
function visited() {
  const asks = location.pathname.startsWith("/admin/do/") || location.pathname.startsWith("/admin/search");
  if (asks || !location.pathname.startsWith("/admin/") || !one("main")) return;
  const known = read();
  const url = location.pathname + location.search;
  const text = document.title.split(" · ").slice(0, -1).join(" · ") || document.title;
  known.places = [{ text, url }, ...known.places.filter((one) => one.url !== url && one.text !== text)].slice(0, KEPT);
  write(known);
}

/** An action that was used, without the records it ran on. */
function used({ text, url }) {
  const known = read();
  const to = new URL(url, location.href);
  to.searchParams.delete("ids");
  const same = known.actions.find((one) => one.text === text) ?? { text, sheet: to.searchParams.get("sheet"), count: 0 };
  same.count += 1;
  known.actions = [same, ...known.actions.filter((one) => one.text !== text)].sort((a, b) => b.count - a.count).slice(0, KEPT);
  write(known);
}

/** What an empty box offers: where one was lately, and what one does most. */
function kept() {
  const known = read();
  const now = location.pathname + location.search;
  const places = known.places.filter((one) => one.url !== now).slice(0, PLACES);
  const actions = known.actions.filter((one) => one.sheet).slice(0, ACTIONS);
  return [
    ...places.map((one) => ({ ...one, group: "Lately" })),
    ...actions.map((one) => ({ text: one.text, detail: "Choose the records in their list", url: `/admin/${one.sheet}/`, group: "What you do most" })),
  ];
}

/** The rows of a list that are chosen. */
document.addEventListener("office:chosen", (event) => {
  event.detail.ids.push(...all("table[data-rows] tbody [data-pick]:checked").map((box) => box.value));
});
