// One socket a page, for any number of rooms: connects, comes back by itself, asks for what it missed
// and sends what was not acknowledged. Postgres has the truth; a message is known by its number.
//
//   const socket = socketFor("person" | "agent", widgetId);      // the same one at each call
//   const stop = socket.subscribe(room, afterSeq, listener, revision);
//                                                                // listener(frame): message, changed, typing, lost …, or
//                                                                // {type: "skipped", room, seq, number}: too many to hear
//   socket.ask(frame)                                            // a command; whether there is a connection
//   socket.post(author, room, text, more) → {client_id, room, text, …more}  // kept until acknowledged to that author
//   socket.unsentOf(author)                                      // what is kept (unsent.js)
//   socket.typing(room); socket.read(room, seq); socket.watch(); // watch: agents, the whole workspace
//   socket.unread(room, seq)                                     // from there on; whether there is a connection
//   socket.here(room, isHere)                                    // whether I look at it
//
// Events on `document`, each with the frame as `detail`:
//   rooms:state     {state: "connecting" | "open" | "over"}      over: not signed in any more
//   rooms:activity  {room, seq, author, side, name, text, at}    only after watch()
//   rooms:reworded  {room, seq, text}                            only after watch()
//   rooms:access    {}                                           what I may see changed: fetch lists again
//   rooms:room      {room}                                       its name or state has changed
//   rooms:lost      {room}                                       a room is not open to me any more
//   rooms:read      {room, seq, back}                            I have read up to there, here or in another tab;
//                                                                or with `back` it is to be read again after it
//   rooms:posted    {room, client_id, seq}                       stored
//   rooms:refused   {room, client_id, code}                      not stored, and won't be as it is
//   rooms:failed    {room, of, seq, code}                        a command that can't be done
//
// What one author wrote is never sent by another's socket (docs/rooms.md).
//
// A message is delivered to each listener in order of number and without gaps; a listener that joins
// later may hear of numbers that it knows, and leaves them out.
import { bearer } from "./bearer.js";
import { Outgoing } from "./outgoing.js";
import { Wire } from "./wire.js";

const AGAIN_AFTER = [400, 3400]; // ms until what is not there now is asked for again
const MOST_LEFT = 200; // messages missed after a page of them; of more the newest are fetched, others as one scrolls
const NOT_SIGNED_IN = 4401;
const ANNOUNCED = new Set(["access", "activity", "reworded"]); // frames that are events as they are

const sockets = new Map();

export function socketFor(side, workspace) {
  const key = `${side} ${workspace}`;
  if (!sockets.has(key)) sockets.set(key, new RoomSocket(side, workspace));
  return sockets.get(key);
}

class RoomSocket {
  #side;
  #workspace;
  #rooms = new Map(); // room → {last, listeners, asked, isHere}: asked after which number, if under way
  #wire;
  #watches = false;
  #outgoing;

