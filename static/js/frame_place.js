// Which room the tab has open in the frame, so that a reload leads there and not home.
const key = `frame room ${document.documentElement.dataset.widget}`;

export function lastRoom() {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return ""; // closed to us: home it is
  }
}

/** Whoever was here is not any more, or the room is lost to them: "". */
export function keepRoom(room) {
  try {
    if (room) sessionStorage.setItem(key, room);
    else sessionStorage.removeItem(key);
  } catch {
    // Closed to us
  }
}
