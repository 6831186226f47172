// What the elements share. These files are one script for vendors' pages, in this order: shared, widget,
// floating, badge, start (customers/embedding/script.py). docs/embedding.md says how the elements are used.
const script = document.currentScript;
const home = new URL(script?.src || location).origin;
const shown = new Set(); // the elements that are on the page
const heard = new Map(); // by widget: what is unread, and which element's frame said so

const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

const read = (text) => {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
};

// "@" as soon as something unread means this person
const count = (badges) => {
  const rooms = Object.values(badges).filter((room) => room?.count > 0 || room?.mentionsCount > 0);
  const isMeant = rooms.some((room) => room.mentionsCount > 0 || room.roomType === "dialog");
  return isMeant ? "@" : rooms.length;
};

const inWords = (unread) =>
  unread === "@" ? "Unread messages for you" : `${unread} unread room${unread > 1 ? "s" : ""}`;

const isMode = (mode) => mode === "light" || mode === "dark";
const MUTE = "Unknown User: the widget is not shown. Settings > Embed says whether this page may, and whether it is on.";

const permission = () => window.Notification?.permission ?? "denied";

// #root is black or white as the color-scheme is, and its transition tells of a change.
const common = `
  :host([hidden]), [hidden] { display: none !important }
  #root { color: light-dark(#000, #fff); transition: color 1ms }
  button {
    display: grid; place-items: center; border: 1px solid transparent; border-radius: 2rem;
    color: var(--unknown-user-accent-ink, light-dark(#fff, #13172b));
    background: var(--unknown-user-accent, light-dark(#2f57a8, #93b2f3));
    font: 600 0.8125rem/1 system-ui; cursor: pointer
  }`;
