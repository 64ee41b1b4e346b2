// Dialogs: <dialog> elements opened by data-dialog="id", and the question before a button does what cannot be taken back lightly.
import { make, newId, one } from "./dom.js";

export function startDialogs() {
  let pressed = null;
  document.addEventListener("pointerdown", (event) => { pressed = event.target; }, true);
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      event.preventDefault();
      document.getElementById(opener.dataset.dialog)?.showModal();
    }
    if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog")?.close();
    if (event.target instanceof HTMLDialogElement && pressed === event.target && outside(event)) event.target.close();
  });
}

function outside(event) {
  const box = event.target.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

/** A question with two answers; resolves to true where the person goes on. */
export const confirmed = (question, go = "Go on", danger = false) =>
  asked(question, { yes: go, no: "Leave it as it is", danger, safe: danger });

/** Whether what is typed and not saved may go; whoever just presses Enter keeps it. */
export const discarding = (question) => asked(question, { yes: "Discard what I typed", no: "Keep typing", safe: true });

/** A dialog with two answers: `yes` is the primary one with the keyboard on it, or where it is `safe`, `no` is. */
function asked(question, { yes, no, danger = false, safe = false }) {
  return new Promise((resolve) => {
    const title = newId("question");
    const dialog = make("dialog", { class: "dialog", "aria-labelledby": title },
      make("h2", { id: title }, question),
      make("form", { method: "dialog", class: "form-buttons" },
        make("button", { class: `btn ${safe ? "btn-primary" : ""}`, value: "no" }, no),
        make("button", { class: `btn ${danger ? "btn-danger" : safe ? "" : "btn-primary"}`, value: "yes" }, yes)));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
    one(`button[value=${safe ? "no" : "yes"}]`, dialog).focus();
  });
}

/** data-confirm="question" on a button that sends a form. */
export function startConfirm() {
  const asked = new WeakSet();
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-confirm], input[type=submit][data-confirm]");
    if (!button || asked.has(button) || button.disabled) return;
    event.preventDefault();
    event.stopPropagation();
    const words = button.dataset.confirmGo ?? (button.textContent.trim() || "Go on");
    if (await confirmed(button.dataset.confirm, words, button.matches(".btn-danger, .danger"))) {
      asked.add(button);
      button.click();
      asked.delete(button);
    }
  }, true);
}
