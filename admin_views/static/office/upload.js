// Drop zones: a file dropped on one is sent with its form. Without scripts the file field and the button do it.
import { all, one } from "./dom.js";

export function startUploads(root = document) {
  for (const zone of all("form[data-drop]", root)) prepareUpload(zone);
  // a file that misses a zone must not replace the page, and with it what was typed
  for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => event.preventDefault());
}

export function prepareUpload(zone) {
  const input = one("input[type=file]", zone);
  one("[data-drop-send]", zone)?.toggleAttribute("hidden", zone.dataset.drop !== "wait" && !one(".form-grid", zone));
  const box = input.closest(".drop") ?? zone;
  const words = one("span", input.closest("label"));
  let depth = 0;
  const over = (on) => box.classList.toggle("over", on);
  zone.addEventListener("dragenter", () => { depth += 1; over(true); });
  zone.addEventListener("dragleave", () => { depth -= 1; if (depth <= 0) over(false); });
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    over(false);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", () => {
    const files = [...input.files];
    if (!files.length) return;
    words.textContent = `${files.map((file) => file.name).join(", ")} · ${size(files)}`;
    if (zone.dataset.drop !== "wait") send(zone, words);
  });
}

function send(zone, words) {
  words.textContent += " · sending";
  one("[data-drop-send]", zone)?.setAttribute("aria-busy", "true");
  zone.requestSubmit();
}

function size(files) {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
