// A person's page at top level while they look elsewhere: the number of unread messages of all their rooms in the
// title and on the icon, and notifications of what comes.
import { notify } from "./notices.js";
import { socketFor } from "./socket.js";
import { showNumber } from "./tab_sign.js";

const MOST_HEARD = 40; // rooms
const rooms = new Map(); // id → {last, read, url}
let stops = [];

function begin() {
  const view = document.querySelector("room-view");
  if (!view) return;
  const { side, workspace, me, room, lastSeq, readUpTo } = view.dataset;
  const here = { last: Number(lastSeq), read: Number(readUpTo), url: location.pathname };
  rooms.set(Number(room), rooms.get(Number(room)) ?? here);
  for (const link of [...document.querySelectorAll(".room-list a[data-room]")].slice(0, MOST_HEARD)) {
    const { room: id, lastSeq: last } = link.dataset;
    const unread = Number(link.querySelector(".badge").textContent);
    const known = { last: Number(last), read: last - unread, url: link.pathname };
    if (!rooms.has(Number(id))) rooms.set(Number(id), known);
  }
  const socket = socketFor(side, workspace);
  const before = stops;
  stops = [...rooms].map(([id, { last }]) => socket.subscribe(id, last, (frame) => hear(id, me, frame)));
  for (const stop of before) stop();
  tell();
}

function hear(id, me, frame) {
  const room = rooms.get(id);
  if (frame.type === "lost") rooms.delete(id);
  else if (frame.seq > room?.last && (frame.type === "message" || frame.type === "skipped")) {
    room.last = frame.seq;
    if (frame.author === me) room.read = frame.seq;
    else if (frame.type === "message") announce(id, room, frame);
  }
  tell();
}

function announce(id, room, { seq, html }) {
  const message = new DOMParser().parseFromString(html, "text/html");
  const words = (name) => message.querySelector(name)?.textContent.trim() ?? "";
  const news = { room: id, seq, title: words(".message-author"), body: words(".message-text"), url: room.url };
  notify(news, () => room.read >= seq);
}

function tell() {
  let number = 0;
  for (const { last, read } of rooms.values()) number += Math.max(0, last - read);
  showNumber(number);
}

document.addEventListener("rooms:read", ({ detail: { room: id, seq, back } }) => {
  const room = rooms.get(id);
  if (!room) return;
  room.read = back ? seq : Math.max(seq, room.read);
  tell();
});
document.addEventListener("rooms:listed", begin);
begin();
