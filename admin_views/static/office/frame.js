// The frame: side bar on a phone, theme, menus that close, messages, the connection.
import { all, one, fade } from "./dom.js";

export function startFrame() {
  sideBar();
  themes();
  menus();
  messages();
  connection();
  one("[data-focus]")?.focus();
}

function sideBar() {
  const button = one("[data-menu]");
  const shade = one("[data-menu-close]");
  if (!button || !shade) return;
  const show = (open) => {
    document.body.classList.toggle("menu-open", open);
    button.setAttribute("aria-expanded", String(open));
    shade.hidden = !open;
    (open ? one("#side a") : button).focus();
  };
  button.addEventListener("click", () => show(!document.body.classList.contains("menu-open")));
  shade.addEventListener("click", () => show(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("menu-open")) show(false);
  });
  inSight(one("#side"), one("#side [aria-current]"));
}

// By hand: a browser that scrolls to an element lets Tab go on from there.
function inSight(bar, item) {
  if (!bar || !item) return;
  const below = item.getBoundingClientRect().bottom - bar.getBoundingClientRect().bottom;
  if (below > 0) bar.scrollTop += below;
}

function themes() {
  const buttons = all("[data-theme-choice]");
  const mark = () => buttons.forEach((button) => button.setAttribute(
    "aria-pressed", String(button.dataset.themeChoice === (document.documentElement.dataset.theme ?? ""))));
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const theme = button.dataset.themeChoice;
      if (theme) document.documentElement.dataset.theme = theme;
      else delete document.documentElement.dataset.theme;
      try {
        localStorage.setItem("office.theme", theme);
      } catch { /* it holds for this page only */ }
      mark();
    });
  }
  mark();
}

/** Menus are <details>: opening one closes the others; a click elsewhere or Escape closes all. */
function menus() {
  const menu = "details.menu, details.why";
  document.addEventListener("click", (event) => {
    for (const details of all(menu)) {
      if (details.open && !details.contains(event.target)) details.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = all(menu).filter((details) => details.open).at(-1);
    if (!open) return;
    open.open = false;
    one("summary", open).focus();
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.(menu) && event.target.open) keepInside(event.target);
  }, true);
}

/** A box that would leave the window opens to the other side. */
function keepInside(details) {
  const box = one(".menu-list, .why-box", details);
  if (!box) return;
  box.style.insetInline = "";
  if (getComputedStyle(box).position === "fixed") return;
  const place = box.getBoundingClientRect();
  if (place.left < 4) box.style.insetInline = "0 auto";
  else if (place.right > innerWidth - 4) box.style.insetInline = "auto 0";
}

function messages() {
  for (const note of all("[data-toast]")) fade(note);
  document.addEventListener("click", (event) => event.target.closest("[data-toast-close]")?.closest("[data-toast]").remove());
}

function connection() {
  const banner = one("[data-offline]");
  if (!banner) return;
  const mark = () => { banner.hidden = navigator.onLine; };
  addEventListener("online", mark);
  addEventListener("offline", mark);
  mark();
}
