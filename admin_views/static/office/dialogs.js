// Dialogs: <dialog> elements opened by data-dialog="id", and the question before a button does what cannot be taken back lightly.
import { make, newId, one } from "./dom.js";

export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      event.preventDefault();
      document.getElementById(opener.dataset.dialog)?.showModal();
    }
    if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog")?.close();
    if (event.target instanceof HTMLDialogElement && outside(event)) event.target.close();
  });
}

function outside(event) {
  const box = event.target.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

/** A question with two answers; resolves to true where the person goes on. */
export function confirmed(question, go = "Go on", danger = false) {
  return new Promise((resolve) => {
    const title = newId("question");
    const dialog = make("dialog", { class: "dialog", "aria-labelledby": title },
      make("h2", { id: title }, question),
      make("form", { method: "dialog", class: "form-buttons" },
        make("button", { class: "btn", value: "no" }, "Leave it"),
        make("button", { class: `btn btn-primary${danger ? " btn-danger" : ""}`, value: "yes" }, go)));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
    one("button[value=yes]", dialog).focus();
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
