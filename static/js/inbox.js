// The agents' desk, live: the roster follows what is said in the whole workspace, and a room opens in
// the pane beside it. Without this module links and forms do the same with whole pages.
import { appendPage, linkOf, markCurrent, rowOf, settle, showActivity, showRead, showReworded, takeIn } from "./inbox_roster.js";
import { readUnreadRooms } from "./inbox_unread.js";
import { socketFor } from "./socket.js";
import { showTitle } from "./tab_sign.js";

const FINE = matchMedia("(pointer: fine)");
const UNFILTERED = new Set(["", "unread"]); // rosters that a room with news belongs to
const desk = () => document.getElementById("desk");
const openRoom = () => document.querySelector("#room-pane room-view")?.dataset.room;
const socket = socketFor("agent", desk().dataset.widget);
let wasOpen = false;

async function fetchFragment(url) {
  const response = await fetch(url, { headers: { "X-Requested-With": "fetch" } });
  if (!response.ok || response.redirected) throw new Error(`${response.status} for ${url}`);
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  return template.content;
}

/** The roster as it is now, after a time without news. Where there is no answer, the next chance does. */
async function refresh() {
  const { show, words } = document.getElementById("groups").dataset;
  if (words || !UNFILTERED.has(show)) return;
  try {
    takeIn(await fetchFragment(`${desk().dataset.rows}?show=${show}`));
    markCurrent(openRoom());
  } catch (error) {
    console.warn(error);
  }
}

async function fetchRow(room) {
  const { show, words } = document.getElementById("groups").dataset;
  try {
    const fragment = await fetchFragment(`${desk().dataset.rows}/${room}`);
    if (words || !UNFILTERED.has(show)) fragment.querySelector("[data-room]")?.remove();
    takeIn(fragment);
  } catch (error) {
    console.warn(error);
  }
}

/** A room that is listed has another name; or it is archived, and not listed any more. */
async function renew(room) {
  const row = rowOf(room);
  const response = row && (await fetch(`${desk().dataset.rows}/${room}`));
  if (response?.status === 404) row.remove();
  if (!response?.ok || response.redirected) return;
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  const fresh = template.content.querySelector("[data-room]");
  linkOf(row).replaceChildren(...linkOf(fresh).children);
}

async function showMore(link) {
  const fragment = await fetchFragment(link.dataset.more);
  const first = appendPage(fragment);
  const next = fragment.querySelector(".roster-more");
  if (next) link.parentElement.replaceWith(next);
  else link.parentElement.remove();
  if (first) linkOf(first).focus();
}

/** Show one of the panes where only one has room. */
export function showPane(name) {
  desk().dataset.show = name;
  const { index, keepsUrl } = desk().dataset;
  if (name === "list" && keepsUrl === undefined) history.pushState({ htmx: true }, "", index);
  if (name === "list") focusRow();
}

export function focusRow() {
  const row = rowOf(openRoom());
  (row ? linkOf(row) : document.querySelector("#groups a"))?.focus();
}

/** The roster's rows were fetched anew: mark the open room's, and what they were picked by. */
function listed() {
  const { show, words } = document.getElementById("groups").dataset;
  markCurrent(openRoom());
  for (const link of document.querySelectorAll("#roster .filter a")) {
    const shows = new URL(link.href).searchParams.get("show") ?? "";
    if (shows === show) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const box = document.querySelector(".roster-search input");
  if (box !== document.activeElement) box.value = words;
}

function opened() {
  const pane = document.getElementById("room-pane");
  desk().dataset.show = "room";
  markCurrent(openRoom());
  showTitle(pane.dataset.title);
  const marked = pane.querySelector("[data-marked]");
  const box = FINE.matches ? pane.querySelector(".composer textarea") : null;
  (marked ?? box ?? pane.querySelector("h2")).focus({ preventScroll: true });
}

const on = (name, handle) => document.addEventListener(`rooms:${name}`, ({ detail }) => handle(detail));

on("activity", (frame) => {
  const isMine = frame.author === socket.me;
  const isForMe = !isMine && frame.mentions?.includes(socket.me);
  if (!showActivity(frame, isMine, isForMe)) fetchRow(frame.room);
});
on("reworded", showReworded);
on("read", showRead);
on("room", ({ room }) => renew(room).catch(console.warn));
document.addEventListener("room-again", ({ target }) => {
  window.htmx.ajax("GET", `${target.below}pane`, { target: "#room-pane", swap: "outerHTML" });
});
on("state", ({ state }) => {
  if (state === "over" && !openRoom()) location.reload(); // which asks to sign in
  if (state !== "open") return;
  if (wasOpen) refresh();
  wasOpen = true;
});

addEventListener("htmx:afterSettle", ({ detail }) => {
  const path = detail.requestConfig?.path ?? "";
  if (path.endsWith("/pane")) opened();
  else if (path.startsWith(desk().dataset.rows)) listed();
});
addEventListener("htmx:beforeHistoryUpdate", ({ detail }) => {
  const { pathname, search } = location;
  if (desk().dataset.keepsUrl !== undefined) Object.assign(detail.history, { type: "replace", path: pathname + search });
});
addEventListener("htmx:historyRestore", readUnreadRooms);

addEventListener("click", (event) => {
  const { target } = event;
  const more = target.closest("[data-more]");
  const pane = target.closest("[data-show-pane]");
  if (event.ctrlKey || event.metaKey || event.shiftKey || (!more && !pane)) return;
  event.preventDefault();
  if (more) showMore(more).catch(() => location.assign(more.href));
  else showPane(pane.dataset.showPane);
});

// The pointer or the focus may have left the roster: what waited may move
addEventListener("pointerout", () => setTimeout(settle), { passive: true });
addEventListener("focusout", () => setTimeout(settle));
document.addEventListener("visibilitychange", settle);

readUnreadRooms();
socket.watch();
