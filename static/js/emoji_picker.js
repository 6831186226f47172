// Chooses an emoji for a reaction: common ones, and all by their names. The names are loaded when first searched.
import { react } from "./message_parts.js";
import { sheet } from "./sheets.js";

const COMMON = "👍 ❤️ 😂 🎉 🙏 👀 ✅ 👏 😮 😢 🔥 💯 🤔 👋 🙌 😊 🚀 👎".split(" ");
const MOST = 48; // shown of what is found
const STEPS = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 6, ArrowUp: -6 };

export function pickEmoji(view, message, button) {
  const { element, slots } = sheet(view, "emoji");
  const place = (button ?? message).getBoundingClientRect();
  view.append(element);
  show(slots, COMMON.map((emoji) => [emoji]));
  element.addEventListener("toggle", ({ newState }) => {
    if (newState !== "closed") return;
    element.remove();
    message.isConnected && message.focus({ preventScroll: true });
  });
  element.addEventListener("click", ({ target }) => {
    const chosen = target.closest("[data-emoji]");
    if (!chosen) return;
    element.hidePopover();
    react(view, message, chosen.dataset.emoji, true);
  });
  element.addEventListener("keydown", (event) => walk(event, element, slots));
  slots.search.addEventListener("input", () => search(slots).catch(() => view.tell(view.say.unavailable)));
  message.tabIndex = -1;
  element.showPopover();
  put(element, place);
  slots.search.focus();
}

async function search(slots) {
  const { EMOJI } = await import("./emoji_list.js");
  const words = slots.search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ([, names]) => words.every((word) => ` ${names}`.includes(` ${word}`));
  show(slots, words.length > 0 ? EMOJI.filter(fits).slice(0, MOST) : COMMON.map((emoji) => [emoji]));
}

function show({ list, none }, found) {
  list.replaceChildren(...found.map(([emoji, names]) => choice(emoji, names)));
  none.hidden = found.length > 0;
}

function choice(emoji, names) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button quiet icon";
  made.dataset.emoji = emoji;
  made.textContent = emoji;
  if (names) made.title = names.split(",")[0];
  return made;
}

/** Above the button, within the window. */
function put(element, { top, right }) {
  const { offsetWidth: width, offsetHeight: height } = element;
  element.style.left = `${Math.max(8, Math.min(right - width, innerWidth - width - 8))}px`;
  element.style.top = `${Math.max(8, top - height - 8)}px`;
}

function walk(event, element, slots) {
  event.stopPropagation();
  const choices = [...element.querySelectorAll("[data-emoji]")];
  const at = choices.indexOf(document.activeElement);
  if (at < 0 && event.key === "Enter") {
    event.preventDefault(); // or the button that gets the focus back opens the picker anew
    search(slots).then(() => slots.list.firstElementChild?.click(), () => {}); // the first of what is typed by now
  }
  if (!(event.key in STEPS) || (at < 0 && event.key !== "ArrowDown")) return;
  event.preventDefault();
  choices[at < 0 ? 0 : Math.max(0, Math.min(choices.length - 1, at + STEPS[event.key]))]?.focus();
}
