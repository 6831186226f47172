// What stands between the messages of a log: which day and minute each is of, and the lines that say so; and where
// the focus is in a message that was drawn anew.

/** By its reader's calendar and clock. */
const momentOf = (message) => new Date(message.querySelector("time").dateTime);

export const dayOf = (message) => momentOf(message).toDateString();
const minuteOf = (message) => Math.floor(momentOf(message) / 60_000);

export function previous(message) {
  let above = message.previousElementSibling;
  while (above && !above.matches("article.message")) above = above.previousElementSibling;
  return above;
}

/** Whether a message goes on with what its author said above it, in the same minute. */
export function goesOn(message, above) {
  return (
    above?.dataset.author === message.dataset.author &&
    !message.previousElementSibling.matches(".room-unread, .room-day") &&
    (message.hasAttribute("data-pending") || minuteOf(above) === minuteOf(message))
  );
}

export function dayLine(message) {
  const line = divider("", "room-day");
  const time = document.createElement("time");
  time.dateTime = message.querySelector("time").dateTime;
  time.dataset.relative = "day";
  line.append(time);
  return line;
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
