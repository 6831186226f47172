// <room-view>: one room, live (templates/helpdesk/rooms/_room.html). It may be put into a page and
// taken out at any time; the socket is shared (socket.js). What one can do in it beyond reading and
// writing is an ability (room_abilities.js): a function that gets the view, with its room, me, say
// (words), log, window (what part of the history it shows), composer (or none), socket, actions,
// handlers (of frames), below (its address) and signal (aborted when the view is taken out).
import { abilities } from "./room_abilities.js";
import { Composer } from "./composer.js";
import { RoomLog } from "./room_log.js";
import { RoomPending } from "./room_pending.js";
import { RoomPlace } from "./room_place.js";
import { RoomWindow } from "./room_window.js";
import { socketFor } from "./socket.js";
import "./leaving.js";

const READ_AFTER = 400; // ms in sight
const TOLD_FOR = 5000; // ms
const OFFLINE_AFTER = 1500; // ms without a socket before it is said
const BACK_FOR = 3000; // ms in which it is said that there is one again

class RoomView extends HTMLElement {
  connectedCallback() {
    this.stopped = new AbortController();
    this.room = Number(this.dataset.room);
    this.me = this.dataset.me;
    this.readUpTo = Number(this.dataset.readUpTo);
    this.say = sayings(this);
    this.state = this.querySelector(".room-state");
    this.more = this.querySelector(".room-more");
    this.first = this.querySelector(".room-first");
    this.below = this.dataset.below;
    this.signal = this.stopped.signal;
    this.log = new RoomLog(this.querySelector(".room-log"), this.me, this.say, () => this.scrolled());
    this.window = new RoomWindow(this);
    this.place = new RoomPlace(this);
    this.socket = socketFor(this.dataset.side, this.dataset.workspace);
    this.pending = new RoomPending(this);
    this.#compose();
    this.handlers = {}; // what abilities do with frames of other types, by type
    for (const ability of abilities) ability(this);
    this.pending.restore();
    this.#findPlace();
    this.#listen();
    const revision = Number(this.dataset.revision);
    this.unsubscribe = this.socket.subscribe(this.room, this.window.newest, (frame) => this.#hear(frame), revision);
    this.#showState();
  }

  disconnectedCallback() {
    this.place.keep();
    this.stopped.abort();
    this.unsubscribe();
    this.log.stop();
    this.typing?.stop();
    clearTimeout(this.reading);
    clearTimeout(this.telling);
    clearTimeout(this.stateTimer);
    this.stateTimer = null;
  }

  #compose() {
    const form = this.querySelector("form.composer");
    if (!form) return;
    this.composer = new Composer(form, this.me, this.room, {
      onSend: (text, more) => {
        this.pending.show(this.socket.post(this.me, this.room, text, more));
        this.log.forgetUnread();
        this.isHeld = false;
        this.window.jump();
      },
      onTooLong: () => this.tell(this.say.too_long),
      onTyping: () => this.socket.typing(this.room),
      signal: this.stopped.signal,
    });
  }

