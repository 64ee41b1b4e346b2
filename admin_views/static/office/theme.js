// The theme that this person chose, set before the page is drawn. Classic script: it must run first.
(function () {
  try {
    const theme = localStorage.getItem("office.theme");
    if (theme) document.documentElement.dataset.theme = theme;
  } catch { /* no storage: the system's theme stands */ }
})();
