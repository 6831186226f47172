// What a room can do beyond reading and writing: each a function that gets the <room-view> (room.js). What is
// only there for whoever does something with a message comes when they reach for one, or for the composer.
import { messageParts } from "./message_parts.js";
import { files } from "./room_files.js";
import { presence, seen } from "./room_readers.js";

const AGAIN = 1000; // ms
const HANDS = ["pointermove", "pointerdown", "keydown"];
// A frame gives its composer the focus as it opens: that alone is no reaching
const REACHING = { ".composer": [...HANDS, "input"], ".room-log": [...HANDS, "focusin"] };

export const abilities = [messageParts, files, presence, seen, changes, search, tools, typing];

/** Its name, its readers, whether it is archived: asked for again when the server says so, and after a time without a
 *  socket, of which it says nothing. */
function changes(view) {
  const look = () =>
    import("./room_state.js")
      .then((state) => state.look(view))
      .catch(() => {}); // without a network: the next change, or a reload
  view.handlers.room = look;
  let isKnown = view.socket.state === "open"; // else the page is newer than the socket
  const connected = ({ detail }) => {
    if (detail.state !== "open") return;
    if (isKnown) look();
    isKnown = true;
  };
  document.addEventListener("rooms:state", connected, { signal: view.signal });
}

function tools(view) {
  const reached = new AbortController();
  let done = null; // what they were reached for with, or the last key since
  const load = (event) => {
    const isAsked = Boolean(done);
    if (!isAsked || event.type === "keydown") done = event;
    if (!isAsked) bring();
  };
  const bring = () =>
    import("./message_tools.js")
      .then(({ addTools }) => {
        reached.abort();
        if (!view.signal.aborted) addTools(view, done);
      })
      .catch(() => setTimeout(() => (done = null), AGAIN)); // without a network: reaching for it again asks again
  for (const [part, types] of Object.entries(REACHING)) {
    for (const type of types) view.querySelector(part)?.addEventListener(type, load, { signal: reached.signal });
  }
}

/** Search in the open room; without its script the link leads to a page of its own. */
function search(view) {
  const opener = view.querySelector("[data-search-room]");
  const open = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    import("./room_search_panel.js")
      .then(({ openSearch }) => !view.signal.aborted && openSearch(view, opener))
      .catch(() => location.assign(opener.href));
  };
  opener?.addEventListener("click", open, { signal: view.signal });
}

function typing(view) {
  const begin = ({ TypingLine }) => (view.typing ??= new TypingLine(view.querySelector(".room-typing"), view.say));
  view.handlers.typing = ({ who, name }) => {
    import("./typing_line.js")
      .then(begin)
      .then((line) => line.add(who, name))
      .catch(() => {}); // without a network: they may still be typing when it is back
  };
}
