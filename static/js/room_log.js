// The messages of one room in their log: in order, grouped by author and minute, with days between
// them, a line above what is unread, and the place where one reads kept.
import { dayLine, dayOf, divider, goesOn, previous, refocus } from "./log_lines.js";

const AT_END = 48; // px from the end that still count as there
const NEAR = 400; // px from an end where more messages are wanted
const MOST = 400; // messages that are kept; what is far from where one reads goes
const MOST_LIVE = 500; // until some of them go as new ones come: not one for each

const template = document.createElement("template");

function parse(html) {
  template.innerHTML = html;
  return [...template.content.querySelectorAll("article.message")];
}

export class RoomLog {
  #stopped = new AbortController();
  #dressers = [];
  #anchor = null; // {message, top}: what one reads, which stays in its place whatever grows above it
  #unread = null; // {after, isExact}: where the line is drawn
  #height = 0; // of the element, as it was when one's place in it was looked at

  /** Newer messages than the last one here exist, and are fetched as one scrolls (room_window.js). */
  isDetached = false;

  constructor(element, me, say, onScroll) {
    this.element = element;
    this.me = me;
    this.say = say;
    this.end = element.querySelector(".room-end");
    this.wasAtEnd = true;
    for (const links of element.querySelectorAll(".room-ways")) links.remove(); // for browsers without scripts
    // The composer grows, a phone's keyboard opens, an image arrives: one stays where one reads.
    this.observer = new ResizeObserver(() => this.#hold());
    for (const message of this.messages()) this.#dress(message);
    this.#seam();
    const scrolled = () => {
      // The event comes with the next frame: what has grown meanwhile below the log has taken nobody from its end
      if (this.wasAtEnd && element.clientHeight !== this.#height) this.#hold();
      this.wasAtEnd = this.isAtEnd();
      this.#anchor = this.#first();
      onScroll();
    };
    element.addEventListener("scroll", scrolled, { signal: this.#stopped.signal });
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

  #fromEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight;
  }

  isAtEnd() {
    return !this.isDetached && this.#fromEnd() < AT_END;
  }

  isNearEnd() {
    return this.#fromEnd() < NEAR;
  }

  isNearTop() {
    return this.element.scrollTop < NEAR;
  }

  message(seq) {
    return this.element.querySelector(`article[data-seq="${seq}"]`);
  }

  /** The first message in sight and how far below the log's top it begins: {seq, offset}. */
  place() {
    const first = this.#first();
    return first && { seq: Number(first.message.dataset.seq), offset: first.top };
  }

  showPlace({ seq, offset }) {
    const message = this.message(seq);
    if (message) this.element.scrollTop += this.#topOf(message) - offset;
    this.#anchor = this.#first();
    this.wasAtEnd = this.isAtEnd();
  }

  scrollToEnd() {
    this.element.scrollTop = this.element.scrollHeight;
    this.wasAtEnd = this.isAtEnd();
    this.#anchor = this.#first();
  }

  /** Shows a new message below the others, in the place of its author's pending one if that is here. */
  append(html) {
    const [message] = parse(html);
    if (this.isFull && this.isAtEnd()) this.#forgetOldest();
    this.element.querySelector(".room-empty")?.remove();
    const pending = this.pending(message.dataset.clientId);
    if (pending?.dataset.author === message.dataset.author) pending.remove();
    this.#dress(message);
    (this.element.querySelector("[data-pending]") ?? this.end).before(message);
    this.#seam(message);
    return message;
  }

  /** Whether a new message is one too many, unless the oldest go. */
  get isFull() {
    return this.messages().length >= MOST_LIVE;
  }

  #forgetOldest() {
    const kept = this.messages().at(-MOST);
    const lines = [...this.element.children];
    const gone = lines.slice(0, lines.indexOf(kept));
    if (gone.some((line) => line.matches(":focus-within"))) return;
    for (const line of gone) line.remove();
    this.#seam(kept);
    this.#drawUnread();
  }

  /** Shows a message as it is now, in its place; returns it, or null where it isn't shown or is newer. */
  replace(html) {
    const [message] = parse(html);
    const { seq, revision } = message.dataset;
    const shown = this.message(seq);
    if (!shown || Number(shown.dataset.revision) >= Number(revision)) return null;
    this.#dress(message);
    message.toggleAttribute("data-follows", shown.hasAttribute("data-follows"));
    const hadFocus = shown.contains(document.activeElement) && document.activeElement;
    shown.replaceWith(message);
    if (hadFocus) refocus(message, hadFocus);
    if (this.#anchor?.message === shown) this.#anchor.message = message;
    return message;
  }

  /** Shows older messages above the others, without moving what is being read. */
  prepend(html) {
    return this.#bring(html, (older) => {
      this.element.prepend(...older);
      for (const message of this.messages().slice(MOST)) message.remove();
    });
  }

  /** Shows newer messages below the others, in the same way. */
  extend(html) {
    return this.#bring(html, (newer) => {
      this.#below(newer);
      for (const message of this.messages().slice(0, -MOST)) message.remove();
    });
  }

