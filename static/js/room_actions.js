// What can be done with a message: a toolbar on the one that is pointed at, focused or tapped. Abilities
// add to it: actions.add({name, label, shows(message), run(message)}). The arrow keys walk the messages.
const WALKS = { ArrowUp: -1, ArrowDown: 1 };

export class RoomActions {
  #actions = [];
  #bar = document.createElement("div");

  constructor(view) {
    this.view = view;
    this.log = view.log.element;
    this.#bar.className = "message-bar";
    this.#bar.setAttribute("role", "toolbar");
    this.#bar.setAttribute("aria-label", view.say.actions);
    const on = (type, handle) => this.log.addEventListener(type, handle, { signal: view.signal });
    on("pointerover", ({ target }) => this.#show(target.closest("article.message")));
    on("pointerleave", ({ pointerType }) => {
      // A finger leaves as soon as it has tapped
      if (pointerType !== "touch" && !this.#bar.contains(document.activeElement)) this.#bar.remove();
    });
    on("focusin", ({ target }) => this.#show(target.closest("article.message")));
    on("keydown", (event) => this.#press(event));
    on("click", (event) => this.#click(event));
  }

  add(action) {
    this.#actions.push(action);
  }

  /** What was done to a message before there was a toolbar. */
  begin({ type, target, key, isComposing }) {
    const isInBox = target === this.view.composer?.box && target === document.activeElement;
    if (key === "ArrowUp" && isInBox) target.dispatchEvent(new KeyboardEvent("keydown", { key, isComposing }));
    else if (type === "keydown" && this.log.contains(target)) this.#walk(target, WALKS[key]);
    else this.#show(target.closest("article.message"));
  }

  #show(message) {
    if (!message || message === this.#bar.parentElement || message.hasAttribute("data-pending")) return;
    const shown = this.#actions.filter(({ shows }) => !shows || shows(message));
    this.#bar.replaceChildren(...shown.map((action) => button(action)));
    if (shown.length > 0) message.append(this.#bar);
    else this.#bar.remove();
  }

  #click({ target }) {
    const pressed = target.closest(".message-bar button");
    const action = this.#actions.find(({ name }) => name === pressed?.dataset.action);
    if (action) this.#run(action, pressed);
  }

  /** What an action needs may have to be loaded first. */
  async #run(action, pressed) {
    try {
      await action.run(pressed.closest("article.message"), pressed);
    } catch (error) {
      console.warn(error);
      this.view.tell(this.view.say.unavailable);
    }
  }

  #press(event) {
    if (this.#walk(event.target, WALKS[event.key])) event.preventDefault();
  }

  #walk(from, step) {
    if (!step || from.closest("button, a, input, textarea, [role=dialog]")) return false;
    const messages = this.view.log.messages();
    const here = messages.indexOf(from.closest("article.message"));
    const next = here < 0 ? messages.at(-1) : messages[here + step];
    if (!next) return false;
    next.tabIndex = -1;
    next.focus();
    return true;
  }
}

function button({ name, label, icon }) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button quiet small icon";
  made.dataset.action = name;
  made.title = label;
  made.setAttribute("aria-label", label);
  const shown = icon && document.querySelector(`.room-icons`)?.content.querySelector(`[data-icon="${icon}"]`);
  if (shown) made.append(...[...shown.children].map((child) => child.cloneNode(true)));
  else made.textContent = label;
  return made;
}
