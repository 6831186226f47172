// What a room can do beyond reading and writing: each a function that gets the <room-view> (room.js).
import { files } from "./room_files.js";

export const abilities = [files];
