// The views of a list in its grid: what the menu saves takes the look of the grid along, and a look that was changed
// says so until it is saved in the view or left. The address to send carries it.
import { ask, make, one, say, trouble } from "../dom.js";
import { forgetLook, lookChanged, lookToSend, sentLook } from "./look.js";

const LISTS = { filter: "filters", columns: "columns", group: "group" };

export function startViews(grid) {
  document.addEventListener("submit", (event) => {
    const button = one("[data-view-save], [data-view-save-as]", event.target);
    if (!button || !event.target.closest("[data-views]")) return;
    event.preventDefault();
    save(grid, new FormData(event.target));
  });
  for (const name of ["office:look", "office:loaded"]) grid.el.addEventListener(name, () => told(grid));
  told(grid);
}

/** The state of the list as a view keeps it. */
function stateOf(grid) {
  const state = {};
  for (const [name, value] of grid.facts.state) {
    const kept = LISTS[name];
    if (kept) state[kept] = [...(state[kept] ?? []), ...(name === "filter" ? [value] : value.split(","))];
    else if (name === "q" || name === "sort") state[name] = value;
  }
  return state;
}

async function save(grid, form) {
  const over = form.get("over");
  const named = { sheet: grid.facts.sheet, name: form.get("name"), kind: form.get("kind") ?? "personal", role: form.get("role") ?? "", opens: form.get("opens") === "yes" };
  const sent = { ...(over ? { view: Number(over) } : named), state: stateOf(grid), look: grid.look };
  const { status, body } = await ask("/admin/views/", { method: "POST", json: sent }).catch(() => ({ status: 0, body: { error: "No connection. Try again." } }));
  if (status !== 200) {
    say(trouble(status, body), { tone: "red" });
    return;
  }
  forgetLook(grid);
  await grid.visit(new URL(body.url, location.href));
  say(body.sentence, { tone: "green", undo: `/admin/batch/${body.batch}/undo` });
}

function told(grid) {
  offer(grid);
  send(grid);
}

/** The address to send, with the look as it was changed. */
function send(grid) {
  const place = one("[data-view-address]");
  if (!place) return;
  const changed = lookChanged(grid);
  const look = changed ? lookToSend(grid) : null;
  const url = new URL(place.defaultValue);
  url.searchParams.delete("look");
  if (look) url.searchParams.set("look", look);
  place.value = changed ? url : place.defaultValue;
  one("[data-view-address-look]").hidden = !changed || Boolean(look);
}

/** Beside the name of the view: that its look was changed, with the ways on. */
function offer(grid) {
  one("[data-look-changed]")?.remove();
  const { view } = grid.facts;
  const menu = one("[data-views]");
  const sent = sentLook(grid);
  if (!view || !menu || view.changed || !(sent || lookChanged(grid))) return;
  const keep = make("button", { type: "button", class: "link", onclick: () => save(grid, kept(view)) }, `Save the look in “${view.name}”`);
  const leave = make("button", { type: "button", class: "link", onclick: () => { forgetLook(grid); grid.visit(grid.address({ look: null }), { push: Boolean(sent) }); } }, "Discard the changes");
  menu.after(make("span", { class: "look-changed", "data-look-changed": true }, ...(view.may_change ? [keep, " "] : ["The look is yours alone. "]), leave));
}

const kept = (view) => {
  const form = new FormData();
  form.set("over", view.id);
  return form;
};
