// Keeps the number of unread messages of each of a person's rooms, tells it to the vendor's page (BADGES), and
// what has come unseen (NOTIFICATION). Frames of one site tell each other what was read, and one of them speaks.
import { authorised, take } from "./bearer.js";
import { embedder } from "./embedder.js";
import { isMentioned } from "./mentioned.js";
import { isSpokesman, once, tellSiblings } from "./siblings.js";
import { socketFor } from "./socket.js";

const UNSEEN_AFTER = 1000; // ms; what is read within that is no news
const LONGEST_BODY = 140; // characters
const MOST_HEARD = 100; // rooms
const HEARD = new Set(["message", "skipped"]);

export class Unread {
  #widget;
  #rooms = new Map(); // id → {kind, last, read, mentions: numbers of messages}
  #stops = [];

  constructor(widget) {
    this.#widget = widget;
    document.addEventListener("frame:read", ({ detail }) => this.#read(detail));
    document.addEventListener("rooms:read", ({ detail }) => {
      const read = { ...detail, me: this.me };
      tellSiblings("read", read);
      this.#read(read);
    });
    document.addEventListener("rooms:access", () => this.start());
    document.addEventListener("embedder:init", () => this.#tell());
    document.addEventListener("visibilitychange", () => document.hidden || this.start());
  }

  /** Asks for the numbers, and listens from there. Whether somebody is signed in. */
  async start() {
    let found;
    try {
      const response = await authorised(`/widget/${this.#widget}/unread`, { method: "POST" });
      if (!response.ok) return false;
      found = await response.json();
      if (!found.me) {
        this.#rooms.clear();
        this.#tell();
        return false;
      }
    } catch {
      return true; // without a network: it is asked again
    }
    take(found);
    this.me = found.me;
    const before = this.#stops;
    this.#rooms = new Map(
      found.rooms.map(({ id, kind, last_seq: last, unread, mentions }) => [
        id,
        // Which of the unread they are in is not known: they count until all of those are read
        { kind, last, read: last - unread, mentions: Array(mentions).fill(last) },
      ]),
    );
    const socket = socketFor("person", this.#widget);
    this.#stops = [...this.#rooms].slice(0, MOST_HEARD).map(([id, { last }]) =>
      socket.subscribe(id, last, (frame) => HEARD.has(frame.type) && this.#hear(id, frame)),
    );
    for (const stop of before) stop();
    this.#tell();
    return true;
  }

  #hear(id, { seq, author, html }) {
    const room = this.#rooms.get(id);
    if (!room || seq <= room.last) return;
    room.last = seq;
    if (html && isMentioned(this.me, html)) room.mentions.push(seq);
    // Who writes has read what is above
    if (author === this.me) room.read = seq;
    else if (html) setTimeout(() => this.#notify(id, seq, html), UNSEEN_AFTER);
    this.#tell();
  }

  #read({ room: id, seq, me, back }) {
    const room = this.#rooms.get(id);
    if (!room || me !== this.me || (!back && seq <= room.read)) return;
    room.read = seq;
    room.last = Math.max(room.last, seq);
    this.#tell();
  }

  #tell() {
    const badges = {};
    for (const [id, { kind, last, read, mentions }] of this.#rooms) {
      const mentionsCount = mentions.filter((seq) => seq > read).length;
      badges[id] = { count: last - read, mentionsCount, roomId: String(id), roomType: kind };
    }
    embedder.tell({ type: "BADGES", badges: JSON.stringify(badges) });
  }

  #notify(id, seq, html) {
    const room = this.#rooms.get(id);
    if (!room || room.read >= seq || embedder.permission !== "granted" || !isSpokesman()) return;
    const text = new DOMParser().parseFromString(html, "text/html").querySelector(".message-text");
    const body = text?.textContent.trim().slice(0, LONGEST_BODY) ?? "";
    const notification = JSON.stringify({ body, roomId: String(id) });
    once(`notify ${this.#widget} ${id} ${seq}`, () => embedder.tell({ type: "NOTIFICATION", notification }));
  }
}
