// The panel by which one searches in the open room: found messages are shown in place, amid those around them.
import { authorised } from "./bearer.js";

const ASKED_AFTER = 200; // ms without a key

export async function openSearch(view, opener) {
  const open = view.querySelector(".room-search");
  if (open) {
    open.querySelector("input").select();
    return;
  }
  const panel = (await fetched(`${view.below}search`, view)).firstElementChild;
  view.querySelector(".room-readers").after(panel);
  new SearchPanel(view, panel, opener);
}

class SearchPanel {
  #turn = 0;
  #timer = 0;

  constructor(view, panel, opener) {
    this.view = view;
    this.panel = panel;
    this.opener = opener;
    this.box = panel.querySelector("input");
    this.hits = panel.querySelector(".hits");
    this.everywhere = panel.querySelector(".hits-everywhere a"); // agents have none
    this.box.addEventListener("input", () => this.#askSoon());
    panel.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#ask();
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.#close();
    });
    panel.addEventListener("click", (event) => this.#click(event));
    this.box.focus();
  }

  #askSoon() {
    clearTimeout(this.#timer);
    if (this.everywhere) this.everywhere.search = new URLSearchParams({ q: this.box.value });
    this.#timer = setTimeout(() => this.#ask(), ASKED_AFTER);
  }

  async #ask() {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    const query = new URLSearchParams({ q: this.box.value });
    const found = await fetched(`${this.view.below}search?${query}`, this.view).catch(({ note }) => note);
    if (turn === this.#turn) this.hits.replaceChildren(found ?? this.view.say.noConnection);
  }

  async #more(link) {
    const found = await fetched(link.href, this.view).catch(({ note }) => note && this.view.tell(note));
    if (!found) return;
    const first = found.querySelector("a");
    link.parentElement.replaceWith(found);
    first?.focus();
  }

  #click(event) {
    const link = event.target.closest("a, [data-close-search]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.matches("[data-close-search]")) this.#close();
    else if (link.matches("[data-more-hits]")) {
      event.preventDefault();
      this.#more(link);
    } else if (Number(link.dataset.in) === this.view.room) {
      event.preventDefault();
      this.view.goTo(Number(link.dataset.seq)).then((isThere) => isThere || this.view.tell(this.view.say.noConnection));
    }
  }

  #close() {
    this.panel.remove();
    this.opener.focus();
  }
}

async function fetched(url, view) {
  const response = await authorised(url, { signal: view.signal });
  const text = await response.text();
  if (!response.ok) throw Object.assign(new Error(), { note: response.status === 429 ? text : undefined });
  const template = document.createElement("template");
  template.innerHTML = text;
  return template.content;
}
