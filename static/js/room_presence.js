// Who is here now, in the line under a room's head; and wherever the page says of somebody [data-here="p12"].
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