  /** Shows these messages and no others but those that wait to be sent. */
  reset(html) {
    return this.#bring(html, (all) => {
      for (const message of this.messages()) message.remove();
      this.#below(all);
    });
  }

  #below(messages) {
    (this.element.querySelector("[data-pending]") ?? this.end).before(...messages);
  }

  #bring(html, put) {
    const messages = parse(html);
    if (messages.length === 0) return 0;
    this.element.querySelector(".room-empty")?.remove();
    this.element.setAttribute("aria-busy", "true"); // old news, not to be read aloud
    this.#anchor = this.#first();
    for (const message of messages) {
      this.#dress(message);
      const pending = this.pending(message.dataset.clientId);
      if (pending?.dataset.author === message.dataset.author) pending.remove();
    }
    put(messages);
    this.#drawUnread();
    this.#seam();
    this.wasAtEnd = false;
    this.#hold();
    this.wasAtEnd = this.isAtEnd();
    this.element.setAttribute("aria-busy", "false");
    return messages.length;
  }

  #topOf(message) {
    return message.getBoundingClientRect().top - this.element.getBoundingClientRect().top;
  }

  #first() {
    const messages = this.messages();
    let [from, to] = [0, messages.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.#topOf(messages[middle]) + messages[middle].offsetHeight > 0) to = middle;
      else from = middle + 1;
    }
    return messages[from] ? { message: messages[from], top: this.#topOf(messages[from]) } : null;
  }

  /** What one reads stays where it was. */
  #hold() {
    this.#height = this.element.clientHeight;
    if (this.wasAtEnd) this.scrollToEnd();
    else if (this.#anchor?.message.isConnected) {
      this.element.scrollTop += this.#topOf(this.#anchor.message) - this.#anchor.top;
    }
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

  /**
   * Draws the line above the first message after `seq` that others wrote, or anybody with `isExact`, and returns
   * it; null as long as that message isn't shown.
   */
  markUnread(seq, isExact = false) {
    this.#unread = seq > 0 || isExact ? { after: seq, isExact } : null;
    return this.#drawUnread();
  }

  forgetUnread() {
    this.#unread = null;
    this.#drawUnread();
  }

  /** The number of the first message that is unread, where it is above those that are shown; else 0. */
  get unreadAbove() {
    const after = this.#unread?.after ?? Infinity;
    return this.firstSeq > after + 1 ? after + 1 : 0;
  }

  #drawUnread() {
    this.element.querySelector(".room-unread")?.remove();
    if (!this.#unread || this.unreadAbove) return null;
    const { after, isExact } = this.#unread;
    const isUnread = ({ dataset }) => Number(dataset.seq) > after && (isExact || dataset.author !== this.me);
    const first = this.messages().find(isUnread);
    if (!first) return null;
    const line = divider(this.say.unread, "room-unread");
    first.before(line);
    first.removeAttribute("data-follows");
    return line;
  }

  #dress(message) {
    const isMine = message.dataset.author === this.me;
    message.toggleAttribute("data-mine", isMine);
    this.observer.observe(message);
    const person = isMine ? "" : this.say.visitor;
    message.querySelector(".message-mark").textContent = message.dataset.side === "agent" ? this.say.agent : person;
    for (const dress of this.#dressers) dress(message);
  }

  /** Groups messages and puts days between them: all of them, or one. */
  #seam(only = null) {
    if (!only) for (const day of this.element.querySelectorAll(".room-day")) day.remove();
    for (const message of only ? [only] : this.messages()) {
      const above = previous(message);
      if (!above || dayOf(above) !== dayOf(message)) message.before(dayLine(message));
      this.#group(message, above);
    }
  }

  #group(message, above) {
    message.toggleAttribute("data-follows", goesOn(message, above));
  }
}
