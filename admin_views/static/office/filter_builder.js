// The filter builder: the whole filter of a list, every box of which must hold, any line of a box. The server reads the
// filters apart, offers columns and comparisons, and says what cannot be asked.
import { ask, debounce, go, make, newId, one, trouble } from "./dom.js";
import { FilterLine } from "./filter_line.js";
import { both, bounds, linesOf, together, written } from "./filter_text.js";

/** Open the builder over the list of this page.
    at: place of the filter to stand at. add: a column to ask something new of; its name alone will do.
    filters, apply: other filters than those of the address, and who takes the new ones instead of the page. */
export async function openBuilder(asked = {}) {
  const wish = typeof asked === "string" ? { add: asked } : asked;
  const place = one("[data-filter-builder]");
  const url = new URL(wish.url ?? place.dataset.filterBuilder, location.href);
  const base = new URL(wish.base ?? place?.dataset.base ?? location.pathname, location.href);
  const asOf = base.searchParams.get("as_of");
  if (asOf) url.searchParams.set("as_of", asOf);
  const builder = new Builder(url, wish.apply ?? ((filters) => go(withFilters(base, filters))));
  await builder.open(wish.filters ?? JSON.parse(place.dataset.filters), wish);
  return builder;
}

function withFilters(base, filters) {
  const url = new URL(base);
  for (const text of filters) url.searchParams.append("filter", text);
  return url;
}

