// How a person likes a list to look: widths, frozen columns, row height, formats, the foot. Kept in this browser, for
// each person, sheet and view, until it is saved in a view.
const nameOf = (grid) => {
  const who = document.body.dataset.who ?? "";
  return `look:${who}:${grid.facts.sheet}:${grid.facts.view?.id ?? ""}`;
};

function kept(grid) {
  try {
    return JSON.parse(localStorage.getItem(nameOf(grid)) ?? "{}");
  } catch {
    return {}; // storage is off, or holds something else
  }
}

/** The look of the list as its facts stand: that of the view, over it what the person changed since. */
export const lookOf = (grid) => ({ ...grid.facts.look, ...kept(grid) });

/** What was changed is part of the view now, or left: the view's own look holds. */
export function forgetLook(grid) {
  try {
    localStorage.removeItem(nameOf(grid));
  } catch { /* nothing was kept */ }
}

export function startLook(grid) {
  grid.el.addEventListener("office:look", () => {
    try {
      localStorage.setItem(nameOf(grid), JSON.stringify(grid.look));
    } catch { /* storage is off: it holds as long as the page is open */ }
  });
}
