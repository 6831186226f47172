// The page around the frame. We say that we are there; it answers with its token, and from then on its origin
// is the only one that is told anything. Nothing secret ever is.
//
//   embedder.tell({type: …})       nothing where no page has answered
//   embedder.hasSpoken, .isFloaty, .permission
//
// Events on `document`: `embedder:init`, `embedder:mode` {mode}, `embedder:permission`, `embedder:open` {room},
// `embedder:focus`.
export const isFramed = window.parent !== window;

export const embedder = {
  origin: null,
  token: null,
  isHeadless: false,
  isFloaty: false,
  permission: null,

  get hasSpoken() {
    return this.origin !== null;
  },

  tell(message) {
    if (this.origin !== null) window.parent.postMessage(message, this.origin);
  },
};

const announce = (name, detail) => document.dispatchEvent(new CustomEvent(`embedder:${name}`, { detail }));
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

function hear({ source, origin, data }) {
  if (source !== window.parent || !isObject(data)) return;
  if (isObject(data.initToken)) init(origin, data);
  if (origin !== embedder.origin) return;
  if (data.mode === "light" || data.mode === "dark") announce("mode", { mode: data.mode });
  if (typeof data.notificationsPermission === "string") {
    embedder.permission = data.notificationsPermission;
    announce("permission");
  }
  const room = Number(data.roomIdToOpen);
  if (Number.isSafeInteger(room) && room > 0) announce("open", { room });
  if (data.focus === true) announce("focus");
}

function init(origin, { initToken, headless, isFloaty, seamless }) {
  // A page has one origin; "null" names none that could be told from others
  if (origin === "null" || (embedder.hasSpoken && embedder.origin !== origin)) return;
  embedder.origin = origin;
  embedder.token = initToken;
  embedder.isHeadless = headless === true;
  embedder.isFloaty = isFloaty === true;
  document.documentElement.toggleAttribute("data-seamless", seamless === true);
  announce("init");
}

/** To be called once whoever listens does. */
export function greet() {
  if (!isFramed) return;
  addEventListener("message", hear);
  window.parent.postMessage({ type: "APP_IS_READY" }, "*"); // it says nothing, and to whom isn't known yet
}
