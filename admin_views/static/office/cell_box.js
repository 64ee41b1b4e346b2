// The small box at a cell that came back: why it is not saved, or both values of a stale one, with what may be done.
import { make, one } from "./dom.js";

export const closeBoxes = () => document.querySelectorAll(".cell-pop").forEach((box) => box.remove());

/** A small box under a cell, outside its table so that nothing cuts it off; `focus`: the keyboard goes into it. */
export function pop(cell, content, { focus = true } = {}) {
  closeBoxes();
  const box = make("div", { class: "cell-pop", role: "alertdialog", "aria-label": "About this cell" }, ...content);
  document.body.append(box);
  placeBox(box, cell);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    box.remove();
    cell.focus();
  });
  if (focus) one("button", box)?.focus();
  return box;
}

/** Under its cell, or above it where the window ends. */
export function placeBox(box, cell) {
  const place = cell.getBoundingClientRect();
  const below = place.bottom + 4;
  const top = below + box.offsetHeight > innerHeight && place.top > box.offsetHeight + 8 ? place.top - box.offsetHeight - 4 : below;
  box.style.insetBlockStart = `${top + scrollY}px`;
  box.style.insetInlineStart = `${Math.max(8, Math.min(place.left + scrollX, scrollX + innerWidth - box.offsetWidth - 8))}px`;
}

/** Buttons of a box: [words, what they do], the first one the foremost; each closes the box. */
function verbs(acts) {
  return make("div", { class: "verbs" }, ...acts.map(([words, act], at) => make("button", {
    type: "button", class: `btn${at ? "" : " btn-primary"}`,
    onclick: (event) => {
      event.currentTarget.closest(".cell-pop").remove();
      act();
    },
  }, words)));
}

/** What a box says of a refused cell. */
export const refusedBox = (reason, acts) => [make("p", {}, reason), verbs(acts)];

/** What a box says of a cell that somebody else changed: who and when, both values. */
export function staleBox({ told, yours, theirs }, acts) {
  return [
    make("p", {}, make("strong", {}, "Somebody else changed this meanwhile."), told ? ` ${told}.` : ""),
    make("dl", {}, make("dt", {}, "Yours"), make("dd", {}, yours || "blank"), make("dt", {}, "Theirs"), make("dd", {}, theirs || "blank")),
    verbs(acts)];
}
