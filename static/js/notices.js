// The browser's own notifications on pages of ours at top level: asked for once, by a press on [data-notify]; shown
// for what comes while nobody looks, by one of one's tabs, and gone when it is read.
//
//   notify({room, seq, title, body, url}, isRead)   // isRead(): whether it has been read meanwhile
import { once } from "./siblings.js";

const UNSEEN_AFTER = 2000; // ms; what is read within that, here or in another tab, is no news
const LONGEST = 140; // characters

const shown = new Map(); // room → its newest notification
const can = () => "Notification" in window;

function offer() {
  for (const button of document.querySelectorAll("[data-notify]")) {
    button.hidden = !can() || Notification.permission !== "default";
  }
}

export function notify(news, isRead) {
  if (can() && Notification.permission === "granted") setTimeout(() => show(news, isRead), UNSEEN_AFTER);
}

function show({ room, seq, title, body, url }, isRead) {
  const isLookedAt = !document.hidden && document.hasFocus();
  if (isLookedAt || isRead()) return;
  once(`notify ${url} ${seq}`, () => {
    const text = body.trim().slice(0, LONGEST);
    const notice = new Notification(title, { body: text, tag: `room ${room}` });
    shown.set(room, notice);
    notice.addEventListener("click", () => {
      window.focus();
      notice.close();
      open(room, url);
    });
  });
}

function open(room, url) {
  const isOpen = document.querySelector("room-view")?.dataset.room === String(room);
  if (!isOpen) location.assign(url);
}

document.addEventListener("rooms:read", ({ detail: { room } }) => {
  shown.get(room)?.close();
  shown.delete(room);
});
document.addEventListener("click", async ({ target, detail }) => {
  if (!target.closest?.("[data-notify]")) return;
  await Notification.requestPermission();
  offer();
  // A button that is gone has no focus to go on from; a keyboard's press has no detail
  if (detail === 0) document.querySelector("#groups a, .room-log")?.focus({ preventScroll: true });
});
offer();
