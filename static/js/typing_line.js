// Who is typing in a room, for as long as they do.
import { named } from "./room_readers.js";

const FADES_AFTER = 6000; // ms; clients say so again every 3 s

export class TypingLine {
  #who = new Map(); // key → {name, timer}

  constructor(element, say) {
    this.element = element;
    this.say = say;
  }

  add(key, name) {
    clearTimeout(this.#who.get(key)?.timer);
    this.#who.set(key, { name, timer: setTimeout(() => this.remove(key), FADES_AFTER) });
    this.#show();
  }

  remove(key) {
    clearTimeout(this.#who.get(key)?.timer);
    if (this.#who.delete(key)) this.#show();
  }

  stop() {
    for (const key of [...this.#who.keys()]) this.remove(key);
  }

  #show() {
    const [[key, first] = [], another] = this.#who;
    if (another) this.element.textContent = this.say.several;
    else if (first) this.element.replaceChildren(...this.#line(key, first.name));
    else this.element.textContent = "";
  }

  #line(who, name) {
    const [before, after] = this.say.typing.split("{name}");
    return [before, ...named({ who, name }, this.say), after];
  }
}
