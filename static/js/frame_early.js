// A classic script in <head>, so that the frame's first paint is right: the page's colour mode, and no form for
// somebody whom the tab remembers.
(() => {
  const root = document.documentElement;
  try {
    const mode = sessionStorage.getItem("frame mode");
    if (window.parent !== window && (mode === "light" || mode === "dark")) root.dataset.theme = mode;
    const isRemembered = sessionStorage.getItem(`frame ${root.dataset.widget}`);
    if (isRemembered && !("signedIn" in root.dataset)) root.dataset.returning = "";
  } catch {
    // Storage is closed to us: the form it is
  }
})();
