// The calculators: a list narrowed while a word is typed, tables of lines that grow, and the way to paper.
import { all, one } from "./dom.js";

export function startCalculators(root = document) {
  for (const box of all("[data-narrows]", root)) narrow(box);
  for (const table of all("[data-grows]", root)) grow(table);
  for (const button of all("[data-print]", root)) {
    button.hidden = false;
    button.addEventListener("click", () => print());
    if (button.dataset.print === "now") addEventListener("load", () => print());
  }
}

/** Only what has every word stays in sight; a group of which nothing does goes too. */
function narrow(box) {
  const list = document.getElementById(box.dataset.narrows);
  const none = one("[data-narrowed-none]");
  box.form?.querySelector("button")?.remove();
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const item of all("[data-narrowed]", list)) {
      const text = `${item.dataset.narrowed} ${item.textContent}`.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
    }
    for (const group of all("[data-narrowed-group]", list)) group.hidden = !one("[data-narrowed]:not([hidden])", group);
    none.hidden = Boolean(one("[data-narrowed-group]:not([hidden])", list));
  });
}

/** A table of lines always ends in an empty one: it opens as soon as the last one is begun. */
function grow(table) {
  const words = one("[data-grows-words]", table.closest("form"));
  if (words) words.textContent = "Tab goes from cell to cell. A new line opens as soon as the last one is begun.";
  const body = table.tBodies[0];
  body.addEventListener("input", () => {
    const last = body.rows[body.rows.length - 1];
    if (all("input, select", last).some((control) => control.value)) body.append(another(last, table.dataset.grows));
  });
}

/** An empty copy of a line, numbered one higher. */
function another(line, name) {
  const number = Number(line.cells[0].textContent);
  const copy = line.cloneNode(true);
  copy.cells[0].textContent = number + 1;
  for (const note of all(".field-error", copy)) note.remove();
  for (const cell of all("td", copy)) cell.classList.remove("bad");
  for (const control of all("input, select", copy)) {
    control.value = "";
    control.removeAttribute("aria-invalid");
    control.removeAttribute("aria-describedby");
    const part = control.name.split(".").at(-1);
    control.name = control.id = `${name}.${number}.${part}`;
    control.setAttribute("aria-label", control.getAttribute("aria-label").replace(/\d+$/, number + 1));
  }
  return copy;
}
