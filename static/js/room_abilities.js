// What a room can do beyond reading and writing: each a function that gets the <room-view> (room.js).
import { links } from "./room_links.js";
import { presence } from "./room_presence.js";
import { search } from "./room_search.js";
import { seen } from "./room_seen.js";

export const abilities = [links, presence, search, seen];
