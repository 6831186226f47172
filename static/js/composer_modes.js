// What the composer is for at the moment, said above it: an answer to a message, or other words for one of one's
// own. Escape leaves.
import { authorised } from "./bearer.js";
import { wordsOf } from "./message_parts.js";
import { sheet } from "./sheets.js";

const modes = new WeakMap(); // view → Mode

export function replyTo(view, message) {
  modeOf(view).reply(message);
}

/** Its part of the composer is there from now on. */
export function bringModes(view) {
  modeOf(view);
}

export function edit(view, message) {
  return modeOf(view).edit(message);
}

function modeOf(view) {
  if (!modes.has(view)) modes.set(view, new Mode(view));
  return modes.get(view);
}

class Mode {
  #answered;
  #wanted; // to be edited, as soon as its text is here
  #edited;

  constructor(view) {
    this.view = view;
    this.composer = view.composer;
    const { element, slots } = sheet(view, "about");
    this.bar = element;
    this.slots = slots;
    this.composer.addPart({
      name: "reply_to",
      value: () => this.#answered,
      clear: () => this.leave(),
      take: (seq) => this.#replyAgain(seq),
      isBusy: () => this.#wanted !== undefined,
      hold() {}, // what stands in the box is not meant
    });
    const on = (target, type, handle) => target.addEventListener(type, handle, { signal: view.signal });
    on(element.querySelector("[data-close]"), "click", () => this.leave());
    on(this.composer.form, "keydown", (event) => this.#press(event));
    // Who goes on writing wants to write, not to edit
    on(this.composer.box, "input", () => this.#wanted !== undefined && this.leave());
    on(document, "rooms:failed", ({ detail }) => this.#failed(detail));
    // Whether an edit arrived that was under way then nobody says: once more does no harm
    on(document, "rooms:state", () => (this.composer.box.readOnly = false));
    view.handlers.edited = ({ seq }) => seq === this.#edited && this.leave();
  }

  reply(message) {
    this.leave();
    const name = message.querySelector(".message-author").textContent;
    this.#answered = Number(message.dataset.seq);
    this.#show(this.view.say.replying.replace("{name}", name), wordsOf(message));
  }

  /** What was not sent answers that message again; far above it has to be asked for. */
  async #replyAgain(seq) {
    this.leave();
    this.#answered = seq;
    const isIt = ({ dataset }) => Number(dataset.seq) === seq;
    const message = this.view.log.messages().find(isIt) ?? (await this.#fetch(seq));
    if (this.#answered !== seq || !message) return;
    if ("deleted" in message.dataset) this.leave();
    else this.reply(message);
  }

  async #fetch(seq) {
    const response = await authorised(`${this.view.below}history?around=${seq}`).catch(() => null);
    if (!response?.ok) return null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return page.querySelector(`article[data-seq="${seq}"]`);
  }

  async edit(message) {
    const seq = Number(message.dataset.seq);
    this.composer.box.focus();
    if (seq === this.#wanted || seq === this.#edited) return;
    this.leave();
    this.#wanted = seq;
    this.#show(this.view.say.editing, wordsOf(message));
    const { text, problem } = await this.#textOf(seq);
    if (this.#wanted !== seq || this.view.signal.aborted) return; // they have left meanwhile
    this.#wanted = undefined;
    if (problem) {
      this.leave();
      this.view.tell(problem);
      return;
    }
    this.#edited = seq;
    this.composer.divert(text, (changed, more) => this.#send(changed, more.mentions));
  }

  async #textOf(seq) {
    const { below, say, signal } = this.view;
    try {
      const response = await authorised(`${below}source/${seq}`, { signal });
      if (response.ok) return await response.json();
      return { problem: response.status === 404 ? say.no_message : say.unavailable };
    } catch {
      return { problem: say.noConnection };
    }
  }

  leave() {
    this.#answered = this.#wanted = undefined;
    if (this.#edited !== undefined) this.composer.release();
    this.#edited = undefined;
    this.composer.box.readOnly = false;
    this.bar.remove();
  }

  #show(what, words) {
    this.slots.what.textContent = what;
    this.slots.words.textContent = words;
    this.composer.form.prepend(this.bar);
    this.composer.box.focus();
  }

  #send(text, mentions = []) {
    const frame = { type: "edit", room: this.view.room, seq: this.#edited, text, mentions };
    if (!this.view.socket.ask(frame)) this.view.tell(this.view.say.noConnection);
    else this.composer.box.readOnly = true; // until it is known what became of it
  }

  #failed({ of, seq }) {
    if (of === "edit" && seq === this.#edited) this.composer.box.readOnly = false;
  }

  #press(event) {
    if (event.key !== "Escape" || !this.bar.isConnected) return;
    event.preventDefault();
    event.stopPropagation();
    this.leave();
    this.composer.box.focus();
  }
}
