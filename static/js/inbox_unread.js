// The number of rooms with something unread: in the sidebar, and on the tab (tab_sign.js).
import { showNumber } from "./tab_sign.js";

const badge = () => document.querySelector("[data-inbox-unread]");
let number = 0;

export function setUnreadRooms(count) {
  number = Math.max(0, count);
  badge().textContent = number || "";
  showNumber(number);
}

export function countUnread(difference) {
  if (difference) setUnreadRooms(number + difference);
}

/** Take over the number that the page came with. */
export function readUnreadRooms() {
  number = Number(badge().textContent);
  showNumber(number);
}
