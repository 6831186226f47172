// The files of a room's messages: where they are, images as they come into sight, and large at a click; and
// three ways to attach some: the button, a drop, a paste. What happens then is brought when it is first
// wanted (composer_files.js, file_viewer.js).
import { bearer, fetched } from "./bearer.js";
import { filesOf, kept } from "./kept.js";

const NEAR = "600px"; // from the log's edge

export function files(view) {
  view.uploads = new Map(); // id → what was uploaded on this page: {name, size, isImage, preview}
  const images = new Images(view);
  view.log.onDress((message) => dress(view, images, message));
  view.log.element.addEventListener("click", (event) => open(view, event), { signal: view.signal });
  if (view.composer) new Attaching(view);
}

function dress(view, images, message) {
  for (const link of message.querySelectorAll("a[data-file]")) {
    link.href = `${view.below}files/${link.dataset.file}`;
    const image = link.querySelector("img");
    if (image) images.show(image, link);
  }
  if (!message.post?.files) return;
  const show = ({ showPending }) => showPending(view, message);
  import("./composer_files.js").then(show, () => {}); // without a network it shows its text alone
}

/** A press on an image shows it large; no cookie goes along from a vendor's page, so there the bearer fetches. */
function open(view, event) {
  const link = event.target.closest?.("a[data-file]");
  const isElsewhere = event.metaKey || event.ctrlKey || event.shiftKey;
  if (!link || event.button || (isElsewhere && !bearer())) return;
  const isImage = Boolean(link.querySelector("img"));
  if (!isImage && !bearer()) return;
  event.preventDefault();
  import("./file_viewer.js")
    .then(({ show, save }) => (isImage ? show(view, link) : save(link.href, link.download)))
    .catch(() => view.tell(view.say.unavailable));
}

class Images {
  constructor(view) {
    this.view = view;
    const options = { root: view.log.element, rootMargin: NEAR };
    this.observer = new IntersectionObserver((entries) => this.#seen(entries), options);
    view.signal.addEventListener("abort", () => this.observer.disconnect());
  }

  show(image, link) {
    const own = this.view.uploads.get(link.dataset.file)?.preview;
    image.addEventListener("error", () => link.classList.add("lost"), { once: true });
    if (own) image.src = own;
    else if (bearer()) this.observer.observe(image);
    else image.src = `${link.href}/thumbnail`;
  }

  #seen(entries) {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      this.observer.unobserve(target);
      const link = target.closest("a");
      fetched(`${link.href}/thumbnail`, this.view.signal).then(
        (url) => {
          target.src = url; // which the viewer uses again
          this.view.signal.addEventListener("abort", () => URL.revokeObjectURL(url));
        },
        () => link.classList.add("lost"),
      );
    }
  }
}

class Attaching {
  #brought = null;

  constructor(view) {
    this.view = view;
    const { signal } = view;
    const { form, box } = view.composer;
    view.bringFiles = () => this.#tray();
    const button = form.querySelector(".attach");
    button.hidden = false;
    button.addEventListener("click", () => this.#choose(), { signal });
    // Who begins to write may want to attach something, perhaps when the connection is gone
    for (const type of ["input", "pointerover"]) {
      form.addEventListener(type, () => this.#tray().catch(() => {}), { signal, once: true });
    }
    box.addEventListener("paste", (event) => this.#paste(event), { signal });
    view.addEventListener("dragenter", (event) => this.#offer(event), { signal });
    view.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault(), { signal });
    view.addEventListener("dragleave", ({ relatedTarget }) => view.contains(relatedTarget) || this.#withdraw(), { signal });
    view.addEventListener("drop", (event) => this.#drop(event), { signal });
    if (kept(...filesOf(view))) this.#tray().catch(() => {}); // they come with the next thing that is attached
  }

  async #add(chosen) {
    if (this.view.isLost || chosen.length === 0) return;
    try {
      (await this.#tray()).add(chosen);
    } catch {
      this.view.tell(this.view.say.unavailable);
    }
  }

  async #tray() {
    this.#brought ??= import("./composer_files.js").then(({ FileTray }) => new FileTray(this.view));
    try {
      return await this.#brought;
    } catch (error) {
      this.#brought = null;
      throw error;
    }
  }

  #choose() {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.addEventListener("change", () => this.#add([...input.files]));
    input.click();
  }

  /** A copied table or text may come as a picture, too: the text is meant. */
  #paste(event) {
    const { files: pasted, types } = event.clipboardData;
    if (pasted.length === 0 || types.includes("text/plain")) return;
    event.preventDefault();
    this.#add([...pasted]);
  }

  #offer(event) {
    if (!hasFiles(event) || this.view.isLost) return;
    event.preventDefault();
    if (this.view.querySelector(".room-drop")) return;
    const place = document.createElement("p");
    place.className = "room-drop";
    place.textContent = this.view.say.file_drop;
    this.view.append(place);
  }

  #withdraw() {
    this.view.querySelector(".room-drop")?.remove();
  }

  #drop(event) {
    if (!hasFiles(event)) return;
    event.preventDefault();
    this.#withdraw();
    this.#add([...event.dataTransfer.files]);
    this.view.composer.box.focus();
  }
}

function hasFiles({ dataTransfer }) {
  return dataTransfer?.types.includes("Files");
}
