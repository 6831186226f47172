// Deleting one's own message, asked once and naming it; taking its link's preview away, which is not asked.
import { wordsOf } from "./message_parts.js";
import { openSheet } from "./sheets.js";

export function askToDelete(view, message) {
  const { element, slots } = openSheet(view, "delete");
  slots.words.textContent = wordsOf(message);
  slots.go.addEventListener("click", () => {
    element.close();
    ask(view, "delete", message);
    view.composer.box.focus({ preventScroll: true });
  });
}

export function removePreview(view, message) {
  ask(view, "remove_preview", message);
}

function ask(view, type, message) {
  const isSent = view.socket.ask({ type, room: view.room, seq: Number(message.dataset.seq) });
  if (!isSent) view.tell(view.say.noConnection);
}