class Builder {
  constructor(url, apply) {
    Object.assign(this, { url, apply, groups: [] });
    const title = newId("filters");
    this.boxes = make("div", { class: "filter-boxes" });
    this.words = make("p", { class: "filter-words muted", role: "status" });
    this.trouble = make("p", { class: "field-error", role: "alert", hidden: true });
    const form = make("form", { novalidate: true }, this.boxes,
      make("p", {}, make("button", { type: "button", class: "btn", "data-filter-new": true, onclick: () => this.add() }, "Add a filter")),
      this.words, this.trouble,
      make("div", { class: "form-buttons" },
        make("button", { type: "button", class: "btn", onclick: () => this.clear() }, "Remove all"),
        make("button", { type: "button", class: "btn", onclick: () => this.dialog.close() }, "Cancel"),
        make("button", { class: "btn btn-primary" }, "Show the list")));
    this.dialog = make("dialog", { class: "dialog wide filter-dialog", "aria-labelledby": title },
      make("h2", { id: title }, "Filters"),
      make("p", { class: "muted" }, "The list shows what fits every box. Within a box one line that fits is enough; lines joined by “and” have to fit together."), form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.finish();
    });
    const look = debounce(() => this.check(), 300);
    form.addEventListener("change", look);
    this.dialog.addEventListener("close", () => this.dialog.remove());
  }

  async open(filters, { at, add }) {
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.words.textContent = "One moment…";
    const { status, body } = await this.ask(filters, true);
    if (status !== 200) {
      this.words.textContent = "";
      this.fail(trouble(status, body));
      return;
    }
    this.offer = body;
    for (const { parts, from } of joined(body.filters, body.columns)) await this.group(parts, from);
    if (add !== undefined || !this.groups.length) await this.add(add);
    else (this.lines.find((line) => line.from.includes(at)) ?? this.lines[0]).focus();
    this.check();
  }

  get lines() { return this.groups.flatMap((group) => group.lines); }

  ask(filters, offer = false) {
    const url = new URL(this.url);
    for (const text of filters) url.searchParams.append("filter", text);
    if (offer) url.searchParams.set("offer", "yes");
    return ask(url).catch(() => ({ status: 0, body: { error: "No connection. Try again." } }));
  }

  /** A box: its lines, and the way to one more. */
  async group(parts, from = []) {
    const group = { lines: [], rows: make("div", { class: "filter-lines" }), legend: make("legend", {}) };
    group.box = make("fieldset", { class: "filter-box" }, group.legend, group.rows,
      ...["or", "and"].map((word) => make("button", { type: "button", class: "link filter-more", onclick: () => this.more(group, word) }, `${word}…`)));
    this.groups.push(group);
    this.boxes.append(group.box);
    for (const part of parts) await this.line(group, part, from);
    this.number();
    return group;
  }

  async line(group, part, from = []) {
    const line = new FilterLine(this.offer, { remove: () => this.remove(group, line), changed: () => this.show(group) });
    line.from = from;
    group.lines.push(line);
    group.rows.append(line.element);
    line.join(group.lines.length === 1, part.joined);
    await line.set(part);
    return line;
  }

  async add(column = "") {
    const known = this.offer.columns.some(({ name }) => name === column);
    const group = await this.group([{ path: known ? column : this.offer.columns[0].name, value: "" }]);
    group.lines[0].focus(known);
  }

  /** One more line of a box, joined to the one before by "or" or "and". */
  async more(group, joined) {
    const { path } = group.lines.at(-1);
    (await this.line(group, { path, value: "", joined })).focus();
  }

  remove(group, line) {
    const at = this.lines.indexOf(line);
    line.element.remove();
    group.lines.splice(group.lines.indexOf(line), 1);
    if (!group.lines.length) {
      group.box.remove();
      this.groups.splice(this.groups.indexOf(group), 1);
    } else this.show(group);
    this.number();
    const next = this.lines[Math.min(at, this.lines.length - 1)];
    if (next) next.focus();
    else one("[data-filter-new]", this.dialog).focus();
    this.check();
  }

  clear() {
    for (const group of this.groups.splice(0)) group.box.remove();
    one("[data-filter-new]", this.dialog).focus();
    this.check();
  }

  number() {
    this.groups.forEach(({ legend }, at) => { legend.textContent = at ? "and" : "where"; });
  }

  /** The first line of a box is joined to none; what holds together is drawn together. */
  show(group) {
    group.lines.forEach((line, at) => {
      line.join(at === 0);
      line.element.classList.toggle("together", line.joined);
    });
  }

  /** The filters as they stand: [{text, lines}], a line for each of the text's conditions; and whether no line lacks its value. */
  read(say) {
    const found = [];
    let whole = true;
    for (const { lines } of this.groups) {
      const chains = [];
      for (const line of lines) {
        const read = line.read(say)?.map((every) => every.map((one) => ({ ...one, line })));
        whole &&= Boolean(read);
        if (!read) continue;
        if (line.joined && chains.length) chains.at(-1).push(read);
        else chains.push([read]);
      }
      const made = chains.flatMap(together);
      // what all must hold anyway is a filter each, as it stands in the head of the list; "is none of" stays together
      for (const every of made.length === 1 ? apart(made[0]).map((all) => [all]) : made.length ? [made] : []) {
        found.push({ text: written(every), lines: every.flat().map(({ line }) => line) });
      }
    }
    return { found, whole };
  }

  /** Ask the server what it makes of the lines; what it says stands beside each. Resolves to whether all can be asked:
      who is overtaken by a later change gets what is found of that. */
  check(say = false) {
    const { found, whole } = this.read(say);
    const answer = (this.answer = this.ask(found.map(({ text }) => text)));
    return (this.checked = answer.then((told) => (answer === this.answer ? this.judge(told, found, whole) : this.checked)));
  }

  judge({ status, body }, found, whole) {
    this.fail(status === 200 ? "" : trouble(status, body));
    if (status !== 200) return false;
    const said = new Map();
    body.filters.forEach((parts, at) => parts.forEach(({ error }, n) => {
      const line = found[at].lines[n] ?? found[at].lines[0];
      if (error) said.set(line, error);
    }));
    for (const line of found.flatMap(({ lines }) => lines)) line.say(said.get(line) ?? "");
    const all = body.filters.map(inWords);
    this.words.textContent = all.length ? `${all.join("; and ")}.` : "Everything is shown.";
    return whole && !said.size;
  }

  fail(sentence) {
    this.trouble.textContent = sentence;
    this.trouble.hidden = !sentence;
  }

  async finish() {
    const fits = await this.check(true);
    if (!this.dialog.open) return; // left meanwhile, or asked for twice
    if (!fits) {
      this.lines.find((line) => line.wrong)?.focus(true);
      return;
    }
    const texts = this.read(true).found.map(({ text }) => text);
    this.dialog.close();
    this.apply(texts);
  }
}

/** Conditions that all must hold, as the filters that they are. */
function apart(all) {
  const found = [];
  for (const one of all) {
    if (one.line.operator === "none" && found.at(-1)?.[0].line === one.line) found.at(-1).push(one);
    else found.push([one]);
  }
  return found;
}

/** A filter in words, with brackets around what holds together beside alternatives. */
function inWords(parts) {
  const chains = [];
  for (const { joined, words } of parts) {
    if (joined === "and") chains.at(-1).push(words);
    else chains.push([words]);
  }
  return chains.map((words) => (words.length > 1 && chains.length > 1 ? `(${words.join(" and ")})` : words.join(" and "))).join(" or ");
}

/** The filters as boxes: two that follow each other and bound one column are shown as "between". */
function joined(filters, columns) {
  const boxes = [];
  for (let at = 0; at < filters.length; at += 1) {
    const [parts, next] = [filters[at], filters[at + 1]];
    if (next?.length === 1 && parts.length === 1 && bounds(parts[0], next[0])) {
      boxes.push({ parts: [both(parts[0], next[0])], from: [at, at + 1] });
      at += 1;
    } else boxes.push({ parts: linesOf(parts, columns), from: [at] });
  }
  return boxes;
}
