// A person's rooms beside the open one: live numbers of unread messages, fetched anew when what they may
// enter has changed; a lost room leads to where it goes on.
import { authorised } from "./bearer.js";
import { isMentioned } from "./mentioned.js";
import { socketFor } from "./socket.js";

const MOST_HEARD = 40; // rooms that are listened to for their numbers
const HEARD = new Set(["message", "skipped"]);
const HOME_AFTER = 4000; // ms to read that the room is not open any more

const isInFrame = "widget" in document.documentElement.dataset; // frame.js shows pages there
const view = () => document.querySelector("room-view");
let stops = [];

function hearAll() {
  for (const stop of stops) stop();
  const links = [...document.querySelectorAll(".room-list a[data-room]:not([aria-current])")];
  stops = links.slice(0, MOST_HEARD).map((link) => hear(link));
}

function hear(link) {
  const { side, workspace, me } = view().dataset;
  let known = Number(link.dataset.lastSeq);
  return socketFor(side, workspace).subscribe(Number(link.dataset.room), known, (frame) => {
    if (frame.type === "room") fetchAgain();
    if (!HEARD.has(frame.type) || frame.seq <= known) return;
    const number = frame.seq - known;
    known = frame.seq;
    link.dataset.lastSeq = known;
    const badge = link.querySelector(".badge");
    if (frame.author === me) return;
    badge.textContent = Number(badge.textContent) + number;
    if (frame.html && isMentioned(me, frame.html)) link.querySelector(".at-badge").textContent = "@";
  });
}

async function fetchAgain() {
  // Everybody of a customer hears of a change at once: don't all ask at once
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 500));
  if (!view() || view().isLost) return;
  const list = document.querySelector(".room-list");
  if (!list) {
    showAgain();
    return;
  }
  const { refresh } = list.dataset;
  const response = await authorised(refresh).catch(() => null); // without a network the next change asks again
  if (!response?.ok) return;
  const html = await response.text();
  const now = document.querySelector(".room-list");
  if (now?.dataset.refresh !== refresh) return; // another room is open by now
  now.outerHTML = html;
  hearAll();
  document.dispatchEvent(new CustomEvent("rooms:listed"));
}

/**
 * Where there was one room there is no list; and what an archived room shows is another page. Draft and unsent
 * messages outlive a page that comes anew.
 */
function showAgain() {
  if (isInFrame) document.dispatchEvent(new CustomEvent("frame:reload"));
  else location.reload();
}

/** Read in another tab, or to be read again. */
function showRead({ room, seq, back }) {
  const link = document.querySelector(`.room-list a[data-room="${room}"]:not([aria-current])`);
  if (!link) return;
  const badge = link.querySelector(".badge");
  const after = Math.max(0, link.dataset.lastSeq - seq);
  badge.textContent = (back ? after : Math.min(Number(badge.textContent), after)) || "";
}

hearAll();
document.addEventListener("rooms:read", ({ detail }) => showRead(detail));
document.addEventListener("frame:shown", hearAll);
document.addEventListener("rooms:access", fetchAgain);
document.addEventListener("rooms:named", () => document.querySelector(".room-list") && fetchAgain());
document.addEventListener("room-again", showAgain);
document.addEventListener("room-lost", ({ target }) => {
  setTimeout(() => {
    if (!target.isConnected) return; // they have gone on by themselves
    if (isInFrame) document.dispatchEvent(new CustomEvent("frame:lost"));
    else location.assign(target.dataset.lost);
  }, HOME_AFTER);
});
