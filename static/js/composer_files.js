// The files that are to go with the next message: each on its way, uploaded, or refused with its reason. They
// wait here for the connection; a message that is sent before they are up waits for them. Once up, they outlive a
// reload of the tab; before, leaving it is warned about.
import { AttachedFile } from "./attached_file.js";
import { authorised, fetched } from "./bearer.js";
import { filesOf, keep, kept } from "./kept.js";

const AT_ONCE = 2; // uploads
const UNDER_WAY = new Set(["waiting", "sending", "paused"]);

export class FileTray {
  name = "files";
  standsAlone = true;
  #files = []; // AttachedFile
  #send = null; // what to do once all are up

  constructor(view) {
    this.view = view;
    this.limits = view.querySelector(".attach").dataset;
    this.list = document.createElement("ul");
    this.list.className = "composer-files";
    this.list.setAttribute("aria-label", view.say.files);
    this.status = document.createElement("p");
    this.status.className = "composer-status";
    this.status.setAttribute("role", "status");
    view.composer.form.prepend(this.list, this.status);
    view.composer.addPart(this);
    const again = () => [...this.#files].forEach((file) => file.resume());
    document.addEventListener("rooms:state", ({ detail }) => detail.state === "open" && again(), { signal: view.signal });
    addEventListener("online", again, { signal: view.signal });
    addEventListener("beforeunload", (event) => this.isBusy() && event.preventDefault(), { signal: view.signal });
    view.signal.addEventListener("abort", () => this.#files.forEach((file) => file.stop()));
    this.#restore();
  }

  add(chosen) {
    const room = Number(this.limits.most) - this.#files.length;
    this.#say(chosen.length > room ? this.view.say.too_many_files : "");
    for (const file of chosen.slice(0, Math.max(0, room))) this.#take(new AttachedFile(this.view, file));
    this.#go();
  }

  /** What was not sent after all comes back. */
  take(ids) {
    for (const id of ids) this.#take(new AttachedFile(this.view, null, { id, ...this.view.uploads.get(id) }));
  }

  value() {
    const ids = this.#files.filter(({ state }) => state === "done").map(({ id }) => id);
    return ids.length > 0 ? ids : undefined;
  }

  clear() {
    for (const file of this.#files.filter(({ state }) => state === "done")) this.#drop(file);
    this.#say("");
  }

  isBusy() {
    return this.#files.some(({ state }) => UNDER_WAY.has(state));
  }

  hold(send) {
    this.#send = send;
    this.#say(this.view.say.files_hold);
  }

  #take(file) {
    this.#files.push(file);
    this.list.append(file.element);
    file.element.addEventListener("remove", () => this.#drop(file, true));
    file.element.addEventListener("change", () => this.#go());
    file.check(Number(this.limits.largest));
    this.#keep();
  }

  #restore() {
    try {
      for (const { id, name, size, isImage } of JSON.parse(kept(...filesOf(this.view)) ?? "[]")) {
        this.view.uploads.set(id, { name, size, isImage });
        this.take([id]);
      }
    } catch {
      // Nonsense kept: begin with none
    }
    this.#files.filter(({ isImage }) => isImage).forEach((file) => this.#depict(file));
  }

  async #depict(file) {
    const { view } = this;
    try {
      const preview = await fetched(`${view.below}files/${file.id}/thumbnail`, view.signal);
      view.signal.addEventListener("abort", () => URL.revokeObjectURL(preview));
      view.uploads.get(file.id).preview = preview;
      file.show(preview);
    } catch {
      // Its name will do
    }
  }

  #keep() {
    const done = this.#files.filter(({ state }) => state === "done");
    const text = JSON.stringify(done.map(({ id, name, size, isImage }) => ({ id, name, size, isImage })));
    keep(...filesOf(this.view), done.length > 0 ? text : "");
  }

  #drop(file, isByHand = false) {
    const at = this.#files.indexOf(file);
    this.#files.splice(at, 1);
    file.stop();
    file.element.remove();
    this.#keep();
    if (!isByHand) return;
    if (file.id) this.#takeBack(file.id);
    this.#say("");
    const next = this.#files[at] ?? this.#files.at(-1);
    (next?.element.querySelector(".attached-remove") ?? this.view.composer.box).focus();
    this.#go();
  }

  #takeBack(id) {
    const taken = authorised(`${this.view.below}files/${id}/removal`, { method: "POST" });
    taken.catch(() => {}); // without a connection: what nobody posts is forgotten within a day
  }

  /** Begins what may begin; and sends the message that was waiting, if all are up. */
  #go() {
    this.#keep();
    const under = this.#files.filter(({ state }) => state === "sending").length;
    const waiting = this.#files.filter(({ state }) => state === "waiting");
    for (const file of waiting.slice(0, AT_ONCE - under)) file.send();
    if (!this.#send || this.isBusy()) return;
    const send = this.#send;
    this.#send = null;
    if (this.#files.some(({ state }) => state === "failed")) this.#say("");
    else send();
  }

  #say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }
}

/** A message that is on its way shows what goes with it. */
export function showPending(view, message) {
  const list = document.createElement("div");
  list.className = "message-files";
  for (const id of message.post.files) {
    const { name = "…", preview } = view.uploads.get(id) ?? {};
    const shown = document.createElement(preview ? "img" : "bdi");
    shown.className = preview ? "attached-preview" : "message-file";
    if (preview) Object.assign(shown, { src: preview, alt: name });
    else shown.textContent = name;
    list.append(shown);
  }
  const wasAtEnd = view.log.isAtEnd();
  message.querySelector(".message-text").after(list);
  if (wasAtEnd) view.log.scrollToEnd();
}
