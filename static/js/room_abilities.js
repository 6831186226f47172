// What a room can do beyond reading and writing: each a function that gets the <room-view> (room.js).
import { messageActions } from "./message_actions.js";
import { messageParts } from "./message_parts.js";
import { files } from "./room_files.js";
import { links } from "./room_links.js";
import { presence } from "./room_presence.js";
import { search } from "./room_search.js";
import { seen } from "./room_seen.js";
import { roomState } from "./room_state.js";

export const abilities = [messageParts, messageActions, files, links, presence, search, seen, roomState];
