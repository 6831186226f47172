// What every page in the vendor's frame does: speaks with the page around it, remembers who is signed in, and
// goes from form to room without leaving the document.
import { rememberAsked, sayAskedBefore } from "./asked.js";
import { authorised, bearer, forget, isKept, stored } from "./bearer.js";
import { embedder, greet } from "./embedder.js";
import { focusFirst, load, takeState } from "./frame_pages.js";
import "./frame_tools.js";
import { keepRoom, lastRoom } from "./frame_place.js";
import { startWaiting } from "./wait.js";

const root = document.documentElement;
const widget = `/widget/${root.dataset.widget}/`;
const rooms = `${widget}rooms/`;

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const url = new URL(link.href);
  const isHome = url.pathname === widget && link.closest("room-view");
  if (link.target || url.origin !== location.origin || !(isHome || url.pathname.startsWith(rooms))) return;
  event.preventDefault();
  if (isHome) goHome();
  else go(url);
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  // A sandbox took our origin away: sent as it is, the form is answered with what to do about that
  if (event.defaultPrevented || self.origin === "null") return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = form.ariaBusy = "true";
  if (form.hasAttribute("data-leaves")) say(await leave(form.action));
  else await send(form, event.submitter);
  delete form.dataset.sent;
  form.ariaBusy = null;
});

async function send(form, submitter) {
  sayAskedBefore(form);
  const body = new URLSearchParams(new FormData(form, submitter));
  const url = new URL(form.getAttribute("action"), location.href);
  if (form.method === "get") url.search = body;
  say(await load(url, form.method === "get" ? {} : { method: form.method, body }));
}

/** Who leaves leaves nothing behind, neither in memory nor on the socket. */
async function leave(url) {
  const { ok } = await authorised(url, { method: "POST" }).catch(() => ({ ok: false }));
  if (!ok) return "failed";
  forget();
  keepRoom("");
  startAnew("?left");
  return "shown";
}

document.addEventListener("frame:shown", begin);
document.addEventListener("frame:shown", () => isKept() && openRoom() && keepRoom(openRoom()));
document.addEventListener("frame:reload", () => go(currentRoom()));
document.addEventListener("frame:lost", goHome);
document.addEventListener("frame:in", ({ detail }) => bearer() || comeBack(detail.bearer || stored()));
document.addEventListener("frame:out", () => isKept() && startAnew());
document.addEventListener("embedder:init", () => {
  // Nobody is here: what a badge said of somebody who was counts no more
  if (!bearer()) embedder.tell({ type: "BADGES", badges: "{}" });
});
document.addEventListener("embedder:open", ({ detail }) => bearer() && go(`${rooms}${detail.room}/`));
document.addEventListener("embedder:focus", focusFirst);

async function go(url) {
  say(await load(url));
}

function say(became) {
  const notice = document.querySelector("[data-offline]");
  if (notice) notice.hidden = became !== "failed";
}

/** A new document: memory and socket are those of whoever was here. */
function startAnew(query = "") {
  location.replace(widget + query);
}

/** From a room that is lost: what is refused now is said here, where a new document could not be framed. */
async function goHome() {
  keepRoom("");
  const isOpen = await authorised(widget).then(({ ok }) => ok, () => false);
  if (isOpen) startAnew();
  else go(widget);
}

const openRoom = () => document.querySelector("room-view")?.dataset.room ?? "";

function currentRoom() {
  return openRoom() ? `${rooms}${openRoom()}/` : rooms;
}

/** Whom the tab remembers, or the cookie of a neighbouring tab's frame, goes on in their room. */
async function comeBack(token) {
  const options = { isAsked: false, token };
  const became = lastRoom() ? await load(`${rooms}${lastRoom()}/`, {}, options) : "missing";
  return became === "missing" && !openRoom() ? load(rooms, {}, options) : became;
}

function begin() {
  startWaiting();
  rememberAsked();
}

takeState();
begin();
greet();
// By a cookie they are at home already, and the tab may have been elsewhere before it was loaded anew
if (!bearer() && stored() && (await comeBack(stored())) === "refused") forget();
else if (isKept() && location.pathname === widget && (lastRoom() || openRoom()) !== openRoom()) await comeBack();
delete root.dataset.returning;
if (location.search === "?left") focusFirst();
