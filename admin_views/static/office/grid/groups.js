// Rows in groups with their subtotals: `group=` of the address, up to three columns, the outermost first.
import { make, one } from "../dom.js";
import { grouped } from "./columns.js";
import { addKeys } from "./keys.js";

const LEVELS = 3;
const BY_VALUE = ["text", "code", "choice", "yesno", "whole", "quantity", "money", "link"];
const PARTS = [["day", "by day"], ["month", "by month"], ["year", "by year"], ["fiscal", "by fiscal year"]];

/** The columns by which an address groups the rows. */
export const groupedBy = (facts) => facts.group;

export function startGroups(grid) {
  grid.groups = new Groups(grid);
}

/** What the menu of a column offers of grouping. */
export function groupChoices(grid, column) {
  const now = grid.grouped;
  const bare = now.map((name) => name.split(":")[0].replace("-", ""));
  if (bare.includes(column.name)) return [{ words: "Group no longer by this", act: () => grid.groups.by(now.filter((_, at) => bare[at] !== column.name)) }];
  if (column.covered) return [];
  const off = now.length >= LEVELS ? "Rows stand in groups by at most three columns." : "";
  const words = now.length ? "Then group by this" : "Group by this";
  const add = (name) => () => grid.groups.by([...now, name]);
  if (BY_VALUE.includes(column.kind)) return [{ words, off, act: add(column.name) }];
  if (!["day", "instant"].includes(column.kind)) return [];
  return [{ words, off, more: () => PARTS.map(([part, how]) => ({ words: `${words} ${how}`, act: add(`${column.name}:${part}`) })) }];
}

class Groups {
  constructor(grid) {
    this.grid = grid;
    this.closed = new Set();
    grid.el.rowClass = "$class";
    grid.el.addEventListener("click", (event) => this.clicked(event));
    for (const name of ["office:facts", "office:loaded"]) grid.el.addEventListener(name, () => this.chips());
    addKeys({
      "alt+ArrowLeft": ["Close the group", () => this.close(true)],
      "alt+ArrowRight": ["Open the group", () => this.close(false)],
      "shift+alt+ArrowLeft": ["Close all groups", () => this.every(true)],
      "shift+alt+ArrowRight": ["Open all groups", () => this.every(false)],
    });
    this.chips();
    if (grid.grouped.length) grid.store.arrange();
  }

  by(names) {
    this.closed.clear();
    this.grid.visit(this.grid.address({ group: names.join(",") }));
  }

  /** Rows as they stand: the head of each group before its rows, none of what is closed; null without groups. */
  arrange(ordered, groups, start) {
    if (!this.grid.grouped.length || !groups.length) return null;
    const last = this.grid.grouped.length - 1;
    const found = [];
    let at = -start;
    let shut = Infinity; // level of the closed group that we are in
    for (const group of groups) {
      if (group.level <= shut) {
        shut = Infinity;
        const head = headOf(group, this.closed);
        if (head.$closed) shut = group.level;
        if (at < ordered.length && at + group.count > 0) found.push(head);
      }
      if (group.level < last) continue;
      if (shut === Infinity) for (const row of ordered.slice(Math.max(0, at), Math.max(0, at + group.count))) found.push(row);
      at += group.count;
    }
    return found;
  }

  /** Open or close a group by its head. */
  turn(head) {
    const key = keyOf(head.$group);
    if (!this.closed.delete(key)) this.closed.add(key);
    this.redo();
  }

  redo() {
    const { grid } = this;
    const { focus } = grid;
    const on = focus && grid.rowAt(focus.y);
    grid.store.arrange();
    grid.el.source = grid.store.rows;
    const at = on?.$group ? grid.store.rows.findIndex((row) => row.$group === on.$group) : on?.$at;
    if (focus && at >= 0) grid.move({ x: focus.x, y: at });
    grid.tell("office:ordered");
  }

  /** Close or open the group that the cell in focus stands in. */
  close(shut) {
    const { grid } = this;
    if (!grid.grouped.length) return;
    let at = grid.focus.y;
    while (at > 0 && !grid.rowAt(at).$group) at -= 1;
    const head = grid.rowAt(at);
    if (!head.$group || Boolean(head.$closed) === shut) return;
    grid.move({ x: grid.focus.x, y: at }).then(() => this.turn(head));
  }

  every(shut) {
    this.closed = new Set(shut ? this.grid.store.groups.map(keyOf) : []);
    this.redo();
  }

  clicked(event) {
    const button = event.target.closest("[data-group-turn]");
    if (!button) return;
    const head = this.grid.rowAt(Number(button.closest("[data-rgrow]").dataset.rgrow));
    if (head?.$group) this.turn(head);
  }

  /** The groups at the head, each with its way out. */
  chips() {
    const place = one("[data-grid-groups]");
    if (!place) return;
    const names = this.grid.grouped;
    place.hidden = !names.length;
    const chip = (name, at) => make("button", { type: "button", class: "chip grey group-chip", "aria-label": `Group no longer by ${this.label(name)}`,
      onclick: () => this.by(names.filter((_, other) => other !== at)) }, `${this.label(name)} ×`);
    const act = (words, shut) => make("button", { type: "button", class: "link", onclick: () => this.every(shut) }, words);
    place.replaceChildren(make("span", {}, "In groups by"), ...names.map(chip), act("Close all", true), act("Open all", false));
  }

  label(name) {
    const [column, part] = name.replace("-", "").split(":");
    const how = PARTS.find(([code]) => code === part)?.[1];
    const chooser = one(`[data-columns] input[value="${column}"]`)?.closest("label");
    return `${this.grid.column[column]?.label ?? chooser?.textContent.trim() ?? column}${how ? ` ${how}` : ""}`;
  }

  /** A cell of a group's head: its words and count at the left, its sums below the columns. */
  cell(h, column, { $group: group, $closed: closed }) {
    if (column.name === this.grid.shown[0]) {
      return h("button", { type: "button", class: "group-turn", tabindex: "-1", "data-group-turn": "", "aria-expanded": String(!closed) },
        h("span", { class: "group-arrow", "aria-hidden": "true" }, closed ? "▸" : "▾"), h("b", {}, group.words || "Blank"), h("span", { class: "group-count" }, ` ${group.count.toLocaleString("en-US")}`, h("span", { class: "sr-only" }, group.count === 1 ? " row" : " rows")));
    }
    const sum = group.sums?.[column.name];
    const told = column.kind === "money" || this.grid.foot?.choice(column) === "sum";
    return told && sum !== undefined && sum !== null ? grouped(String(sum)) : "";
  }
}

const keyOf = (group) => JSON.stringify(group.values);

function headOf(group, closed) {
  return { $group: group, $closed: closed.has(keyOf(group)), $class: `group-row level-${group.level}` };
}
