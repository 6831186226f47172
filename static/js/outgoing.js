// What one page sends into rooms: each post is kept until it is acknowledged, and goes out after those before it
// in its room have been. What was refused stays kept, marked with the reason, until its author tries again.
//
//   const outgoing = new Outgoing(workspace, send);   // send(frame): whether there was a connection
//   outgoing.of(author) → Unsent
//   outgoing.begin(author)                            // there is a connection, and it is theirs
//   outgoing.stop()                                   // there is none
//
// An author's posts go through a connection of theirs alone.
import { Unsent } from "./unsent.js";

const PASSING = new Set(["unavailable"]); // errors after which the same post is tried again
const AGAIN_AFTER = 2000; // ms

export class Outgoing {
  #workspace;
  #send;
  #unsent = new Map(); // author → Unsent
  #author = null; // whose connection it is
  #underWay = new Map(); // room → client_id

  constructor(workspace, send) {
    this.#workspace = workspace;
    this.#send = send;
    // In this tab they outlive a reload, but not its end
    addEventListener("beforeunload", (event) => this.isWaiting() && event.preventDefault());
  }

  of(author) {
    if (!this.#unsent.has(author)) this.#unsent.set(author, new Unsent(author, this.#workspace));
    return this.#unsent.get(author);
  }

  isWaiting() {
    return [...this.#unsent.values()].some((unsent) => unsent.posts().some(({ failed }) => !failed));
  }

  begin(author) {
    this.#author = author;
    this.#underWay.clear();
    for (const room of new Set(this.of(author).posts().map(({ room }) => room))) this.next(room);
  }

  stop() {
    this.#author = null;
    this.#underWay.clear();
  }

  /** The oldest post of the room goes out, unless another one is under way. */
  next(room) {
    if (this.#author === null || this.#underWay.has(room)) return;
    const post = this.of(this.#author).posts(room).find(({ failed }) => !failed);
    if (!post) return;
    this.#underWay.set(room, post.client_id);
    this.#send({ type: "post", ...post });
  }

  /** It is stored: by its acknowledgement, or because it was heard in the room. */
  stored(room, clientId) {
    this.of(this.#author).drop(clientId);
    this.#free(room, clientId);
  }

  /** It is not stored. Whether that is for good. */
  failed(room, clientId, code) {
    const unsent = this.of(this.#author);
    const post = unsent.get(clientId);
    const passes = PASSING.has(code) && Boolean(post);
    if (passes) setTimeout(() => this.#free(room, clientId), AGAIN_AFTER);
    else {
      if (post) unsent.keep({ ...post, failed: code });
      this.#free(room, clientId);
    }
    return !passes;
  }

  retry(author, { failed, ...post }) {
    const unsent = this.of(author);
    unsent.drop(post.client_id); // it goes to the end, behind what is waiting already
    unsent.keep(post);
    if (author === this.#author) this.next(post.room);
  }

  forget() {
    for (const unsent of this.#unsent.values()) unsent.clear();
  }

  #free(room, clientId) {
    if (this.#underWay.get(room) === clientId) this.#underWay.delete(room);
    this.next(room);
  }
}