  async #findPlace() {
    const line = this.log.markUnread(this.readUpTo);
    if (this.dataset.at) this.goTo(Number(this.dataset.at));
    else {
      if (line) line.scrollIntoView({ block: "center" });
      else this.log.scrollToEnd();
      this.log.wasAtEnd = this.log.isAtEnd();
      await this.place.restore();
    }
    this.scrolled();
  }

  /** Shows a message amid those around it, marked, with the focus on it. Whether it is there. */
  async goTo(seq) {
    const message = await this.window.goTo(seq);
    if (!message) return false;
    for (const marked of this.log.element.querySelectorAll("[data-marked]")) marked.removeAttribute("data-marked");
    message.setAttribute("data-marked", "");
    message.tabIndex = -1;
    message.scrollIntoView({ block: "center" });
    message.focus({ preventScroll: true });
    this.log.wasAtEnd = this.log.isAtEnd();
    this.scrolled();
    return true;
  }

  /** Reads no further by itself, until one writes or leaves the room. */
  markUnread(seq) {
    if (!this.socket.unread(this.room, seq)) return false;
    clearTimeout(this.reading);
    return true;
  }

  #listen() {
    const { signal } = this.stopped;
    const on = (name, handle) =>
      document.addEventListener(`rooms:${name}`, ({ detail }) => handle(detail), { signal });
    on("state", () => this.#showState());
    on("read", ({ room, seq, back }) => room === this.room && this.#readElsewhere(seq, back));
    on("failed", ({ room, code }) => room === this.room && this.tell(this.say[code] ?? this.say.failed));
    document.addEventListener("visibilitychange", () => this.#noteRead(), { signal });
    this.more.addEventListener("click", () => this.window.jump(), { signal });
    this.first.addEventListener("click", () => this.goTo(this.log.unreadAbove), { signal });
  }

  #hear(frame) {
    if (frame.type === "changed") this.#change(frame);
    else if (frame.type === "lost") this.#leave(this.say.gone);
    else if (frame.type === "skipped") this.#skip(frame);
    else if (frame.type !== "message") this.handlers[frame.type]?.(frame);
    else if (frame.seq > this.log.lastSeq) this.#show(frame);
  }

  #show(frame) {
    const wasAtEnd = this.log.isAtEnd();
    const isMine = frame.author === this.me;
    // Who writes has read what is above, here or in another tab
    if (isMine) Object.assign(this, { isHeld: false, readUpTo: Math.max(frame.seq, this.readUpTo) });
    this.typing?.remove(frame.author);
    if (frame.author[0] === "a") this.typing?.remove("team"); // until now they may have had no name here
    this.handlers.message?.(frame);
    this.window.hearOf(frame.seq, wasAtEnd || isMine ? 0 : 1);
    if (!wasAtEnd && !isMine && this.log.isFull) this.log.isDetached = true;
    if (!this.log.isDetached) {
      this.log.append(frame.html);
      if (document.hidden && !isMine && this.readUpTo === frame.seq - 1) this.log.markUnread(this.readUpTo);
    }
    if (wasAtEnd) this.log.scrollToEnd();
    this.scrolled();
  }

  /** Too much was missed to show it all: who was at the end goes to the newest, others stay where they are. */
  async #skip({ seq, number }) {
    const wasAtEnd = this.log.isAtEnd();
    this.window.hearOf(seq, number);
    this.window.skip();
    this.log.markUnread(this.readUpTo);
    if (wasAtEnd) await this.window.jump();
    this.scrolled();
  }

  #readElsewhere(seq, back) {
    if (back) {
      this.isHeld = true;
      this.log.markUnread(seq, true);
    }
    this.readUpTo = back ? seq : Math.max(seq, this.readUpTo);
    this.scrolled();
  }

  #change(frame) {
    const wasAtEnd = this.log.isAtEnd();
    this.log.replace(frame.html);
    this.handlers.changed?.(frame);
    if (wasAtEnd) this.log.scrollToEnd();
  }

  /** What is in sight has changed, or where it ends. */
  scrolled() {
    const { log, window } = this;
    if (log.isAtEnd()) window.unseen = 0;
    this.more.hidden = log.isAtEnd() || (window.unseen === 0 && !log.isDetached);
    const words = log.isDetached ? this.say.moreBelow : this.say.more;
    this.more.textContent = window.unseen === 0 ? this.say.newest : words.replace("{number}", window.unseen);
    this.first.hidden = !log.unreadAbove;
    window.scrolled();
    this.place.moved();
    this.#noteRead();
  }

  /** What stands at the end of a log in sight has been read. */
  #noteRead() {
    clearTimeout(this.reading);
    if (this.isHeld || document.hidden || !this.log.isAtEnd() || this.log.lastSeq <= this.readUpTo) return;
    this.reading = setTimeout(() => {
      if (this.isLost || this.socket.state !== "open") return;
      if (this.log.element.clientHeight === 0) {
        // In a vendor's closed panel: the next frame is drawn once it is open, and no other event says so
        requestAnimationFrame(() => this.isConnected && this.#noteRead());
        return;
      }
      this.readUpTo = this.log.lastSeq;
      this.socket.read(this.room, this.readUpTo);
    }, READ_AFTER);
  }

  #showState() {
    this.toggleAttribute("data-waits", this.socket.state !== "open");
    if (this.socket.state === "connecting") {
      // A blink without a socket, as at each load of the page, is no news
      this.stateTimer ??= setTimeout(() => this.#sayOffline(), OFFLINE_AFTER);
      return;
    }
    clearTimeout(this.stateTimer);
    this.stateTimer = null;
    const wasOffline = this.state.dataset.is === "offline";
    delete this.state.dataset.is;
    // In another tab somebody else may have come in since: the socket is theirs then, and the page is not
    if (this.socket.state === "over" || this.socket.me !== this.me) this.#leave(this.say.over);
    else {
      if (this.isLost) return;
      if (wasOffline) {
        this.tell(this.say.online, BACK_FOR);
        this.state.dataset.is = "online";
      } else this.#say();
      this.#noteRead();
    }
  }

  #sayOffline() {
    this.state.dataset.is = "offline";
    this.#say(this.composer ? this.say.offline : this.say.offlineReader);
  }

  /** Says something for a while, where the state of the connection is said. */
  tell(text, time = TOLD_FOR) {
    this.#say(text);
    clearTimeout(this.telling);
    this.telling = setTimeout(() => (this.stateTimer ? this.#sayOffline() : this.#showState()), time);
  }

  #say(...parts) {
    this.state.replaceChildren(...parts);
  }

  /** Nothing more comes here: say so, and lead to where it goes on. */
  #leave(text) {
    if (this.isLost) return;
    this.isLost = true;
    const link = document.createElement("a");
    link.href = this.dataset.lost;
    link.textContent = this.say.onward;
    this.#say(text, " ", link);
    this.querySelector("form.composer")?.toggleAttribute("inert", true);
    this.dispatchEvent(new CustomEvent("room-lost", { bubbles: true }));
  }
}

/** The words that the page brings along (templates/helpdesk/rooms/_words.html). */
function sayings(element) {
  const words = element.querySelector(".room-words").content.querySelectorAll("[data-say]");
  return Object.fromEntries([...words].map(({ dataset, textContent }) => [dataset.say, textContent]));
}

customElements.define("room-view", RoomView);
