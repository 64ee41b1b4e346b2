// Forms: nothing typed is lost. Unsaved work is guarded, kept over an expired sign-in, and saved once a click.
import { all, ask, debounce, make, one } from "./dom.js";
import { forgetOthers, own } from "./own_words.js";

export function startForms(root = document) {
  settle();
  for (const form of all("form[data-form]", root)) {
    guard(form);
    keep(form);
  }
  for (const form of all("form[method=post]", root)) once(form);
  for (const box of all("[data-duplicates]", root)) duplicates(box);
  for (const radio of all("[data-keep]", root)) radio.addEventListener("change", () => choose(radio));
  for (const form of all("form:has([data-shown-for])", root)) showWhatIsAsked(form);
  for (const box of all("[data-preview]", root)) preview(box);
  for (const link of all("[data-fill]", root)) link.addEventListener("click", (event) => fillFrom(event, link));
  for (const add of all(".quick-add", root)) add.addEventListener("toggle", () => add.open && one("input:not([type=hidden]), textarea, select", add)?.focus());
  for (const input of all("[data-select]", root)) input.addEventListener("focus", () => input.select());
  one("[data-sign-out]", root)?.addEventListener("submit", () => sessionStorage.clear());
}

const OURS = ["csrf_token", "click", "version", "back"]; // no words of the person who types
/** The words of a form, to be compared. */
export const formWords = (form) => JSON.stringify([...new FormData(form)].filter(([name, value]) => !OURS.includes(name) && typeof value === "string"));

/** Leaving with unsaved words asks first. */
function guard(form) {
  const before = form.dataset.form === "dirty" ? "" : formWords(form);
  let sent = false;
  form.addEventListener("submit", () => { sent = true; });
  addEventListener("beforeunload", (event) => {
    if (!sent && formWords(form) !== before) event.preventDefault();
  });
  for (const link of all("[data-leave]", form)) link.addEventListener("click", () => { sent = true; forget(form); });
  addEventListener("pageshow", () => { sent = false; });
}

/** Where the words of a form are kept: its page and what the page is about. */
function place(form) {
  const about = new URLSearchParams([...new URLSearchParams(location.search)].filter(([name]) => name !== "back"));
  return `${own("form")}${location.pathname}?${about}#${form.id}`;
}

/** Words that were sent, and led to a page that is no refusal and no sign-in, are kept no longer. */
function settle() {
  for (const kind of ["form", "grid", "steps"]) forgetOthers(kind);
  const sent = sessionStorage.getItem("office.sent");
  const status = performance.getEntriesByType("navigation")[0]?.responseStatus ?? 200;
  if (!sent || status >= 400 || document.body.classList.contains("plain")) return;
  sessionStorage.removeItem("office.sent");
  if (!all("form[data-form]").some((form) => place(form) === sent)) sessionStorage.removeItem(sent);
}

const forget = (form) => sessionStorage.removeItem(place(form));

/** The typed text stays in this window while it is unsaved; secrets and files are never kept. */
function keep(form) {
  const kept = sessionStorage.getItem(place(form));
  const now = formWords(form);
  if (kept && kept !== now && form.dataset.form !== "dirty") offer(form, JSON.parse(kept));
  form.addEventListener("input", debounce(() => {
    if (all("input[type=password]", form).length) return;
    try {
      sessionStorage.setItem(place(form), formWords(form));
    } catch { /* full: the page itself still holds it */ }
  }, 400));
  form.addEventListener("submit", () => sessionStorage.setItem("office.sent", place(form)));
}

function offer(form, pairs) {
  const note = make("div", { class: "notice amber", role: "note" },
    make("p", {}, make("strong", {}, "You typed here before and did not save. "), "Put it back?"),
    make("div", { class: "verbs" },
      make("button", { type: "button", class: "btn btn-primary", onclick: () => { fill(form, pairs); note.remove(); } }, "Put it back"),
      make("button", { type: "button", class: "btn", onclick: () => { forget(form); note.remove(); } }, "Discard it")));
  form.prepend(note);
}

function fill(form, pairs) {
  const values = new Map();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  for (const control of form.elements) {
    if (!control.name || ["file", "password", "submit", "button"].includes(control.type) || OURS.includes(control.name)) continue;
    const given = values.get(control.name) ?? [];
    if (["checkbox", "radio"].includes(control.type)) control.checked = given.includes(control.value);
    else if (given.length) setValue(control, given.shift());
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A value into a control; a look-up shows it too. */
function setValue(control, value, words = value) {
  control.value = value;
  const text = control.closest("[data-lookup]")?.querySelector("[data-lookup-text]");
  if (text) text.value = words;
}

/** A second click while the first is under way does nothing. */
function once(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sending) { event.preventDefault(); return; }
    form.dataset.sending = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
    setTimeout(() => release(form), 8_000);
  });
  addEventListener("pageshow", () => release(form));
}

