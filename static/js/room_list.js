// A person's rooms beside the open one: live numbers of unread messages, fetched anew when what they may
// enter has changed; a lost room leads to where it goes on.
import { socketFor } from "./socket.js";

const MOST_HEARD = 40; // rooms that are listened to for their numbers
const HOME_AFTER = 4000; // ms to read that the room is not open any more

const view = document.querySelector("room-view");
const socket = socketFor(view.dataset.side, view.dataset.workspace);
let stops = [];

function hearAll() {
  for (const stop of stops) stop();
  const links = [...document.querySelectorAll(".room-list a[data-room]:not([aria-current])")];
  stops = links.slice(0, MOST_HEARD).map((link) => hear(link));
}

function hear(link) {
  let known = Number(link.dataset.lastSeq);
  return socket.subscribe(Number(link.dataset.room), known, (frame) => {
    if (frame.type !== "message" || frame.seq <= known) return;
    known = frame.seq;
    const badge = link.querySelector(".badge");
    if (frame.author !== view.dataset.me) badge.textContent = Number(badge.textContent) + 1;
  });
}

async function fetchAgain() {
  // Everybody of a customer hears of a change at once: don't all ask at once
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 500));
  if (view.isLost) return;
  const list = document.querySelector(".room-list");
  if (!list) {
    // There was one room, and so no list: draft and unsent messages outlive a reload
    location.reload();
    return;
  }
  const response = await fetch(list.dataset.refresh);
  if (!response.ok) return;
  list.outerHTML = await response.text();
  hearAll();
}

hearAll();
document.addEventListener("rooms:access", fetchAgain);
view.addEventListener("room-lost", () => {
  setTimeout(() => location.assign(view.dataset.lost), HOME_AFTER);
});
