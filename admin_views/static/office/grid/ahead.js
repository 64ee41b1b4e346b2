// Keys struck before the editor of a cell stands: they are kept in their order and played once it does, so that who
// types fast loses no letter and no Enter.
import { drawn } from "./sight.js";

const ENDS = ["Enter", "Tab", "Escape", "F2", "Delete", "Backspace"];
const MOVES = /^(Arrow|Page|Home$|End$)/; // they wait only where others do, where a cell opens, or while it is looked for where to
const BROWSERS = ["c", "x", "v", "control", "meta"]; // with Ctrl these are the browser's own: a script cannot play them

export class Ahead {
  constructor(grid) {
    this.grid = grid;
    this.keys = [];
  }

  /** Whether a key has to wait: the focus is on its way, or a cell is opening and its editor does not stand yet. */
  takes(event) {
    const { grid } = this;
    const left = event.target.closest?.(".cell-editor"); // an editor that is over and still stands
    const opening = !grid.editor && (this.opening || left || this.going);
    const here = event.target === document.body || grid.el.contains(event.target);
    if (!(opening || this.keys.length) || !here || event.altKey || !event.isTrusted) return false;
    const far = event.ctrlKey || event.metaKey;
    if (grid.seeking && event.key === "Escape") {
      grid.seeking = null;
      this.keys = [];
      return true;
    }
    if (far ? BROWSERS.includes(event.key.toLowerCase()) : !this.waits(event.key)) return false;
    this.keys.push({ key: event.key, code: event.code, shiftKey: event.shiftKey, ctrlKey: far });
    this.soon();
    return true;
  }

  /** Whether the focus is on its way, or it is still looked for where to. */
  get going() { return this.grid.heading || this.grid.seeking; }

  /** Whether a cell was asked to open, or is open. */
  get opening() { return this.grid.opening || this.grid.providers.selection.edit; }

  waits(key) {
    const behind = this.grid.seeking || this.opening || this.keys.length > 0;
    return key.length === 1 || ENDS.includes(key) || (behind && MOVES.test(key));
  }

  /** Nothing waits for ever: an editor that is just closing plays nothing. */
  soon() {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.play();
    }, 15);
  }

  /** Play what was kept; a cell that opens meanwhile plays the rest when its editor stands. */
  async play() {
    if (this.playing) return;
    this.playing = true;
    await this.each();
    this.playing = false;
    if (this.keys.length) this.soon();
  }

  async each() {
    while (this.keys.length) {
      const { editor } = this.grid;
      if (!editor && (this.opening || this.going)) return;
      const key = this.keys.shift();
      if (editor && key.ctrlKey) continue; // undo and the like are the text's own while it is typed
      if (editor && key.key.length === 1) editor.appendPendingInput(key.key);
      else if (editor) {
        editor.input.dispatchEvent(new KeyboardEvent("keydown", { ...key, bubbles: true, cancelable: true }));
        await drawn();
      } else {
        document.body.dispatchEvent(new KeyboardEvent("keydown", { ...key, bubbles: true, cancelable: true, composed: true }));
        await drawn();
      }
    }
  }
}