function release(form) {
  delete form.dataset.sending;
  for (const button of all("[aria-busy]", form)) button.removeAttribute("aria-busy");
}

/** A link that would open the form filled fills the open one instead: nothing typed is lost. */
function fillFrom(event, link) {
  const form = link.closest("form");
  if (!form || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  fill(form, Object.entries(JSON.parse(link.dataset.fill)));
}

/** Stale cells: choosing "theirs" puts that value into the form's field, "yours" puts back what was typed. */
function choose(radio) {
  const control = document.getElementsByName(radio.dataset.keep)[0];
  if (!control) return;
  if (control.type === "checkbox") control.checked = ["yes", "True", "true", "1"].includes(radio.dataset.value);
  else setValue(control, radio.dataset.value, radio.dataset.text);
}

/** Likely duplicates while typing: the form is asked about at data-duplicates; {results: [{text, detail, url}]}. */
function duplicates(box) {
  const form = box.closest("form") ?? one(box.dataset.form);
  const watched = new Set((box.dataset.watch ?? "").split(/[ ,]+/).filter(Boolean));
  let shown = "";
  const look = debounce(async () => {
    const asked = new URLSearchParams([...new FormData(form)].filter(([name, value]) => typeof value === "string" && value && name !== "csrf_token" && (!watched.size || watched.has(name))));
    if (String(asked) === shown) return;
    shown = String(asked);
    const { status, body } = await ask(`${box.dataset.duplicates}?${asked}`).catch(() => ({ status: 0 }));
    if (status === 200) showDuplicates(box, body.results ?? []);
  }, 500);
  form.addEventListener("input", look);
  form.addEventListener("change", look);
  look();
}

function showDuplicates(box, results) {
  box.hidden = !results.length;
  box.setAttribute("role", "status");
  const words = results.length === 1 ? "1 claim looks like this one" : `${results.length} claims look like this one`;
  box.replaceChildren(make("h2", { class: "card-title" }, words), make("ul", { class: "rows" }, ...results.map((result) =>
    make("li", {}, make("div", {}, make("p", {}, make("a", { href: result.url, target: "_blank", rel: "noopener" }, result.text)), make("small", {}, result.detail ?? ""),
      make("div", { class: "verbs" }, ...(result.use ?? []).map((use) => useButton(box, use))))))));
}

/** A button that puts a known record into its place of the form, and opens the part where it stands. */
function useButton(box, { label, name, value }) {
  const button = make("button", { type: "button", class: "btn" }, label);
  button.addEventListener("click", () => {
    const control = (box.closest("form") ?? one(box.dataset.form)).elements[name];
    if (!control) return;
    setValue(control, value);
    const part = control.closest("details");
    if (part) part.open = true;
    button.setAttribute("aria-pressed", "true");
    button.classList.add("on");
  });
  return button;
}

/** A question that is asked for some answers of another one alone stands, and is sent, with these; a problem is never hidden. */
export function showWhatIsAsked(form) {
  const show = () => {
    for (const box of all("[data-shown-for]", form)) {
      const answer = form.elements[box.dataset.shownFor]?.value ?? "";
      box.hidden = !box.dataset.answers.split(" ").includes(answer) && !one(".bad", box);
      for (const control of all("input, select, textarea", box)) control.disabled = box.hidden;
    }
  };
  form.addEventListener("change", show);
  form.addEventListener("input", show);
  show();
}

/** The button says whether the action runs, or is asked for. */
function sayWhatRuns(form, box) {
  const button = one(".form-buttons .btn-primary", form);
  if (button && box.dataset.runs) button.textContent = one("[data-asks]", box) ? box.dataset.asksWords : box.dataset.runs;
}

/** What a form would do, shown as it is filled: the piece of page that data-preview answers with. */
function preview(box) {
  const form = box.closest("form") ?? one(`#${box.dataset.form}`);
  const show = debounce(async () => {
    const { status, body } = await ask(box.dataset.preview, { method: "POST", form: new FormData(form) }).catch(() => ({ status: 0 }));
    if (status === 200 && typeof body === "string") {
      box.innerHTML = body;
      sayWhatRuns(form, box);
    }
  }, 400);
  form.addEventListener("input", show);
  form.addEventListener("change", show);
}
