// Who has seen what: small initials at the last message that each has seen.
const MOST = 5; // readers shown at a message

export function seen(view) {
  const readers = new Map(); // key → {name, initials, hue, seq}
  for (const { dataset } of view.querySelector(".room-seen")?.content.querySelectorAll("span") ?? []) {
    readers.set(dataset.who, { ...dataset, seq: Number(dataset.seq) });
  }

  const show = () => {
    for (const line of view.log.element.querySelectorAll(".message-seen")) line.remove();
    const messages = view.log.messages();
    const at = new Map(); // message → those who have seen it last
    for (const [who, reader] of readers) {
      const message = lastSeenBy(messages, who, reader, view.log.isDetached);
      if (message) at.set(message, [...(at.get(message) ?? []), reader]);
    }
    for (const [message, those] of at) message.append(line(those, view.say));
  };

  let due = 0;
  const later = () => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(show);
  };
  new MutationObserver(later).observe(view.log.element, { childList: true });
  view.handlers.seen = ({ who, name, initials, hue, seq }) => {
    // More than one of the team may be shown as the team
    if (who === "team") seq = Math.max(seq, readers.get(who)?.seq ?? 0);
    readers.set(who, { name, initials, hue, seq });
    later();
  };
  // Who writes has read what is above
  view.handlers.message = ({ author, seq }) => {
    const reader = readers.get(author);
    if (reader) reader.seq = Math.max(reader.seq, seq);
  };
  later();
}

/** None where it isn't shown, or is their own. */
function lastSeenBy(messages, who, { seq }, isDetached) {
  const index = messages.findLastIndex(({ dataset }) => Number(dataset.seq) <= seq);
  const message = messages[index];
  if (!message || (isDetached && index === messages.length - 1)) return null;
  return message.dataset.author === who ? null : message;
}

function line(readers, say) {
  const element = document.createElement("p");
  element.className = "message-seen";
  element.tabIndex = 0;
  const words = say.seen.replace("{names}", readers.map(({ name }) => name).join(", "));
  element.title = words;
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", words);
  const shown = readers.slice(0, readers.length > MOST ? MOST : undefined);
  element.append(...shown.map(avatar));
  if (readers.length > MOST) element.append(`+${readers.length - MOST}`);
  return element;
}

function avatar({ initials, hue }) {
  const element = document.createElement("span");
  element.className = "avatar";
  element.dataset.hue = hue;
  element.textContent = initials;
  return element;
}
