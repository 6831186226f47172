// The desk by keyboard: j and k or the arrows walk the roster, / searches, Escape leads back to the
// roster, ? shows all keys. Enter opens a room because its row is a link.
import { focusRow, showPane } from "./inbox.js";
import { rowLinks } from "./inbox_roster.js";

const SMALL = matchMedia("(width < 45rem)");
const search = () => document.querySelector("#roster input[type=search]");
const inRoster = (element) => document.getElementById("roster").contains(element);

function walk(step) {
  const links = rowLinks();
  const focused = links.indexOf(document.activeElement);
  const from = focused >= 0 ? focused : links.findIndex((link) => link.hasAttribute("aria-current"));
  const to = from < 0 ? 0 : Math.min(Math.max(from + step, 0), links.length - 1);
  links[to]?.focus();
  links[to]?.scrollIntoView({ block: "nearest" });
}

function back() {
  if (SMALL.matches) showPane("list");
  else focusRow();
}

const KEYS = {
  j: () => walk(1),
  k: () => walk(-1),
  "/": () => search().focus(),
  "?": () => document.getElementById("keys").showModal(),
  Escape: back,
};
const ARROWS = { ArrowDown: KEYS.j, ArrowUp: KEYS.k };

function actionFor({ key, target, isComposing }) {
  const field = target.closest("input, textarea, select");
  if (isComposing || document.querySelector("dialog:modal, :popover-open, details[data-menu][open]")) return null;
  if (field === search()) return { ArrowDown: KEYS.j, Escape: search().value ? null : back }[key];
  if (field) return key === "Escape" ? back : null;
  if (key in ARROWS) return inRoster(target) || target === document.body ? ARROWS[key] : null;
  return Object.hasOwn(KEYS, key) ? KEYS[key] : null;
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const action = actionFor(event);
  if (!action) return;
  event.preventDefault();
  action();
});
