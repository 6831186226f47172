// One socket of a server under test, in the words of that server: open(plan, seat, hear) gives {web, post(text)}
// as soon as it is in its room. A message's text carries its number as ~12~; hear(number) is called for each heard.
import { randomUUID } from "node:crypto";
import WebSocket from "ws";

const NOTHING_MISSED = 2 ** 31 - 1;
const TILDE = 126;
const PATIENCE = 30_000; // ms
const AT_ONCE = 50; // sockets that are opened side by side

const HELLO = {
  ws: ({ web, ready }) => web.on("open", ready),
  tutorial: ({ web, ready }) => web.on("open", ready),
  socketio: ({ web, hears, ready }) =>
    hears((text) => {
      if (text.startsWith("0{")) web.send("40");
      else if (text.startsWith("40")) ready();
      else if (text === "2") web.send("3");
    }),
  rooms: ({ web, hears, ready, plan, seat }) => {
    web.on("open", () => say(web, { type: "hello", side: "person", workspace: plan.widget }));
    hears((text) => {
      const frame = JSON.parse(text);
      if (frame.type === "welcome") say(web, { type: "subscribe", room: seat.room, after: seat.after ?? NOTHING_MISSED });
      else if (frame.type === "subscribed") ready(frame);
      else if (frame.type === "posted") seat.posted?.(frame);
      else if (frame.type === "error") throw new Error(text);
    });
  },
};

const POST = {
  ws: (web, seat, text) => web.send(text),
  tutorial: (web, seat, text) => say(web, { message: text }),
  socketio: (web, seat, text) => web.send(`42${JSON.stringify(["chat", text])}`),
  rooms: (web, seat, text) => say(web, { type: "post", room: seat.room, client_id: randomUUID(), text }),
};

/** All seats of a plan, some at a time; hear(number, i) is called for what the i-th of them hears. */
export async function openAll(plan, hear) {
  const sockets = [];
  for (let first = 0; first < plan.seats.length; first += AT_ONCE) {
    const seats = plan.seats.slice(first, first + AT_ONCE);
    sockets.push(...(await Promise.all(seats.map((seat, i) => open(plan, seat, (k) => hear(k, first + i))))));
  }
  return sockets;
}

export function say(web, frame) {
  web.send(JSON.stringify(frame));
}

export function open(plan, seat, hear) {
  const web = new WebSocket(seat.url, {
    perMessageDeflate: false,
    handshakeTimeout: PATIENCE,
    localAddress: seat.from,
    headers: seat.cookie ? { cookie: seat.cookie } : {},
    origin: plan.origin,
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("not let in")), PATIENCE);
    const ready = (frame) => {
      clearTimeout(timer);
      resolve({ web, frame, post: (text) => POST[plan.framing](web, seat, text) });
    };
    let control = null;
    HELLO[plan.framing]({ web, ready, plan, seat, hears: (listener) => (control = listener) });
    web.on("message", (data) => {
      const start = data.indexOf(TILDE);
      if (start >= 0) hear(numberAfter(data, start + 1));
      else control?.(data.toString());
    });
    web.on("error", reject);
    web.on("close", (code) => reject(new Error(`closed with ${code}`)));
  });
}

function numberAfter(data, at) {
  let number = 0;
  for (; data[at] !== TILDE; at++) number = number * 10 + data[at] - 48;
  return number;
}
