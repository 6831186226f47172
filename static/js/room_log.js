// The messages of one room in their log: in order, grouped by author and minute, with days between
// them, a line above what is unread, and the place where one reads kept.
import { dayOf, minuteOf } from "./moments.js";

const AT_END = 48; // px from the end that still count as there
const NEAR_TOP = 400; // px from the top where older messages are wanted

const template = document.createElement("template");

function parse(html) {
  template.innerHTML = html;
  return [...template.content.querySelectorAll("article.message")];
}

export class RoomLog {
  #stopped = new AbortController();
  #dressers = [];

  constructor(element, me, say, onScroll) {
    this.element = element;
    this.me = me;
    this.say = say;
    this.end = element.querySelector(".room-end");
    this.wasAtEnd = true;
    for (const message of this.messages()) this.#dress(message);
    this.#seam();
    const scrolled = () => {
      this.wasAtEnd = this.isAtEnd();
      onScroll();
    };
    element.addEventListener("scroll", scrolled, { signal: this.#stopped.signal });
    // The composer grows, a phone's keyboard opens, a font arrives: who was at the end stays there.
    this.observer = new ResizeObserver(() => this.wasAtEnd && this.scrollToEnd());
    this.observer.observe(element);
  }

  stop() {
    this.#stopped.abort();
    this.observer.disconnect();
  }

  /** Has `dress(message)` called for each message that is shown, those here already included. */
  onDress(dress) {
    this.#dressers.push(dress);
    for (const message of this.messages()) dress(message);
  }

  messages() {
    return [...this.element.querySelectorAll("article.message:not([data-pending])")];
  }

  get firstSeq() {
    return Number(this.element.querySelector("article[data-seq]")?.dataset.seq ?? 0);
  }

  get lastSeq() {
    return Number(this.messages().at(-1)?.dataset.seq ?? 0);
  }

  isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < AT_END;
  }

  isNearTop() {
    return this.element.scrollTop < NEAR_TOP;
  }

  scrollToEnd() {
    this.element.scrollTop = this.element.scrollHeight;
    this.wasAtEnd = true;
  }

  /** Shows a new message below the others, in the place of its author's pending one if that is here. */
  append(html) {
    const [message] = parse(html);
    this.element.querySelector(".room-empty")?.remove();
    const pending = this.pending(message.dataset.clientId);
    if (pending?.dataset.author === message.dataset.author) pending.remove();
    this.#dress(message);
    (this.element.querySelector("[data-pending]") ?? this.end).before(message);
    this.#seam(message);
    return message;
  }

  /** Shows a message as it is now, in its place; returns it, or null where it isn't shown or is newer. */
  replace(html) {
    const [message] = parse(html);
    const { seq, revision } = message.dataset;
    const shown = this.element.querySelector(`article[data-seq="${seq}"]`);
    if (!shown || Number(shown.dataset.revision) >= Number(revision)) return null;
    this.#dress(message);
    message.toggleAttribute("data-follows", shown.hasAttribute("data-follows"));
    const hadFocus = shown.contains(document.activeElement) && document.activeElement;
    shown.replaceWith(message);
    if (hadFocus) refocus(message, hadFocus);
    return message;
  }

  /** Shows older messages above the others, without moving what is being read. */
  prepend(html) {
    const older = parse(html);
    if (older.length === 0) return 0;
    const { scrollHeight, scrollTop } = this.element;
    this.element.setAttribute("aria-busy", "true"); // old news, not to be read aloud
    const first = this.element.firstElementChild;
    for (const message of older) {
      this.#dress(message);
      first.before(message);
    }
    this.#seam();
    this.element.scrollTop = scrollTop + this.element.scrollHeight - scrollHeight;
    this.element.setAttribute("aria-busy", "false");
    return older.length;
  }

  addPending(message) {
    this.element.querySelector(".room-empty")?.remove();
    this.#dress(message);
    this.end.before(message);
    this.#group(message, previous(message));
  }

  pending(clientId) {
    return this.element.querySelector(`[data-pending][data-client-id="${CSS.escape(clientId)}"]`);
  }

  /** Draws the line above the first message after `seq` that others wrote, and returns it. */
  markUnread(seq) {
    this.forgetUnread();
    const first = this.messages().find(
      ({ dataset }) => Number(dataset.seq) > seq && dataset.author !== this.me,
    );
    if (!first || seq === 0) return null;
    const line = divider(this.say.unread, "room-unread");
    first.before(line);
    first.removeAttribute("data-follows");
    return line;
  }

  forgetUnread() {
    this.element.querySelector(".room-unread")?.remove();
  }

  #dress(message) {
    const isMine = message.dataset.author === this.me;
    message.toggleAttribute("data-mine", isMine);
    const person = isMine ? "" : this.say.visitor;
    message.querySelector(".message-mark").textContent = message.dataset.side === "agent" ? this.say.agent : person;
    for (const dress of this.#dressers) dress(message);
  }

  /** Groups messages and puts days between them: all of them, or one. */
  #seam(only = null) {
    if (!only) for (const day of this.element.querySelectorAll(".room-day")) day.remove();
    for (const message of only ? [only] : this.messages()) {
      const above = previous(message);
      if (!above || dayOf(above) !== dayOf(message)) {
        const day = divider("", "room-day");
        const time = document.createElement("time");
        time.dateTime = message.querySelector("time").dateTime;
        time.dataset.relative = "day";
        day.append(time);
        message.before(day);
      }
      this.#group(message, above);
    }
  }

  #group(message, above) {
    const apart = message.previousElementSibling?.matches(".room-unread, .room-day");
    const follows =
      !apart &&
      above?.dataset.author === message.dataset.author &&
      (message.hasAttribute("data-pending") || minuteOf(above) === minuteOf(message));
    message.toggleAttribute("data-follows", Boolean(follows));
  }
}

/** The focus goes where it was: to the same reaction, or to the message. */
function refocus(message, before) {
  const { react } = before.dataset;
  const same = react && message.querySelector(`[data-react="${CSS.escape(react)}"]`);
  message.tabIndex = -1;
  (same || message).focus({ preventScroll: true });
}

function previous(message) {
  let above = message.previousElementSibling;
  while (above && !above.matches("article.message")) above = above.previousElementSibling;
  return above;
}

function divider(text, name) {
  const line = document.createElement("p");
  line.className = `room-divider ${name}`;
  line.textContent = text;
  return line;
}
