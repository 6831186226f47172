// What a room can do beyond reading and writing: each a function that gets the <room-view> (room.js).
import { messageActions } from "./message_actions.js";
import { messageParts } from "./message_parts.js";
import { files } from "./room_files.js";
import { roomState } from "./room_state.js";

export const abilities = [messageParts, messageActions, files, roomState];