  constructor(side, workspace) {
    this.#side = side;
    this.#workspace = workspace;
    this.state = "connecting";
    this.me = null;
    this.#outgoing = new Outgoing(workspace, (frame) => this.#send(frame));
    document.addEventListener("rooms:leaving", () => this.#outgoing.forget());
    this.#wire = new Wire({
      hello: () => this.#hello(),
      hear: (frame) => this.#hear(frame),
      closed: (code) => this.#closed(code),
      isOpen: () => this.state === "open",
      wake: () => this.#catchUp(),
    });
  }

  unsentOf(author) {
    return this.#outgoing.of(author);
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
    if (author === this.me) this.#outgoing.next(room);
    return post;
  }

  retry(author, post) {
    this.#outgoing.retry(author, post);
    this.#wire.hurry();
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

  unread(room, seq) {
    const isAsked = this.ask({ type: "unread", room, seq });
    if (isAsked) announce("read", { room, seq: seq - 1, back: true });
    return isAsked;
  }

  here(room, isHere) {
    const known = this.#rooms.get(room);
    if (!known || Boolean(known.isHere) === isHere) return;
    known.isHere = isHere;
    this.#send({ type: "here", room, here: isHere });
  }

  watch() {
    this.#watches = true;
    this.#send({ type: "watch" });
  }

  #hello() {
    const shown = this.#side === "person" && bearer() ? { bearer: bearer() } : {};
    return { type: "hello", side: this.#side, workspace: this.#workspace, ...shown };
  }

  /** What is missed is heard at once, so that it can be asked for where a line is in doubt. */
  #catchUp() {
    const [room, known] = this.#rooms.entries().next().value ?? [];
    return known ? { type: "after", room, ...since(known) } : { type: "ping" };
  }

  #closed(code) {
    this.#outgoing.stop();
    if (code === NOT_SIGNED_IN) this.#outgoing.forget();
    this.#setState(code === NOT_SIGNED_IN ? "over" : "connecting");
    return code !== NOT_SIGNED_IN;
  }

  #hear(frame) {
    const handle = this[`on_${frame.type}`];
    if (handle) handle.call(this, frame);
    else if (ANNOUNCED.has(frame.type)) announce(frame.type, frame);
    else if (frame.room) this.#tell(frame);
  }

  on_welcome({ me }) {
    this.me = me;
    this.#wire.welcomed();
    this.#setState("open");
    if (this.#watches) this.#send({ type: "watch" });
    for (const [room, known] of this.#rooms) {
      known.asked = null;
      this.#ask(room);
    }
    this.#outgoing.begin(me);
  }

  on_message(frame) {
    if (frame.author === this.me) this.#outgoing.stored(frame.room, frame.client_id);
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
    // While it catches up, changes may be missing before this one: what it has then says `subscribed`
    const hasAllBefore = known.revision !== null && known.asked === null;
    if (hasAllBefore) known.revision = Math.max(known.revision, frame.revision);
    if (frame.seq <= known.last) this.#tell(frame);
    else this.#ask(frame.room, "after");
  }

  on_subscribed({ room, last_seq: lastSeq, revision, more }) {
    const known = this.#rooms.get(room);
    if (!known) return;
    const got = known.last !== known.asked || more;
    known.asked = null;
    if (lastSeq - known.last > MOST_LEFT) this.#skip(room, known, lastSeq);
    if (known.revision !== null) known.revision = Math.max(known.revision, revision);
    if (got && (more || known.last < lastSeq)) this.#ask(room, "after");
  }

  /** They would come one by one: whoever shows the room fetches what they want to see. */
  #skip(room, known, seq) {
    const number = seq - known.last;
    known.last = seq;
    this.#tell({ type: "skipped", room, seq, number });
  }

  on_seen(frame) {
    const { who, room, seq, back } = frame;
    if (who === this.me) announce("read", { room, seq, back });
    else this.#tell(frame);
  }

  on_posted(frame) {
    this.#outgoing.stored(frame.room, frame.client_id);
    announce("posted", frame);
  }

  on_room(frame) {
    this.#tell(frame);
    announce("room", frame);
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
      setTimeout(() => this.#ask(room), AGAIN_AFTER[0] + Math.random() * (AGAIN_AFTER[1] - AGAIN_AFTER[0]));
    }
  }

  #postFailed(code, room, clientId) {
    if (this.#outgoing.failed(room, clientId, code)) announce("refused", { code, room, client_id: clientId });
  }

  #ask(room, type = "subscribe") {
    const known = this.#rooms.get(room);
    if (!known || this.state !== "open" || known.asked === known.last) return;
    known.asked = known.last;
    this.#send({ type, room, ...since(known) });
    if (known.isHere && type === "subscribe") this.#send({ type: "here", room, here: true });
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

  #send(frame) {
    if (this.state === "open") this.#wire.send(frame);
  }

  #setState(state) {
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
