// What one does with messages: the toolbar, links, and what the composer does with them; with their
// styles. Loaded when somebody first reaches for a message or the composer (room_abilities.js).
import { messageActions } from "./message_actions.js";
import { RoomActions } from "./room_actions.js";
import { links } from "./room_links.js";

export function addTools(view, event) {
  for (const link of view.querySelector(".room-sheets").content.querySelectorAll("link")) bring(link);
  view.actions = new RoomActions(view);
  for (const ability of [messageActions, links]) ability(view);
  view.actions.begin(event);
}

function bring(link) {
  const isHere = document.head.querySelector(`link[href="${link.getAttribute("href")}"]`);
  if (!isHere) document.head.append(link.cloneNode());
}
