// Forwards messages to another room: the first one is where it began, the last one is gone to with the arrow keys
// or pressed; then a room is chosen. Escape leaves.
import { authorised } from "./bearer.js";
import { openSheet, sheet } from "./sheets.js";
import { newId } from "./unsent.js";

const MOST = 50; // messages, as the server has it
const LATER = 200; // ms without another key

export function selectToForward(view, message) {
  if (!view.selecting) view.selecting = new Selection(view, message);
}

class Selection {
  #stopped = new AbortController();

  constructor(view, message) {
    this.view = view;
    this.first = this.last = Number(message.dataset.seq);
    const { element, slots } = sheet(view, "selecting");
    this.bar = element;
    this.slots = slots;
    view.querySelector(".room-foot").prepend(element);
    view.log.element.toggleAttribute("data-selecting", true);
    const on = (target, type, handle, capture = false) =>
      target.addEventListener(type, handle, { signal: this.#stopped.signal, capture });
    on(view.log.element, "focusin", ({ target }) => this.#reach(target));
    on(view.log.element, "click", (event) => this.#click(event), true);
    on(view, "keydown", (event) => this.#press(event));
    on(element.querySelector("[data-close]"), "click", () => this.leave());
    on(slots.go, "click", () => this.#chooseRoom());
    on(view.signal, "abort", () => this.leave());
    message.tabIndex = -1;
    message.focus({ preventScroll: true });
    this.#show();
  }

  get range() {
    return [Math.min(this.first, this.last), Math.max(this.first, this.last)];
  }

  leave() {
    this.#stopped.abort();
    const hadFocus = this.bar.contains(document.activeElement);
    this.bar.remove();
    this.view.log.element.removeAttribute("data-selecting");
    for (const message of this.view.log.messages()) message.removeAttribute("data-selected");
    this.view.selecting = null;
    if (hadFocus) this.view.log.messages().find(({ dataset }) => Number(dataset.seq) === this.last)?.focus();
  }

  #click(event) {
    event.preventDefault();
    event.stopPropagation();
    this.#reach(event.target);
  }

  #reach(target) {
    const message = target.closest("article.message[data-seq]");
    if (!message) return;
    this.last = Number(message.dataset.seq);
    this.#show();
  }

  #press(event) {
    if (event.key === "Escape") this.leave();
    else if (event.key === "Enter" && event.target.matches("article")) this.#chooseRoom();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #show() {
    const [first, last] = this.range;
    const number = last - first + 1;
    for (const message of this.view.log.messages()) {
      const seq = Number(message.dataset.seq);
      message.toggleAttribute("data-selected", first <= seq && seq <= last);
    }
    const { say } = this.view;
    this.slots.said.textContent = number > MOST ? say.too_many_selected : say.selected.replace("{number}", number);
    this.slots.go.disabled = number > MOST;
  }

  #chooseRoom() {
    const [first, last] = this.range;
    if (last - first < MOST) chooseRoom(this.view, first, last, () => this.leave());
  }
}

function chooseRoom(view, first, last, done) {
  const { element, slots } = openSheet(view, "forward");
  const request = newId(); // so that pressing twice forwards once
  let timer;
  let asked = 0;
  let chosen = null; // the button of the room that they are being forwarded to
  const find = async (after = "") => {
    const turn = ++asked;
    const query = new URLSearchParams({ q: slots.search.value, after });
    const response = await authorised(`${view.below}destinations?${query}`).catch(() => null);
    const { found, more } = response?.ok ? await response.json() : {};
    if (turn !== asked) return;
    if (!found) {
      view.tell(view.say.unavailable);
      return;
    }
    if (!after) slots.list.replaceChildren();
    slots.list.append(...found.map(choice));
    slots.none.hidden = slots.list.childElementCount > 0;
    slots.more.hidden = !more;
    slots.more.onclick = () => find(more);
  };
  slots.search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, LATER);
  });
  slots.list.addEventListener("click", ({ target }) => {
    const pressed = target.closest("button");
    if (!pressed || chosen) return;
    const frame = { type: "forward", room: view.room, first, last, to: Number(pressed.dataset.room), request };
    if (view.socket.ask(frame)) chosen = pressed;
    else view.tell(view.say.noConnection);
  });
  const closed = new AbortController();
  const again = (type, isOver) =>
    document.addEventListener(type, ({ detail }) => isOver(detail) && (chosen = null), { signal: closed.signal });
  again("rooms:failed", ({ of }) => of === "forward");
  again("rooms:state", () => true); // whether they arrived nobody says
  element.addEventListener("close", () => closed.abort());
  view.handlers.forwarded = ({ to }) => {
    if (to !== Number(chosen?.dataset.room)) return;
    element.close();
    done();
    view.tell(view.say.forwarded_to.replace("{room}", chosen.dataset.name));
  };
  find();
}

function choice({ id, name, customer }) {
  const item = document.createElement("li");
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button quiet wide";
  Object.assign(made.dataset, { room: id, name });
  const shown = document.createElement("bdi");
  shown.className = "truncate";
  shown.textContent = name;
  const where = document.createElement("small");
  where.className = "truncate";
  where.textContent = customer;
  made.append(shown, where);
  item.append(made);
  return item;
}
