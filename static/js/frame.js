// What every page in the vendor's frame does: speaks with the page around it, remembers who is signed in, and
// goes from form to room without leaving the document.
import { bearer, forget, stored } from "./bearer.js";
import { greet } from "./embedder.js";
import { focusFirst, load, takeState } from "./frame_pages.js";
import "./frame_tools.js";
import { startWaiting } from "./wait.js";

const root = document.documentElement;
const widget = `/widget/${root.dataset.widget}/`;
const rooms = `${widget}rooms/`;

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const url = new URL(link.href);
  if (link.target || url.origin !== location.origin || !url.pathname.startsWith(rooms)) return;
  event.preventDefault();
  go(url);
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  // A sandbox took our origin away: sent as it is, the form is answered with what to do about that
  if (event.defaultPrevented || self.origin === "null") return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "true";
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const became = await load(new URL(form.getAttribute("action"), location.href), { method: form.method, body });
  delete form.dataset.sent;
  say(became);
  // Who leaves leaves nothing behind, neither in memory nor on the socket
  if (became === "shown" && form.hasAttribute("data-leaves")) location.replace(widget);
});

document.addEventListener("frame:shown", startWaiting);
document.addEventListener("frame:reload", () => go(currentRoom()));
document.addEventListener("frame:in", ({ detail }) => bearer() || comeBack(detail.bearer || stored()));
document.addEventListener("embedder:open", ({ detail }) => bearer() && go(`${rooms}${detail.room}/`));
document.addEventListener("embedder:focus", focusFirst);

async function go(url) {
  say(await load(url));
}

function say(became) {
  const notice = document.querySelector("[data-offline]");
  if (notice) notice.hidden = became !== "failed";
}

function currentRoom() {
  const room = document.querySelector("room-view")?.dataset.room;
  return room ? `${rooms}${room}/` : rooms;
}

/** Whom the tab remembers, or the cookie of a neighbouring tab's frame, goes on in their room. */
const comeBack = (token) => load(rooms, {}, { isAsked: false, token });

takeState();
startWaiting();
greet();
if (!bearer() && stored() && (await comeBack(stored())) === "refused") forget();
delete root.dataset.returning;
