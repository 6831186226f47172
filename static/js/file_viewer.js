// An image of the room, large: over everything else, with the arrow keys from one to the next, and Escape back
// to where it was pressed.
import { bearer, fetched } from "./bearer.js";

/** Saves a file in a vendor's page, where no link carries the bearer. */
export async function save(url, name) {
  const link = document.createElement("a");
  link.href = await fetched(url);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function show(view, link) {
  new Viewer(view).show(link);
}

class Viewer {
  constructor(view) {
    this.view = view;
    const { say } = view;
    this.dialog = element("dialog", "file-viewer");
    this.name = element("bdi", "truncate");
    this.size = element("span", "file-size");
    this.saving = element("a", "button small", say.file_save);
    this.saving.addEventListener("click", (event) => this.#save(event));
    const close = button("button small", say.file_close, () => this.dialog.close());
    const head = element("header");
    head.append(this.name, this.size, this.saving, close);
    this.place = element("div", "file-viewer-place");
    this.before = button("button icon before", "‹", () => this.#walk(-1), say.file_before);
    this.after = button("button icon after", "›", () => this.#walk(1), say.file_after);
    this.dialog.append(head, this.place, this.before, this.after);
    this.dialog.addEventListener("keydown", (event) => this.#press(event));
    this.dialog.addEventListener("click", ({ target }) => target === this.place && this.dialog.close());
    this.dialog.addEventListener("close", () => this.dialog.remove());
    view.append(this.dialog);
    this.dialog.showModal();
    close.focus();
  }

  show(link) {
    const small = link.querySelector("img");
    this.link = link;
    this.name.textContent = small.alt;
    this.dialog.setAttribute("aria-label", small.alt);
    this.size.textContent = link.dataset.size;
    Object.assign(this.saving, { href: link.href, download: small.alt });
    const links = this.#links();
    this.before.disabled = links[0] === link;
    this.after.disabled = links.at(-1) === link;
    this.#load(link, small);
  }

  /** The small one stands in its place until the large one is here. */
  async #load(link, small) {
    const image = new Image(link.dataset.fullWidth, link.dataset.fullHeight);
    Object.assign(image, { alt: small.alt, src: small.src });
    this.place.replaceChildren(image);
    try {
      const url = bearer() ? await fetched(link.href, this.view.signal) : link.href;
      image.addEventListener("load", () => image.currentSrc === url && URL.revokeObjectURL(url));
      image.src = url;
    } catch {
      if (this.link === link) this.place.replaceChildren(element("p", "", this.view.say.unavailable));
    }
  }

  #links() {
    return [...this.view.log.element.querySelectorAll("a[data-file]:has(img)")];
  }

  #walk(step) {
    const links = this.#links();
    const next = links[links.indexOf(this.link) + step];
    if (next) this.show(next);
  }

  #press(event) {
    // The page around a frame, or the desk, would hear Escape as well
    if (event.key === "Escape") this.dialog.close();
    else if (event.key === "ArrowLeft") this.#walk(-1);
    else if (event.key === "ArrowRight") this.#walk(1);
    else return;
    event.preventDefault();
  }

  #save(event) {
    event.stopPropagation();
    if (!bearer()) return;
    event.preventDefault();
    save(this.saving.href, this.saving.download).catch(() => this.view.tell(this.view.say.unavailable));
  }
}

function element(kind, name = "", text = "") {
  const made = document.createElement(kind);
  made.className = name;
  made.textContent = text;
  return made;
}

function button(name, text, press, label = "") {
  const made = element("button", name, text);
  made.type = "button";
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", press);
  return made;
}
