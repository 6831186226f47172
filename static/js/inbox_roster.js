// The rows of the roster. A row changes at once where it stands; to the top it moves only while neither
// the pointer nor the focus is in the roster, so that nothing moves under somebody's hand.
import { countUnread, setUnreadRooms } from "./inbox_unread.js";

const roster = () => document.getElementById("roster");
const groups = () => document.getElementById("groups");
const points = matchMedia("(hover: hover)");
const moves = new Map(); // room → how it gets to the top, in the order in which they are to happen

export const rowOf = (room) => groups()?.querySelector(`[data-room="${room}"]`) ?? null;
export const linkOf = (row) => row.querySelector("a.roster-row");
export const rowLinks = () => [...groups().querySelectorAll("a.roster-row")];

/** A message was posted. Returns false for a room that is not listed. */
export function showActivity({ room, seq, name, text, at }, isMine, isForMe) {
  const row = rowOf(room);
  if (!row) return false;
  const before = Number(row.dataset.seq);
  if (seq <= before) return true;
  row.dataset.seq = seq;
  const [author, preview] = row.querySelector(".roster-preview").children;
  author.textContent = name;
  preview.textContent = text;
  showTime(row, at);
  setUnread(row, isMine ? 0 : Number(row.dataset.unread) + seq - before);
  if (isForMe) row.querySelector(".at-badge").textContent = "@";
  toTop(room, () => raise(rowOf(room)));
  return true;
}

/** The newest message says something else now; nothing, where it was deleted. */
export function showReworded({ room, seq, text }) {
  const row = rowOf(room);
  if (Number(row?.dataset.seq) === seq) row.querySelector(".roster-preview > span").textContent = text || groups().dataset.deleted;
}

/** Everything up to `seq` was read by me, here or in another tab; or with `back` it is to be read again after it. */
export function showRead({ room, seq, back }) {
  const row = rowOf(room);
  if (!row) return;
  const after = Math.max(0, row.dataset.seq - seq);
  setUnread(row, back ? after : Math.min(row.dataset.unread, after));
}

/** Mark the open room's row, and no other. */
export function markCurrent(room) {
  for (const link of rowLinks()) link.removeAttribute("aria-current");
  const row = rowOf(room);
  if (row) linkOf(row).setAttribute("aria-current", "page");
}

/** Take in rows that the server rendered: those that are listed change, others come to the top. */
export function takeIn(fragment) {
  for (const row of [...fragment.querySelectorAll("[data-room]")].reverse()) {
    const { room, seq, unread } = row.dataset;
    const listed = rowOf(room);
    if (!listed) toTop(room, () => insert(row, "prepend"));
    else if (listed.dataset.seq !== seq || listed.dataset.unread !== unread) {
      Object.assign(listed.dataset, { seq, unread });
      linkOf(listed).replaceChildren(...linkOf(row).children);
      toTop(room, () => raise(rowOf(room)));
    }
  }
  const total = fragment.querySelector("[data-total]")?.dataset.total;
  if (total !== undefined) setUnreadRooms(Number(total));
}

/** Put the next page of rows below those that are listed. Returns its first row. */
export function appendPage(fragment) {
  const rows = [...fragment.querySelectorAll("[data-room]")].filter(({ dataset }) => !rowOf(dataset.room));
  for (const row of rows) insert(row, "append");
  return rows[0];
}

/** What waited for the pointer and the focus to leave, if they have. */
export function settle() {
  const busy = roster().matches(":focus-within") || (points.matches && roster().matches(":hover"));
  if (busy && !document.hidden) return;
  for (const move of moves.values()) move();
  moves.clear();
}

function toTop(room, move) {
  const key = String(room);
  moves.delete(key); // what comes last ends at the top
  moves.set(key, move);
  settle();
}

function raise(row) {
  if (!row) return; // the roster shows other rooms by now
  row.parentElement.prepend(row);
  groups().prepend(row.closest(".roster-group"));
}

/** A row that came in a group of its own joins the customer's group that is listed. */
function insert(row, where) {
  if (rowOf(row.dataset.room)) return;
  const group = row.closest(".roster-group");
  const { customer } = group.dataset;
  let listed = groups().querySelector(`[data-customer="${customer}"]`);
  if (!listed) {
    listed = group.cloneNode(true);
    listed.querySelector("ul").replaceChildren();
    groups().append(listed);
  }
  listed.querySelector("ul")[where](row);
  if (where === "prepend") groups().prepend(listed);
  document.querySelector("#rows > .empty")?.remove();
  window.htmx.process(row);
}

function showTime(row, at) {
  const time = row.querySelector("time");
  const fresh = time.cloneNode();
  fresh.dateTime = at;
  time.replaceWith(fresh); // times.js writes into what is new
}

function setUnread(row, number) {
  countUnread((number > 0) - (row.dataset.unread > 0));
  row.dataset.unread = number;
  row.querySelector(".badge").textContent = number || "";
  if (number === 0) row.querySelector(".at-badge").textContent = "";
}
