// Forms: nothing typed is lost. Unsaved work is guarded, kept over an expired sign-in, and saved once a click.
import { all, ask, debounce, make, one } from "./dom.js";

export function startForms(root = document) {
  for (const form of all("form[data-form]", root)) {
    guard(form);
    keep(form);
  }
  for (const form of all("form[method=post]", root)) once(form);
  for (const box of all("[data-duplicates]", root)) duplicates(box);
  for (const radio of all("[data-keep]", root)) radio.addEventListener("change", () => choose(radio));
  for (const box of all("[data-preview]", root)) preview(box);
}

const state = (form) => JSON.stringify([...new FormData(form)].filter(([name, value]) => name !== "csrf_token" && typeof value === "string"));

/** Leaving with unsaved words asks first. */
function guard(form) {
  const before = form.dataset.form === "dirty" ? "" : state(form);
  let sent = false;
  form.addEventListener("submit", () => { sent = true; });
  addEventListener("beforeunload", (event) => {
    if (!sent && state(form) !== before) event.preventDefault();
  });
  for (const link of all("[data-leave]", form)) link.addEventListener("click", () => { sent = true; forget(form); });
  addEventListener("pageshow", () => { sent = false; });
}

const place = (form) => `office.form:${location.pathname}${form.id ? `#${form.id}` : ""}`;
const forget = (form) => sessionStorage.removeItem(place(form));

/** The typed text stays in this window while it is unsaved; secrets and files are never kept. */
function keep(form) {
  const kept = sessionStorage.getItem(place(form));
  const now = state(form);
  if (kept && kept !== now && !one(".bad", form)) offer(form, JSON.parse(kept));
  form.addEventListener("input", debounce(() => {
    if (all("input[type=password]", form).length) return;
    try {
      sessionStorage.setItem(place(form), state(form));
    } catch { /* full: the page itself still holds it */ }
  }, 400));
  // a form that was saved leads to another page; the words of a page that is seen anew and unchanged are let go there
  form.addEventListener("submit", () => sessionStorage.setItem("office.sent", place(form)));
  const sent = sessionStorage.getItem("office.sent");
  if (sent && sent !== place(form)) sessionStorage.removeItem(sent);
}

function offer(form, pairs) {
  const note = make("div", { class: "notice amber", role: "note" },
    make("p", {}, make("strong", {}, "You typed here before and did not save. "), "Put it back?"),
    make("div", { class: "verbs" },
      make("button", { type: "button", class: "btn btn-primary", onclick: () => { fill(form, pairs); note.remove(); } }, "Put it back"),
      make("button", { type: "button", class: "btn", onclick: () => { forget(form); note.remove(); } }, "Leave it")));
  form.prepend(note);
}

function fill(form, pairs) {
  const values = new Map();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  for (const control of form.elements) {
    if (!control.name || ["file", "password", "submit", "button"].includes(control.type) || control.name === "csrf_token") continue;
    const given = values.get(control.name) ?? [];
    if (["checkbox", "radio"].includes(control.type)) control.checked = given.includes(control.value);
    else if (given.length && control.name !== "version") control.value = given.shift();
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
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

/** Stale cells: choosing "theirs" puts that value into the form's field, "yours" puts back what was typed. */
function choose(radio) {
  const control = document.getElementsByName(radio.dataset.keep)[0];
  if (!control) return;
  if (control.type === "checkbox") control.checked = ["yes", "True", "true", "1"].includes(radio.dataset.value);
  else control.value = radio.dataset.value;
  const text = control.closest("[data-lookup]")?.querySelector("[data-lookup-text]");
  if (text) text.value = radio.dataset.text ?? radio.dataset.value;
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
    make("li", {}, make("div", {}, make("p", {}, make("a", { href: result.url, target: "_blank", rel: "noopener" }, result.text)), make("small", {}, result.detail ?? ""))))));
}

/** What a form would do, shown as it is filled: the piece of page that data-preview answers with. */
function preview(box) {
  const form = box.closest("form") ?? one(`#${box.dataset.form}`);
  const show = debounce(async () => {
    const { status, body } = await ask(box.dataset.preview, { method: "POST", form: new FormData(form) }).catch(() => ({ status: 0 }));
    if (status === 200 && typeof body === "string") box.innerHTML = body;
  }, 400);
  form.addEventListener("input", show);
  form.addEventListener("change", show);
}
