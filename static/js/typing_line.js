// Who is typing in a room, for as long as they do.
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
    const names = [...this.#who].map(([key, { name }]) => this.#shown(key, name));
    if (names.length > 1) this.element.textContent = this.say.several;
    else this.element.textContent = names.length ? this.say.typing.replace("{name}", () => names[0]) : "";
  }

  /** People may call themselves anything: never without the mark, nor so that the line turns around. */
  #shown(key, name) {
    return key.startsWith("p") ? `\u2068${name}\u2069 (${this.say.visitor})` : name;
  }
}
