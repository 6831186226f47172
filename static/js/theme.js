// Light, dark or the system's choice. A classic script in <head>, so that the first paint is right.
(() => {
  const KEY = "theme";
  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage may be closed to us
    }
  };
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  };
  const mark = () => {
    const choice = document.documentElement.dataset.theme ?? "auto";
    for (const input of document.querySelectorAll('input[name="theme"]')) {
      input.checked = input.value === choice;
    }
  };
  apply(stored());
  addEventListener("DOMContentLoaded", mark);
  addEventListener("storage", (event) => {
    if (event.key !== KEY) return;
    apply(event.newValue);
    mark();
  });
  addEventListener("change", ({ target }) => {
    if (target.name !== "theme") return;
    apply(target.value);
    try {
      localStorage.setItem(KEY, target.value);
    } catch {
      // the choice lasts as long as this page
    }
  });
})();
