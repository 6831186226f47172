// Who leaves, or signs out, takes along what they wrote and did not send: the next one in this tab may be
// somebody else. `rooms:leaving` on `document` tells the page's socket.
import { forget } from "./kept.js";

const LEAVING = /^\/(rooms\/\d+|widget\/\w+)\/leaving$/;
const SIGNING_OUT = /\/logout\/$/;

document.addEventListener("submit", ({ target }) => {
  // The attribute: a field of that name would hide the property
  const { pathname } = new URL(target.getAttribute("action") ?? "", location.href);
  if (LEAVING.test(pathname)) leave((author) => author === document.querySelector("room-view")?.dataset.me);
  // A browser is one agent at a time, and most of their pages don't say which
  else if (SIGNING_OUT.test(pathname)) leave((author) => author.startsWith("a"));
});

function leave(isTheirs) {
  document.dispatchEvent(new CustomEvent("rooms:leaving"));
  forget(isTheirs);
}
