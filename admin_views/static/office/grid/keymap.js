// The map of the grid's keys, in the page's own map of keys (F1, ?).
import { make, one } from "../dom.js";
import { addKeys, keysInWords } from "./keys.js";

const NAMES = { ctrl: "Ctrl", shift: "Shift", alt: "Alt", " ": "Space", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", PageUp: "Page up", PageDown: "Page down", Escape: "Esc", ContextMenu: "Menu key" };

export function startKeyMap() {
  const dialog = one("[data-keys]");
  const place = one("[data-grid-keys]");
  if (!dialog || !place) return;
  const show = () => {
    dialog.showModal();
    dialog.scrollTop = 0; // its only button stands at the end
  };
  addKeys({ F1: ["This map of keys", show] });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F1" || event.defaultPrevented || one("dialog[open]")) return;
    event.preventDefault();
    show();
  });
  const entries = keysInWords().flatMap(([key, words]) => [make("dt", {}, make("kbd", {}, spelled(key))), make("dd", {}, words)]);
  one("dl", place).replaceChildren(...entries);
  place.hidden = false;
  one("[data-grid-keys-outside]").hidden = false;
  one("[data-list-keys]").hidden = true;
}

/** A key as it is printed on a board: "ctrl+ArrowDown" is "Ctrl ↓". */
const spelled = (key) => key.split("+").map((part) => NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join(" ");
