// One socket a page, for any number of rooms: connects, comes back by itself, asks for what it missed
// and sends what was not acknowledged. Postgres has the truth; a message is known by its number.
//
//   const socket = socketFor("person" | "agent", widgetId);      // the same one at each call
//   const stop = socket.subscribe(room, afterSeq, listener, revision);
//                                                                // listener(frame): message, changed, typing, lost …
//   socket.ask(frame)                                            // a command; whether there is a connection
//   socket.post(author, room, text, more) → {client_id, room, text, …more}  // kept until acknowledged to that author
//   socket.unsentOf(author)                                      // what is kept (unsent.js)
//   socket.typing(room); socket.read(room, seq); socket.watch(); // watch: agents, the whole workspace
//
// Events on `document`, each with the frame as `detail`:
//   rooms:state     {state: "connecting" | "open" | "over"}      over: not signed in any more
//   rooms:activity  {room, seq, author, side, name, text, at}    only after watch()
//   rooms:access    {}                                           what I may see changed: fetch lists again
//   rooms:room      {room}                                       its name or state has changed
//   rooms:lost      {room}                                       a room is not open to me any more
//   rooms:read      {room, seq}                                  I have read up to there on this page
//   rooms:posted    {room, client_id, seq}                       stored
//   rooms:refused   {room, client_id, code}                      not stored, and won't be as it is
//   rooms:failed    {room, of, seq, code}                        a command that can't be done
//
// The author is who the page was made for ("p12", "a3"). A socket is whose cookie it came with, or in a vendor's
// frame whose bearer it showed (bearer.js), by its `welcome`: that may be somebody else by now, and what another one wrote is never sent through it.
//
// A message is delivered to each listener in order of number and without gaps; a listener that joins
// later may hear of numbers that it knows, and leaves them out.
import { bearer } from "./bearer.js";
import { Unsent } from "./unsent.js";

const FIRST_WAIT = 400; // ms; doubled at each failure
const LONGEST_WAIT = 15_000; // ms
const PROBE = 5_000; // ms in which an awakened socket must answer
const NOT_SIGNED_IN = 4401;
const PASSING = new Set(["unavailable"]); // errors after which the same post is tried again

const sockets = new Map();

export function socketFor(side, workspace) {
  const key = `${side} ${workspace}`;
  if (!sockets.has(key)) sockets.set(key, new RoomSocket(side, workspace));
  return sockets.get(key);
}

class RoomSocket {
  #side;
  #workspace;
  #web = null;
  #rooms = new Map(); // room → {last, listeners, asked}: asked after which number, if under way
  #failures = 0;
  #retry = 0;
  #probe = 0;
  #watches = false;
  #unsent = new Map(); // author → Unsent

