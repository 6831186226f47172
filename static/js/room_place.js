// Where somebody stood in a room, so that they are there again after a reload or when they come back. Who was at
// the end is at the end.
import { keep, kept } from "./kept.js";

const KEPT_AFTER = 250; // ms of quiet

export class RoomPlace {
  #timer = 0;

  constructor(view) {
    this.view = view;
    addEventListener("pagehide", () => this.keep(), { signal: view.signal });
  }

  moved() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.keep(), KEPT_AFTER);
  }

  keep() {
    clearTimeout(this.#timer);
    const { log, me, room, window } = this.view;
    if (!log.element.clientHeight) return;
    const place = log.isAtEnd() ? null : log.place();
    keep("place", me, room, place ? JSON.stringify({ ...place, newest: window.newest }) : "");
  }

  /** Goes to where they stood, unless there is something new and they come to see it. Whether it did. */
  async restore() {
    const { me, room, log, window, readUpTo } = this.view;
    const place = parsed(kept("place", me, room));
    if (!place) return false;
    const hasNews = window.newest > Math.max(readUpTo, place.newest);
    if ((hasNews && !isComeBack()) || !(await window.goTo(place.seq))) return false;
    log.showPlace(place);
    return true;
  }
}

function isComeBack() {
  const [entry] = performance.getEntriesByType("navigation");
  return entry?.type === "reload" || entry?.type === "back_forward";
}

function parsed(text) {
  try {
    const place = JSON.parse(text ?? "null");
    return Number.isInteger(place?.seq) ? place : null;
  } catch {
    return null;
  }
}
