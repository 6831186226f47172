// One author's posts that are not acknowledged yet, in their order. They outlive a reload of the tab; sent
// twice they are one message, because the server knows them by client_id.
import { keep, kept } from "./kept.js";

export class Unsent {
  #author;
  #workspace;
  #posts = new Map(); // client_id → {room, client_id, text, …}

  constructor(author, workspace) {
    this.#author = author;
    this.#workspace = workspace;
    try {
      for (const post of JSON.parse(kept("unsent", author, workspace) ?? "[]")) this.#posts.set(post.client_id, post);
    } catch {
      // Nonsense kept: begin with none
    }
  }

  add(room, text, more = {}) {
    const post = { room, client_id: newId(), text, ...more };
    this.keep(post);
    return post;
  }

  keep(post) {
    this.#posts.set(post.client_id, post);
    this.#store();
  }

  get(clientId) {
    return this.#posts.get(clientId);
  }

  drop(clientId) {
    if (this.#posts.delete(clientId)) this.#store();
  }

  clear() {
    this.#posts.clear();
    this.#store();
  }

  posts(room = null) {
    return [...this.#posts.values()].filter((post) => room === null || post.room === room);
  }

  #store() {
    const text = this.#posts.size > 0 ? JSON.stringify(this.posts()) : "";
    keep("unsent", this.#author, this.#workspace, text);
  }
}

/** crypto.randomUUID is missing on plain http other than localhost. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
