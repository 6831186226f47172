// Which part of a room's history its log shows. As long as it doesn't reach to the newest message it is detached:
// what comes live is counted, and fetched as one scrolls down or jumps to the end.
import { authorised } from "./bearer.js";

export class RoomWindow {
  #turn = 0; // of jumps: what an older one fetched comes too late
  #isFetching = false;

  constructor(view) {
    this.view = view;
    this.log = view.log;
    this.newest = Number(view.dataset.lastSeq);
    this.unseen = 0; // of others, below what is shown or in sight
    this.#settle();
  }

  /** There are messages up to `seq`; `number` of them are of others and new. */
  hearOf(seq, number = 0) {
    if (seq <= this.newest) return;
    this.newest = seq;
    if (number > 0) this.unseen += number;
  }

  #settle() {
    this.log.isDetached = this.log.lastSeq < this.newest;
  }

  skip() {
    this.#settle();
  }

  /** More of what one scrolls to. */
  async scrolled() {
    if (this.#isFetching) return;
    const { firstSeq } = this.log;
    if (this.log.isNearTop() && firstSeq > 1) await this.#more("before", "firstSeq", (html) => this.log.prepend(html));
    else if (this.log.isDetached && this.log.isNearEnd()) {
      await this.#more("after", "lastSeq", (html) => this.log.extend(html));
    }
  }

  async #more(name, end, show) {
    const seq = this.log[end];
    this.#isFetching = true;
    const html = await this.#fetch({ [name]: seq });
    this.#isFetching = false;
    // Where a jump came in between, it would stand at the wrong place, or twice
    if (html === null || this.log[end] !== seq || show(html) === 0) return;
    this.#settle();
    this.view.scrolled();
  }

  /** The newest messages, and to their end. */
  async jump() {
    if (this.log.isDetached && !(await this.#replace({}))) return;
    this.log.scrollToEnd();
    this.view.scrolled();
  }

  /** That message and those around it; null where it isn't there or there is no connection. */
  async goTo(seq) {
    if (!this.log.message(seq) && !(await this.#replace({ around: seq }))) return null;
    return this.log.message(seq);
  }

  async #replace(query) {
    const turn = ++this.#turn;
    const html = await this.#fetch(query);
    if (html === null || turn !== this.#turn) return false;
    this.log.reset(html);
    this.newest = Math.max(this.newest, this.log.lastSeq);
    this.#settle();
    return true;
  }

  async #fetch(query) {
    const url = new URL(`${this.view.below}history`, location.href);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    try {
      const response = await authorised(url, { signal: this.view.signal });
      if (response.status === 429) this.view.tell(await response.text());
      return response.ok ? await response.text() : null;
    } catch {
      return null; // without a network: scrolling asks again
    }
  }
}
