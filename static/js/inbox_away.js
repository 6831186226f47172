// The agents' desk while its agent looks elsewhere: notifications of what people and colleagues write.
import { notify } from "./notices.js";
import { socketFor } from "./socket.js";

const { widget, index } = document.getElementById("desk").dataset;
const socket = socketFor("agent", widget);
const read = new Map(); // room → up to which number

document.addEventListener("rooms:read", ({ detail: { room, seq } }) => read.set(room, seq));
document.addEventListener("rooms:activity", ({ detail: { room, seq, author, name, text } }) => {
  if (author === socket.me) return;
  const news = { room, seq, title: name, body: text, url: `${index}rooms/${room}` };
  notify(news, () => (read.get(room) ?? 0) >= seq);
});
