// Whom one may mention, to choose from while one types @ and the beginning of a name: arrow keys and Enter, or a
// press. The text keeps "@Name"; the post says by key who is meant.
import { authorised } from "./bearer.js";
import { keep, kept, namesOf } from "./kept.js";

const LATER = 120; // ms without another key
const MOST = 20; // in a message, as the server has it
const NAME = /(?:^|[\s(])@([^\s@][^@\n]{0,40}|)$/; // names may have blanks

const all = new WeakMap(); // view → MentionChoices

export function choicesOf(view) {
  if (!all.has(view)) all.set(view, new MentionChoices(view));
  return all.get(view);
}

class MentionChoices {
  #chosen = new Map(); // name → key
  // Keys of names that were chosen before: on another page, or for a post that was not sent. Whether the text still
  // has those names the server looks.
  #before = new Set();
  #list = document.createElement("ul");
  #asked = 0;
  #shownFor = "";

  constructor(view) {
    this.view = view;
    this.box = view.composer.box;
    this.#list.className = "mention-choices";
    this.#list.id = `mentions-${view.room}`;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", view.say.mentions);
    const on = (target, type, handle, options) => target.addEventListener(type, handle, { signal: view.signal, ...options });
    // Before the composer's own: Enter chooses, and doesn't send
    on(view.composer.form, "keydown", (event) => this.#press(event), { capture: true });
    on(this.box, "input", () => this.look());
    on(this.box, "blur", () => this.#close());
    on(this.#list, "pointerdown", (event) => {
      event.preventDefault(); // the box keeps the focus
      this.#choose(event.target.closest("li"));
    });
    this.#take(kept(...namesOf(view))?.split(" ") ?? []);
    view.composer.addPart({
      name: "mentions",
      value: () => this.#keys(),
      clear: () => this.#clear(),
      take: (keys) => this.#take(keys),
    });
  }

  /** Looks whether a name is being typed, and shows who it may be. */
  look() {
    clearTimeout(this.timer);
    const words = this.#words();
    if (words === null) this.#close();
    else this.timer = setTimeout(() => this.#ask(words), LATER);
  }

  #words() {
    const { value, selectionStart: at, selectionEnd } = this.box;
    const words = at === selectionEnd ? (NAME.exec(value.slice(0, at))?.[1] ?? null) : null;
    const isChosen = [...this.#chosen.keys()].some((name) => words?.startsWith(`${name} `));
    return isChosen ? null : words;
  }

  async #ask(words) {
    const turn = ++this.#asked;
    const response = await authorised(`${this.view.below}mentionable?q=${encodeURIComponent(words)}`).catch(() => null);
    if (response?.status === 429) this.view.tell(await response.text());
    const found = response?.ok ? (await response.json()).found : [];
    if (turn !== this.#asked || this.#words() !== words) return;
    if (found.length === 0) this.#close();
    else this.#show(found);
    this.#shownFor = words;
  }

  #show(found) {
    this.#list.replaceChildren(...found.map((one, index) => choice(one, `${this.#list.id}-${index}`, this.view.say)));
    this.box.closest(".composer-box").before(this.#list);
    this.box.setAttribute("aria-controls", this.#list.id);
    this.box.setAttribute("aria-autocomplete", "list");
    this.#mark(this.#list.firstElementChild);
  }

  #mark(item) {
    for (const one of this.#list.children) one.setAttribute("aria-selected", one === item);
    this.box.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  #close() {
    clearTimeout(this.timer);
    this.#asked += 1;
    this.#list.remove();
    this.box.removeAttribute("aria-activedescendant");
    this.box.removeAttribute("aria-controls");
  }

  #press(event) {
    if (!this.#list.isConnected || event.isComposing || event.target !== this.box) return;
    const items = [...this.#list.children];
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#mark(items[(at + step + items.length) % items.length]);
    else if (event.key === "Escape") this.#close();
    else if ((event.key === "Enter" || event.key === "Tab") && this.#fits(items[at])) this.#choose(items[at]);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** Whether it is still meant: more may have been typed since it was found. */
  #fits({ dataset }) {
    const words = this.#words();
    return words === this.#shownFor || dataset.name.toLowerCase().includes(words?.trim().toLowerCase());
  }

  #choose(item) {
    if (!item) return;
    const { key, name } = item.dataset;
    const { selectionStart: at } = this.box;
    this.#chosen.set(name, [...new Set([...(this.#chosen.get(name) ?? []), key])]);
    this.#keep();
    this.box.setRangeText(`@${name} `, at - this.#words().length - 1, at, "end");
    this.#close();
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #take(keys) {
    for (const key of keys) this.#before.add(key);
    this.#keep();
  }

  #clear() {
    this.#chosen.clear();
    this.#before.clear();
    this.#keep();
  }

  #keep() {
    const keys = [...this.#before, ...[...this.#chosen.values()].flat()];
    keep(...namesOf(this.view), keys.join(" "));
  }

  #keys() {
    const chosen = [...this.#chosen].filter(([name]) => this.box.value.includes(`@${name}`));
    const keys = new Set([...chosen.flatMap(([, those]) => those), ...this.#before]);
    return keys.size > 0 ? [...keys].slice(0, MOST) : undefined;
  }
}

function choice({ key, name, side, initials, hue }, id, say) {
  const item = document.createElement("li");
  item.id = id;
  item.setAttribute("role", "option");
  Object.assign(item.dataset, { key, name });
  const avatar = document.createElement("span");
  avatar.className = side === "agent" ? "avatar small square" : "avatar small";
  avatar.dataset.hue = hue;
  avatar.setAttribute("aria-hidden", "true");
  avatar.textContent = initials;
  const shown = document.createElement("bdi");
  shown.className = "truncate";
  shown.textContent = name;
  const mark = document.createElement("small");
  mark.textContent = side === "agent" ? say.agent : say.visitor;
  item.append(avatar, shown, mark);
  return item;
}
