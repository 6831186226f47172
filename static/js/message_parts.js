// What a message shows beside its text: the page's words in it, one's own reactions and mentions, images of
// previews, and quotes, which follow their originals.
import { authorised, bearer } from "./bearer.js";

const QUOTED = 120; // characters, as the server cuts (plain_words.py)

export function messageParts(view) {
  view.log.onDress((message) => dress(view, message));
  view.handlers.changed = ({ seq, html }) => follow(view, seq, html);
  view.log.element.addEventListener("click", (event) => click(view, event), { signal: view.signal });
}

function dress(view, message) {
  for (const place of message.querySelectorAll("[data-word]")) place.textContent = view.say[place.dataset.word];
  const isMe = ({ dataset }) => dataset.who.split(" ").includes(view.me);
  for (const mark of message.querySelectorAll(".mention")) mark.toggleAttribute("data-me", isMe(mark));
  for (const chip of message.querySelectorAll(".reaction")) {
    chip.setAttribute("aria-pressed", isMe(chip));
    // Who may only read still comes by with the keyboard, to see who it was
    chip.setAttribute("aria-disabled", !view.composer);
  }
  const image = message.querySelector("img[data-preview]");
  if (image) show(image, `${view.below}preview/${image.dataset.preview}`);
}

/** No request of an <img> carries the bearer of a vendor's frame. */
async function show(image, address) {
  if (!bearer()) {
    image.src = address;
    return;
  }
  const response = await authorised(address).catch(() => null);
  if (!response?.ok) return;
  const reader = new FileReader();
  reader.addEventListener("load", () => (image.src = reader.result));
  reader.readAsDataURL(await response.blob());
}

function follow(view, seq, html) {
  const quotes = view.log.element.querySelectorAll(`[data-quote="${seq}"] > [dir]`);
  if (quotes.length === 0) return;
  const original = new DOMParser().parseFromString(html, "text/html").querySelector("article");
  for (const words of quotes) {
    words.textContent = "deleted" in original.dataset ? view.say.deleted : wordsOf(original);
    words.toggleAttribute("data-word", "deleted" in original.dataset);
  }
}

/** The first words of a message, or the names of its files where they say it all. */
export function wordsOf(message) {
  const text = message.querySelector(".message-text").cloneNode(true);
  for (const block of text.querySelectorAll("br, p, li, blockquote, pre")) block.before(" ");
  const names = [...message.querySelectorAll("[data-file] :is(img, bdi)")].map((name) => name.alt ?? name.textContent);
  return (text.textContent.trim() || names.join(", ")).replace(/\s+/g, " ").slice(0, QUOTED);
}

async function click(view, event) {
  const { target } = event;
  const message = target.closest("article.message[data-seq]");
  const quote = target.closest(".message-quote");
  const chip = target.closest(".reaction");
  if (quote) {
    event.preventDefault();
    if (!(await view.goTo(Number(quote.dataset.quote)))) view.tell(view.say.noConnection);
  } else if (chip && view.composer) {
    react(view, message, chip.dataset.react, chip.getAttribute("aria-pressed") !== "true");
  } else if (target.closest("[data-act=versions]")) {
    import("./versions_sheet.js")
      .then(({ showVersions }) => showVersions(view, message))
      .catch(() => view.tell(view.say.unavailable));
  }
}

export function react(view, message, emoji, on) {
  const frame = { type: "react", room: view.room, seq: Number(message.dataset.seq), emoji, on };
  if (!view.socket.ask(frame)) view.tell(view.say.noConnection);
}
