// How a person likes a list to look: widths, frozen columns, row height, formats, the foot. Kept in this browser, for
// each person, sheet and view, until it is saved in a view; over a look that came with the address, for that one alone.
const LONGEST = 4_000; // characters of a look that an address carries

/** The look that came with the address, as it is written there; empty where none did. */
export const sentLook = (grid) => grid.facts.state.find(([name]) => name === "look")?.[1] ?? "";

const nameOf = (grid) => {
  const who = document.body.dataset.who ?? "";
  return `look:${who}:${grid.facts.sheet}:${sentLook(grid) ? "sent" : grid.facts.view?.id ?? ""}`;
};

function kept(grid) {
  try {
    const { over = "", ...look } = JSON.parse(localStorage.getItem(nameOf(grid)) ?? "{}");
    return over === sentLook(grid) ? look : {};
  } catch {
    return {}; // storage is off, or holds something else
  }
}

/** The look of the list as its facts stand: that of the view or address, over it what the person changed since. */
export const lookOf = (grid) => ({ ...structuredClone(grid.facts.look ?? {}), ...kept(grid) });

/** Whether the person changed the look since. */
export const lookChanged = (grid) => JSON.stringify(lookOf(grid)) !== JSON.stringify(grid.facts.look ?? {});

/** What was changed is part of the view now, or left: the view's own look holds. */
export function forgetLook(grid) {
  try {
    localStorage.removeItem(nameOf(grid));
  } catch { /* nothing was kept */ }
}

export function startLook(grid) {
  grid.el.addEventListener("office:look", () => {
    const over = sentLook(grid);
    try {
      localStorage.setItem(nameOf(grid), JSON.stringify(over ? { ...grid.look, over } : grid.look));
    } catch { /* storage is off: it holds as long as the page is open */ }
  });
}

/** The look as an address carries it: whole, or without widths where that is too long; null where it still is. */
export function lookToSend(grid) {
  const { widths, ...rest } = grid.look;
  const texts = [widths ? { ...rest, widths } : rest, rest].map((look) => JSON.stringify(look));
  return texts.find((text) => text.length <= LONGEST) ?? null;
}
