// A menu that opens at a place: by mouse or keyboard, as screen readers know menus.
import { all, make } from "../dom.js";

let open = null;

/** Open a menu. `items`: {words, act | href | more, checked?, off?: reason, key?} or null for a line between; `more()` gives
    the items of a menu behind an entry. `at` is {x, y} on the screen; `back` is called when it is closed. */
export function openMenu({ label, items, at, back }) {
  closeMenu();
  const element = make("div", { class: "grid-menu", role: "menu", "aria-label": label, tabindex: "-1" });
  open = { element, at, back, levels: [items] };
  document.body.append(element);
  fill();
  element.addEventListener("keydown", keyed);
  element.addEventListener("click", clicked);
  document.addEventListener("keydown", strayed, true);
  setTimeout(() => {
    if (open?.element !== element) return;
    document.addEventListener("mousedown", outside, true);
    addEventListener("blur", leave);
  });
}

/** A cell that was just pressed takes the keyboard a moment later: the menu takes it back with the first key. */
function strayed(event) {
  if (!open || open.element.contains(event.target)) return;
  first()?.focus();
  keyed(event);
  event.stopImmediatePropagation();
}

export function closeMenu({ back = false } = {}) {
  if (!open) return;
  const was = open;
  open = null;
  document.removeEventListener("mousedown", outside, true);
  document.removeEventListener("keydown", strayed, true);
  removeEventListener("blur", leave);
  was.element.remove();
  if (back) was.back?.();
}

const leave = () => closeMenu();
const outside = (event) => { if (!open?.element.contains(event.target)) closeMenu(); };

function fill() {
  const { element, levels } = open;
  const items = levels.at(-1);
  const rows = items.map((item, at) => (item ? drawn(item, at) : make("div", { class: "menu-line", role: "separator" })));
  if (levels.length > 1) rows.unshift(make("button", { type: "button", role: "menuitem", tabindex: "-1", class: "menu-back", "data-at": "back" }, "‹ Back"));
  element.replaceChildren(...rows);
  place();
  (first() ?? element).focus();
}

const first = () => all("[role^=menuitem]:not([aria-disabled=true])", open.element)[open.levels.length > 1 ? 1 : 0];

function drawn(item, at) {
  const role = item.checked === undefined ? "menuitem" : "menuitemradio";
  const state = { role, tabindex: "-1", "data-at": at, "aria-checked": item.checked === undefined ? null : String(item.checked),
    "aria-disabled": item.off ? "true" : null, title: item.off || null, "aria-haspopup": item.more ? "menu" : null };
  const inside = [make("span", { class: "menu-mark", "aria-hidden": "true" }, item.checked ? "✓" : ""), make("span", { class: "menu-words" }, item.words)];
  if (item.key) inside.push(make("kbd", {}, item.key));
  if (item.more) inside.push(make("span", { "aria-hidden": "true", class: "menu-more" }, "›"));
  return item.href ? make("a", { ...state, href: item.href }, ...inside) : make("button", { type: "button", ...state }, ...inside);
}

function place() {
  const { element, at } = open;
  const box = element.getBoundingClientRect();
  element.style.insetInlineStart = `${Math.max(4, Math.min(at.x, innerWidth - box.width - 4))}px`;
  element.style.insetBlockStart = `${Math.max(4, Math.min(at.y, innerHeight - box.height - 4))}px`;
}

function clicked(event) {
  const entry = event.target.closest("[data-at]");
  if (entry) choose(entry, event);
}

function choose(entry, event) {
  if (entry.dataset.at === "back") {
    up();
    return;
  }
  const item = open.levels.at(-1)[Number(entry.dataset.at)];
  if (item.off || item.more) event.preventDefault();
  if (item.off) return;
  if (item.more) {
    open.levels.push(item.more());
    fill();
    return;
  }
  closeMenu({ back: !item.href });
  item.act?.();
}

function up() {
  if (open.levels.length === 1) {
    closeMenu({ back: true });
    return;
  }
  open.levels.pop();
  fill();
}

function keyed(event) {
  event.stopPropagation();
  const entries = all("[role^=menuitem]", open.element);
  const at = entries.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 };
  if (event.key in steps) entries.at(steps[event.key] % entries.length).focus();
  else if (event.key === "Escape" || event.key === "ArrowLeft") up();
  else if (event.key === "Tab") closeMenu({ back: true });
  else if (event.key === "ArrowRight") document.activeElement.getAttribute("aria-haspopup") && document.activeElement.click();
  else if (event.key.length === 1 && /\S/.test(event.key) && !event.ctrlKey && !event.metaKey) begins(entries, at, event.key);
  else return;
  event.preventDefault();
}

/** A letter goes to the next entry that begins with it. */
function begins(entries, at, letter) {
  const order = [...entries.slice(at + 1), ...entries.slice(0, at + 1)];
  order.find((entry) => entry.textContent.replace(/^[✓‹\s]+/, "").toLowerCase().startsWith(letter.toLowerCase()))?.focus();
}
