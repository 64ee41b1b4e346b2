// Small pieces that the other parts share: finding, making, asking the server, saying.

export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
export const one = (selector, root = document) => root.querySelector(selector);

/** An element with attributes and children; texts are always text. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

let serial = 0;
export const newId = (stem) => `${stem}-${++serial}`;

export const csrf = () => one('meta[name="csrf-token"]')?.content ?? "";

/** Ask the server; the answer is {status, body}, body an object where the server sent JSON, else text. What a page asks
    by itself (`poll`) keeps nobody signed in. */
export async function ask(url, { method = "GET", json, form, signal, poll } = {}, { last = false } = {}) {
  const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
  if (method !== "GET") Object.assign(headers, { "X-CSRFToken": csrf(), "X-Person": document.body.dataset.who ?? "" });
  if (poll) headers["X-Poll"] = "yes";
  if (json !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch(url, {
    method, headers, signal, credentials: "same-origin", body: json === undefined ? form : JSON.stringify(json),
  });
  if (answer.redirected && /\/(login|verify|tf-)/.test(answer.url)) return { status: 401, body: {} };
  const fresh = answer.headers.get("X-Fresh-Token");
  if (fresh && !last) {
    freshen(fresh);
    return ask(url, { method, json, form, signal, poll }, { last: true });
  }
  const text = await answer.text();
  const isJson = (answer.headers.get("Content-Type") ?? "").includes("json");
  return { status: answer.status, body: isJson && text ? JSON.parse(text) : text };
}

/** The same person has signed in anew in another window: the page goes on with the token of that session. */
function freshen(token) {
  one('meta[name="csrf-token"]').content = token;
  for (const input of all('input[name="csrf_token"]', document)) input.value = token;
}

/** What to tell a person when the server did not do it. */
export function trouble(status, body) {
  if (body && typeof body === "object" && (body.error || body.message)) return body.error || body.message;
  if (status === 401) return "You are signed out. Sign in again in another window, then come back and save.";
  if (status === 403) return "Your role does not allow this.";
  if (status === 429) return "Too many at once. Wait a minute and try again.";
  return "This did not work. Try again; if it goes on, tell whoever runs the office's computer.";
}

export function debounce(action, wait = 200) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...given), wait);
  };
}

/** A message at the foot of the page; good news leaves by itself, trouble stays. */
export function say(text, { tone = "", href = "", label = "Open", undo = "" } = {}) {
  const note = make("div", { class: `toast-note ${tone}`, "data-toast": true }, make("p", {}, text));
  if (href) note.append(make("a", { href }, label));
  if (undo) note.append(undoForm(undo));
  note.append(make("button", { type: "button", class: "toast-close", "aria-label": "Close this message", "data-toast-close": true }, "×"));
  one("[data-toasts]")?.append(note);
  fade(note);
  return note;
}

/** Let a message go after a while, unless it tells of trouble or is being read. */
export function fade(note) {
  if (note.classList.contains("red") || note.classList.contains("amber")) return;
  const wait = note.querySelector("form, a") ? 30_000 : 10_000;
  const leave = () => {
    if (note.matches(":hover, :focus-within")) setTimeout(leave, 3_000);
    else note.remove();
  };
  setTimeout(leave, wait);
}

/** The way back from what was just written. */
export function undoForm(url) {
  return make("form", { method: "post", action: url, class: "inline" },
    make("input", { type: "hidden", name: "csrf_token", value: csrf() }),
    make("input", { type: "hidden", name: "back", value: location.pathname + location.search }),
    make("button", { class: "link" }, "Undo"));
}

/** Whether a key stroke belongs to something that is being typed into. */
export const typing = (target) => target instanceof Element &&
  (target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select") || target.isContentEditable);

/** This page's address with some parameters set anew; a list sets a parameter several times, "" drops it. */
export function address(changes) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    url.searchParams.delete(name);
    for (const item of [value].flat()) if (item !== "" && item !== null) url.searchParams.append(name, item);
  }
  return url;
}

/** Go to another address of this page: a grid takes it over where it stands, else the page is opened. */
export function go(url) {
  const asked = new CustomEvent("office:go", { detail: { url: String(url) }, cancelable: true });
  if (document.dispatchEvent(asked)) location.assign(url);
}
