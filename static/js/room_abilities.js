// What a room can do beyond reading and writing: each a function that gets the <room-view> (room.js).
import { roomState } from "./room_state.js";

export const abilities = [roomState];
