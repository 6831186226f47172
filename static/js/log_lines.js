// What stands between the messages of a log: which day and minute each is of, and the lines that say so; and where
// the focus is in a message that was drawn anew.

/** By its reader's calendar and clock. */
const momentOf = (message) => new Date(message.querySelector("time").dateTime);

export const dayOf = (message) => momentOf(message).toDateString();
export const minuteOf = (message) => Math.floor(momentOf(message) / 60_000);

export function previous(message) {
  let above = message.previousElementSibling;
  while (above && !above.matches("article.message")) above = above.previousElementSibling;
  return above;
}

export function divider(text, name) {
  const line = document.createElement("p");
  line.className = `room-divider ${name}`;
  line.textContent = text;
  return line;
}

/** The focus goes where it was: to the same reaction, or to the message. */
export function refocus(message, before) {
  const { react } = before.dataset;
  const same = react && message.querySelector(`[data-react="${CSS.escape(react)}"]`);
  message.tabIndex = -1;
  (same || message).focus({ preventScroll: true });
}
