// The number of rooms with something unread: in the sidebar, and before the title of the page.
const badge = () => document.querySelector("[data-inbox-unread]");
let number = 0;

export function setUnreadRooms(count) {
  number = Math.max(0, count);
  badge().textContent = number || "";
  showTitle();
}

export function countUnread(difference) {
  if (difference) setUnreadRooms(number + difference);
}

/** Take over the number that the page came with. */
export function readUnreadRooms() {
  number = Number(badge().textContent);
  showTitle();
}

export function showTitle(title = document.title) {
  const bare = title.replace(/^\(\d+\) /, "");
  document.title = number ? `(${number}) ${bare}` : bare;
}
