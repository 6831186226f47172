// <details data-menu>: arrow keys walk it; Escape, a click elsewhere or leaving by Tab closes it.
import "./leaving.js"; // the agents' menu holds Sign out, also where no room is

const SELECTOR = "details[data-menu]";
const CHOICES = "a, button, input:not([type=radio]), input:checked";
const choices = (menu) =>
  [...menu.querySelectorAll(CHOICES)].filter((item) => item.offsetParent !== null);

function walk(menu, step) {
  const items = choices(menu);
  const at = items.indexOf(document.activeElement);
  const next = at < 0 && step < 0 ? items.length - 1 : (at + step + items.length) % items.length;
  items[next]?.focus();
}

addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(`${SELECTOR}[open]`);
  if (!menu || event.target.type === "radio") return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    walk(menu, event.key === "ArrowDown" ? 1 : -1);
  }
});

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll(`${SELECTOR}[open]`)) {
    const within = menu.contains(document.activeElement);
    menu.open = false;
    if (within) menu.querySelector("summary").focus();
  }
});

addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll(`${SELECTOR}[open]`)) {
    if (!menu.contains(target)) menu.open = false;
  }
});

addEventListener("focusin", ({ target }) => {
  for (const menu of document.querySelectorAll(`${SELECTOR}[open]`)) {
    if (!menu.contains(target)) menu.open = false;
  }
});
