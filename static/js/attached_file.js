// One file in the composer: what it is, how far it has come, and what can be done about it. Its element tells
// `change` of its state, and `remove`.
import { upload } from "./uploading.js";

const SHOWN = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"]);
const FINAL = new Set(["file_empty", "file_too_large", "file_type"]); // trying again would not help
const ATTEMPTS = 4; // while there is a connection
const UNITS = ["B", "kB", "MB", "GB"];

export class AttachedFile {
  #stopped = new AbortController();
  #attempts = 0;

  constructor(view, file, known = {}) {
    this.view = view;
    this.file = file;
    this.id = known.id;
    this.name = file?.name || known.name || "…";
    this.size = file?.size ?? known.size ?? 0;
    this.isImage = known.isImage ?? false; // as the server sees it, once it has it
    this.preview = known.preview ?? (SHOWN.has(file?.type) ? URL.createObjectURL(file) : null);
    this.element = this.#drawn();
    this.#become(this.id ? "done" : "waiting");
  }

  check(largest) {
    if (this.id) return;
    if (this.size > largest) this.#become("failed", "file_too_large");
    else if (this.size === 0) this.#become("failed", "file_empty");
  }

  async send() {
    this.#become("sending");
    try {
      const done = await upload(`${this.view.below}files`, this.file, {
        onProgress: (share) => (this.progress.value = share),
        signal: this.#stopped.signal,
      });
      this.id = done.id;
      this.isImage = done.kind === "image";
      const preview = this.isImage ? this.preview : null;
      this.view.uploads.set(done.id, { name: done.name, size: done.size, isImage: this.isImage, preview });
      this.#become("done");
    } catch ({ code }) {
      if (code === "stopped") return;
      if (code !== "offline") this.#become("failed", code);
      else this.#pause();
    }
    this.element.dispatchEvent(new Event("change"));
  }

  stop() {
    this.#stopped.abort();
  }

  /** What it looks like, where that was not known at once. */
  show(preview) {
    const picture = pictureOf(preview);
    this.picture.replaceWith(picture);
    Object.assign(this, { preview, picture });
  }

  /** Where it was paused, it may begin again. */
  resume() {
    if (this.state !== "paused") return;
    this.#become("waiting");
    this.element.dispatchEvent(new Event("change"));
  }

  /** Without a connection it waits for one; where there seems to be one, it is tried again a few times. */
  #pause() {
    const isConnected = navigator.onLine && this.view.socket.state === "open";
    if (isConnected && ++this.#attempts >= ATTEMPTS) {
      this.#become("failed", "file_failed");
      return;
    }
    this.#become("paused", "file_waits");
    if (isConnected) setTimeout(() => this.resume(), 1000 * 2 ** this.#attempts);
  }

  #become(state, code = "") {
    this.state = state;
    this.element.dataset.state = state;
    const why = this.view.say[code] ?? (code ? this.view.say.file_failed : "");
    this.element.querySelector(".attached-state").textContent = why || sizeOf(this.size);
    this.progress.hidden = state !== "sending";
    this.again.hidden = state !== "failed" || FINAL.has(code);
  }

  #drawn() {
    const { say } = this.view;
    const item = document.createElement("li");
    item.className = "attached";
    this.picture = pictureOf(this.preview);
    const name = document.createElement("bdi");
    name.className = "truncate";
    name.textContent = this.name;
    const state = document.createElement("span");
    state.className = "attached-state";
    this.progress = document.createElement("progress");
    this.progress.setAttribute("aria-label", this.name);
    this.progress.value = 0;
    this.again = button("link", say.file_retry, () => {
      this.#attempts = 0;
      this.#become("waiting");
      item.dispatchEvent(new Event("change"));
    });
    const remove = button("button quiet small icon attached-remove", "×", () => item.dispatchEvent(new Event("remove")));
    remove.setAttribute("aria-label", say.file_remove.replace("{name}", this.name));
    item.append(this.picture, name, state, this.progress, this.again, remove);
    return item;
  }
}

function pictureOf(preview) {
  const picture = document.createElement(preview ? "img" : "span");
  picture.className = "attached-preview";
  if (preview) Object.assign(picture, { src: preview, alt: "" });
  return picture;
}

function button(kind, text, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
}

function sizeOf(bytes) {
  let [size, unit] = [bytes, 0];
  while (size >= 1000 && unit < UNITS.length - 1) [size, unit] = [size / 1000, unit + 1];
  return `${size.toFixed(size < 9.95 && unit > 0 ? 1 : 0)} ${UNITS[unit]}`;
}
