// The box in which one writes: Enter sends, Shift+Enter breaks, it grows, and a draft outlives a reload. On a touch
// screen, whose keyboard can't tell them apart, Enter breaks and the button sends.
import { keep, kept } from "./kept.js";

const TYPING_EVERY = 3000; // ms
// Characters: what was taken back knows no limit, and more might not fit into a frame, which ends the connection
const LONGEST = 20_000;
const TOUCH = matchMedia("(hover: none) and (pointer: coarse)"); // as in composer.css

export class Composer {
  #saidTyping = 0;
  #parts = [];
  #diverted = null; // {take, draft}

  constructor(form, author, room, { onSend, onTooLong, onTyping, signal }) {
    this.form = form;
    this.box = form.elements.text;
    this.author = author;
    this.room = room;
    this.onSend = onSend;
    this.onTooLong = onTooLong;
    this.onTyping = onTyping;
    this.box.value ||= kept("draft", author, room) ?? "";
    this.box.enterKeyHint = TOUCH.matches ? "enter" : "send";
    this.#fit();
    form.addEventListener("submit", (event) => this.#submit(event), { signal });
    this.box.addEventListener("keydown", (event) => this.#press(event), { signal });
    this.box.addEventListener("input", () => this.#typed(), { signal });
  }

  /**
   * Something beside the text, such as files: {name, value(), clear(), standsAlone}. The post has a field of
   * that name with the value, unless it is undefined; what stands alone needs no text. Where it has them,
   * hold(send) keeps a post until it is ready (isBusy()), and take(value) takes back what was not sent.
   */
  addPart(part) {
    this.#parts.push(part);
  }

  /** Until release(), what is sent goes to `take(text, more)` instead of being posted, and is no draft. */
  divert(text, take) {
    this.#diverted = { take, draft: this.#diverted?.draft ?? this.box.value };
    this.#put(text);
  }

  release() {
    if (!this.#diverted) return;
    const { draft } = this.#diverted;
    this.#diverted = null;
    this.#put(draft);
  }

  #put(text) {
    this.box.value = text;
    this.#fit();
    this.box.focus();
  }

  /** Takes a text back, to be changed, below what is there; `more` are the other fields of its post. */
  take(text, more = {}) {
    for (const part of this.#parts) if (more[part.name]) part.take?.(more[part.name]);
    this.box.value = [this.box.value, text].filter(Boolean).join("\n");
    this.#typed();
    this.box.focus();
  }

  #press(event) {
    // While an input method composes, Enter takes its suggestion
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    if (TOUCH.matches && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  #submit(event) {
    event.preventDefault();
    const busy = this.#parts.find((part) => part.isBusy?.());
    if (busy) {
      busy.hold(() => this.form.requestSubmit());
      return;
    }
    const text = this.box.value.trim();
    const parts = this.#parts.filter((part) => part.value() !== undefined);
    if (!text && !parts.some(({ standsAlone }) => standsAlone)) return;
    if (text.length > LONGEST) {
      this.onTooLong();
      return;
    }
    const more = Object.fromEntries(parts.map((part) => [part.name, part.value()]));
    if (this.#diverted) {
      this.#diverted.take(text, more);
      return;
    }
    this.box.value = "";
    for (const part of parts) part.clear();
    this.#typed();
    this.box.focus();
    this.onSend(text, more);
  }

  #typed() {
    this.#fit();
    if (this.#diverted) return;
    keep("draft", this.author, this.room, this.box.value);
    if (this.box.value && Date.now() - this.#saidTyping > TYPING_EVERY) {
      this.#saidTyping = Date.now();
      this.onTyping();
    }
    if (!this.box.value) this.#saidTyping = 0;
  }

  /** Where CSS can't yet let it grow by itself (field-sizing). */
  #fit() {
    if (CSS.supports("field-sizing", "content")) return;
    this.box.style.blockSize = "auto";
    this.box.style.blockSize = `${this.box.scrollHeight + 2}px`;
  }
}
