// A room's readers: who is here now, in the line under its head and wherever the page says of somebody
// [data-here="p12"]; and who has seen what, by small initials at the last message that each has seen.
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

export function presence(view) {
  const line = view.querySelector(".room-here");
  const known = new Set(); // keys
  const look = () => view.socket.here(view.room, !document.hidden && !view.isLost);
  const show = (here, number) => {
    const others = here.filter(({ who }) => who !== view.me);
    const mine = here.length - others.length;
    line.replaceChildren(...sentence(view.say, others, number - mine));
    line.title = others.map(({ name }) => name).join(", ");
    const keys = new Set(here.map(({ who }) => who));
    // Somebody who was not here before may be one reader more
    if (known.size > 0 && here.some(({ who }) => who.startsWith("p") && !known.has(who))) view.handlers.room();
    for (const who of keys) known.add(who);
    for (const mark of document.querySelectorAll("[data-here]")) mark.hidden = !keys.has(mark.dataset.here);
  };
  view.handlers.present = ({ here, number }) => show(here, number);
  document.addEventListener("visibilitychange", look, { signal: view.signal });
  document.addEventListener("rooms:state", () => view.socket.state === "open" || show([], 0), { signal: view.signal });
  // Lists of rooms may go on listening to it
  view.signal.addEventListener("abort", () => view.socket.here(view.room, false));
  queueMicrotask(look); // once the room is subscribed to
}

/** People may call themselves anything: never without the mark, nor so that the line turns around. */
export function named({ who, name }, say) {
  const shown = document.createElement("bdi");
  shown.textContent = name;
  return who.startsWith("p") ? [shown, ` (${say.visitor})`] : [shown];
}

function sentence(say, others, number) {
  const [first, second] = others;
  if (!first) return [];
  const fill = {
    "{name}": named(first, say),
    "{other}": second ? named(second, say) : [],
    "{number}": [String(number - 1)],
  };
  const words = number === 1 ? say.here : number === 2 && second ? say.hereTwo : say.hereMore;
  return words.split(/(\{\w+\})/).flatMap((part) => fill[part] ?? [part]);
}