  constructor(side, workspace) {
    this.#side = side;
    this.#workspace = workspace;
    this.state = "connecting";
    this.me = null;
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => !document.hidden && this.#hurry());
    addEventListener("pageshow", ({ persisted }) => persisted && this.#hurry());
    document.addEventListener("rooms:leaving", () => this.#forget());
    this.#connect();
  }

  unsentOf(author) {
    if (!this.#unsent.has(author)) this.#unsent.set(author, new Unsent(author, this.#workspace));
    return this.#unsent.get(author);
  }

  /** A listener that names the revision of what it shows hears of changes since, too. */
  subscribe(room, after, listener, revision = null) {
    const known = this.#rooms.get(room);
    if (!known) {
      this.#rooms.set(room, { last: after, revision, listeners: new Set([listener]), asked: null });
      this.#ask(room);
    } else {
      known.listeners.add(listener);
      const isOlder = revision !== null && (known.revision === null || revision < known.revision);
      if (after < known.last || isOlder) {
        known.last = Math.min(known.last, after);
        if (isOlder) known.revision = revision;
        known.asked = null;
        this.#ask(room);
      }
    }
    return () => this.#unsubscribe(room, listener);
  }

  /** `more` are the other fields of the post, as its frame has them. */
  post(author, room, text, more = {}) {
    const post = this.unsentOf(author).add(room, text, more);
    this.#sendPost(author, post);
    return post;
  }

  retry(author, post) {
    this.unsentOf(author).keep(post);
    this.#sendPost(author, post);
    this.#hurry();
  }

  discard(author, clientId) {
    this.unsentOf(author).drop(clientId);
  }

  typing(room) {
    this.#send({ type: "typing", room });
  }

  ask(frame) {
    this.#send(frame);
    return this.state === "open";
  }

  read(room, seq) {
    this.#send({ type: "read", room, seq });
    announce("read", { room, seq });
  }

  watch() {
    this.#watches = true;
    this.#send({ type: "watch" });
  }

  #connect() {
    clearTimeout(this.#retry);
    this.#setState("connecting");
    const url = new URL("/ws/", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const web = new WebSocket(url);
    this.#web = web;
    web.addEventListener("open", () => {
      const shown = this.#side === "person" && bearer() ? { bearer: bearer() } : {};
      web.send(JSON.stringify({ type: "hello", side: this.#side, workspace: this.#workspace, ...shown }));
    });
    web.addEventListener("message", ({ data }) => web === this.#web && this.#hear(JSON.parse(data)));
    web.addEventListener("close", ({ code }) => web === this.#web && this.#closed(code));
  }

  #closed(code) {
    this.#web = null;
    clearTimeout(this.#probe);
    if (code === NOT_SIGNED_IN) {
      this.#forget();
      this.#setState("over");
      return;
    }
    this.#setState("connecting");
    const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#failures++);
    // Full jitter, so that a server that comes back is not met by everybody at once
    this.#retry = setTimeout(() => this.#connect(), Math.random() * longest);
  }

  /** Somebody looks at the page, or the network is back: don't wait for the timer. */
  #hurry() {
    if (this.state === "over") return;
    if (!this.#web) {
      this.#failures = 0;
      this.#connect();
    } else if (this.state === "open" && this.#rooms.size > 0) {
      // A laptop that slept may hold a dead socket that looks alive: it must answer.
      const web = this.#web;
      clearTimeout(this.#probe);
      this.#probe = setTimeout(() => {
        if (web !== this.#web) return;
        this.#closed(0);
        web.close();
      }, PROBE);
      const room = this.#rooms.keys().next().value;
      this.#send({ type: "after", room, ...since(this.#rooms.get(room)) });
    }
  }

  #hear(frame) {
    clearTimeout(this.#probe);
    const handle = this[`on_${frame.type}`];
    if (handle) handle.call(this, frame);
    else if (frame.room) this.#tell(frame);
  }

  on_welcome({ me }) {
    this.me = me;
    this.#failures = 0;
    this.#setState("open");
    if (this.#watches) this.#send({ type: "watch" });
    for (const [room, known] of this.#rooms) {
      known.asked = null;
      this.#ask(room);
    }
    for (const post of this.unsentOf(me).posts()) this.#sendPost(me, post);
  }

  on_message(frame) {
    if (frame.author === this.me) this.unsentOf(this.me).drop(frame.client_id);
    const known = this.#rooms.get(frame.room);
    if (!known || frame.seq <= known.last) return;
    if (frame.seq > known.last + 1) {
      this.#ask(frame.room, "after");
      return;
    }
    known.last = frame.seq;
    this.#tell(frame);
  }

  on_changed(frame) {
    const known = this.#rooms.get(frame.room);
    if (!known) return;
    if (known.revision !== null) known.revision = Math.max(known.revision, frame.revision);
    if (frame.seq <= known.last) this.#tell(frame);
    else this.#ask(frame.room, "after");
  }

  on_subscribed({ room, last_seq: lastSeq, revision, more }) {
    const known = this.#rooms.get(room);
    if (!known) return;
    const got = known.last !== known.asked || more;
    known.asked = null;
    if (known.revision !== null) known.revision = Math.max(known.revision, revision);
    if (got && (more || known.last < lastSeq)) this.#ask(room, "after");
  }

  on_posted(frame) {
    this.unsentOf(this.me).drop(frame.client_id);
    announce("posted", frame);
  }

  on_activity(frame) {
    announce("activity", frame);
  }

  on_room(frame) {
    this.#tell(frame);
    announce("room", frame);
  }

  on_access(frame) {
    announce("access", frame);
  }

  on_lost(frame) {
    this.#tell({ ...frame, type: "lost" });
    this.#rooms.delete(frame.room);
    announce("lost", frame);
  }

  on_error({ code, room, of, seq, client_id: clientId }) {
    if (clientId) this.#postFailed(code, room, clientId);
    else if (of) announce("failed", { code, of, room, seq });
    else if (code === "not_found" && this.#rooms.has(room)) this.on_lost({ room });
    else if (code === "unavailable" && this.#rooms.has(room)) {
      this.#rooms.get(room).asked = null;
      setTimeout(() => this.#ask(room), FIRST_WAIT + Math.random() * LONGEST_WAIT * 0.2);
    }
  }

  #postFailed(code, room, clientId) {
    const author = this.me;
    const unsent = this.unsentOf(author);
    const post = unsent.get(clientId);
    if (PASSING.has(code) && post) {
      setTimeout(() => unsent.get(clientId) && this.#sendPost(author, post), 2000);
      return;
    }
    unsent.drop(clientId);
    announce("refused", { code, room, client_id: clientId });
  }

  #ask(room, type = "subscribe") {
    const known = this.#rooms.get(room);
    if (!known || this.state !== "open" || known.asked === known.last) return;
    known.asked = known.last;
    this.#send({ type, room, ...since(known) });
  }

  #unsubscribe(room, listener) {
    const known = this.#rooms.get(room);
    known?.listeners.delete(listener);
    if (known?.listeners.size === 0) {
      this.#rooms.delete(room);
      this.#send({ type: "unsubscribe", room });
    }
  }

  #tell(frame) {
    for (const listener of [...(this.#rooms.get(frame.room)?.listeners ?? [])]) listener(frame);
  }

  #sendPost(author, post) {
    if (author === this.me) this.#send({ type: "post", ...post });
  }

  #forget() {
    for (const unsent of this.#unsent.values()) unsent.clear();
  }

  #send(frame) {
    if (this.state === "open") this.#web.send(JSON.stringify(frame));
  }

  #setState(state) {
    if (this.state === state && state !== "connecting") return;
    this.state = state;
    announce("state", { state });
  }
}

function since({ last, revision }) {
  return revision === null ? { after: last } : { after: last, revision };
}

function announce(name, detail) {
  document.dispatchEvent(new CustomEvent(`rooms:${name}`, { detail }));
}
