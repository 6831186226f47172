// One socket of a server under test, in the words of that server: open(plan, seat, hear) gives {web, post(text)}
// as soon as it is in its room. A message's text carries its number as ~12~; hear(number) is called for each heard.
import { randomUUID } from "node:crypto";
import { Socket } from "./sockets.mjs";

const NOTHING_MISSED = 2 ** 31 - 1;
const TILDE = 126;
const PATIENCE = 30_000; // ms
const AT_ONCE = 50; // sockets that are opened side by side

const HELLO = {
  ws: ({ ready }) => ({ opened: ready }),
  tutorial: ({ ready }) => ({ opened: ready }),
  socketio: ({ web, ready }) => ({
    hears: (text) => {
      if (text.startsWith("0{")) web.send("40");
      else if (text.startsWith("40")) ready();
      else if (text === "2") web.send("3");
    },
  }),
  rooms: ({ web, ready, plan, seat }) => ({
    opened: () => say(web, { type: "hello", side: "person", workspace: plan.widget }),
    hears: (text) => {
      const frame = JSON.parse(text);
      if (frame.type === "welcome") say(web, { type: "subscribe", room: seat.room, after: seat.after ?? NOTHING_MISSED });
      else if (frame.type === "subscribed") (seat.more ?? ready)(frame);
      else if (frame.type === "posted") seat.posted?.(frame);
      else if (frame.type === "error") throw new Error(text);
    },
  }),
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

/** All seats of a plan, so many a second, none waiting for another: {sockets, refused: {close code: how many}}. */
export async function comeAll(plan) {
  const begun = performance.now();
  const sockets = [];
  const refused = {};
  const coming = [];
  for (const [i, seat] of plan.seats.entries()) {
    const wait = begun + (i * 1000) / plan.a_second - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const refuse = ({ code }) => (refused[code] = (refused[code] ?? 0) + 1);
    coming.push(open(plan, seat, () => {}).then((socket) => sockets.push(socket), refuse));
  }
  await Promise.all(coming);
  return { sockets, refused };
}

export function say(web, frame) {
  web.send(JSON.stringify(frame));
}

export function open(plan, seat, hear) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(refusal("not let in", "late")), PATIENCE);
    const ready = (frame) => {
      clearTimeout(timer);
      resolve({ web, frame, post: (text) => POST[plan.framing](web, seat, text) });
    };
    const headers = { ...(seat.cookie && { cookie: seat.cookie }), ...(plan.origin && { origin: plan.origin }) };
    const web = new Socket(seat.url, headers, seat.from, {
      opened: () => opened?.(),
      text: (bytes, from, to) => {
        const start = bytes.indexOf(TILDE, from);
        if (start >= from && start < to) hear(numberAfter(bytes, start + 1));
        else hears?.(bytes.toString("utf8", from, to));
      },
      ended: (code) => reject(refusal(`closed with ${code}`, code)),
    });
    const { opened, hears } = HELLO[plan.framing]({ web, ready, plan, seat });
  });
}

function refusal(words, code) {
  return Object.assign(new Error(words), { code });
}

function numberAfter(data, at) {
  let number = 0;
  for (; data[at] !== TILDE; at++) number = number * 10 + data[at] - 48;
  return number;
}
