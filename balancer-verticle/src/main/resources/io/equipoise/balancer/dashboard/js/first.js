// Before the first paint: the colours that were chosen the last time, so that the page does not flash.
(() => {
  const chosen = (() => {
    try {
      return localStorage.getItem('equipoise.theme');
    } catch {
      return null; // Storage is forbidden: the page follows the system.
    }
  })();
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
})();
