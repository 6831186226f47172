// A classic script in <head>, so that the frame's first paint is right: the page's colour mode, and no form for
// somebody whom the tab remembers. What is sent before the modules are there waits for them: sent by the browser
// itself it would lack the bearer.
(() => {
  const root = document.documentElement;
  try {
    const mode = sessionStorage.getItem("frame mode");
    if (window.parent !== window && (mode === "light" || mode === "dark")) root.dataset.theme = mode;
    const isRemembered = sessionStorage.getItem(`frame ${root.dataset.widget}`);
    const isElsewhere = !("signedIn" in root.dataset) || sessionStorage.getItem(`frame room ${root.dataset.widget}`);
    if (isRemembered && isElsewhere) root.dataset.returning = "";
  } catch {
    // Storage is closed to us: the form it is
  }
  const held = [];
  const hold = (event) => {
    event.preventDefault();
    held.push(event.target);
  };
  addEventListener("submit", hold, true);
  addEventListener("load", () => {
    removeEventListener("submit", hold, true);
    held[0]?.requestSubmit();
  });
})();
