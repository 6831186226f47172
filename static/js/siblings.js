// Our frames of one widget on the same page, and in the site's other tabs. Browsers that block third parties'
// storage close locks and channels to frames as well; the frames of one page still reach each other, being of
// one origin.
//
//   siblings()                 the windows of one widget on this page, this one among them, in their order
//   tellSiblings(what, detail, secret)   `frame:<what>` on their `document`; the secret stays on this page
//   isSpokesman()              whether this frame is the one of them to speak for all
//   once(name, act)            act in one frame of all tabs, as far as the browser lets them agree
const { widget } = document.documentElement.dataset;
const name = `frames ${widget}`;
const WORDS = new Set(["here", "in", "out", "read"]);
const HELD = 5000; // ms in which the other tabs' frames come to the same point
const channel = openChannel();
const heard = new Set(); // frames in shadow trees: they find others, but nobody finds them

function openChannel() {
  try {
    return widget ? new BroadcastChannel(name) : null;
  } catch {
    return null;
  }
}

export function siblings() {
  if (!widget || window.parent === window) return [window];
  const listed = [...Array(window.parent.length).keys()].map((index) => window.parent[index]);
  return [...new Set([...listed, ...heard, window])].filter(isSibling);
}

function isSibling(frame) {
  try {
    return !frame.closed && frame.document.documentElement.dataset.widget === widget;
  } catch {
    return false; // somebody else's frame
  }
}

export function tellSiblings(what, detail = {}, secret = {}) {
  for (const frame of siblings()) {
    if (frame !== window) frame.postMessage({ name, what, detail: { ...detail, ...secret } }, location.origin);
  }
  channel?.postMessage({ name, what, detail });
}

/** One that can be seen, if there is one: it knows where a click on a notification should lead. */
export function isSpokesman() {
  const frames = siblings();
  return (frames.find(({ innerWidth }) => innerWidth > 0) ?? frames[0]) === window;
}

export async function once(lock, act) {
  const actAlone = async (isOurs) => {
    if (!isOurs) return;
    act();
    await new Promise((resolve) => setTimeout(resolve, HELD));
  };
  try {
    await navigator.locks.request(lock, { ifAvailable: true }, actAlone);
  } catch {
    act();
  }
}

/** The page around has another origin, so it can't pass for one of our frames, whatever it makes of the source. */
function hearFrame(event) {
  if (event.origin !== location.origin || event.data?.name !== name) return;
  if (event.source && isSibling(event.source)) heard.add(event.source);
  hear(event);
}

function hear({ data }) {
  if (data?.name !== name || !WORDS.has(data.what)) return;
  document.dispatchEvent(new CustomEvent(`frame:${data.what}`, { detail: data.detail }));
}

if (widget) {
  addEventListener("message", hearFrame);
  channel?.addEventListener("message", hear);
  tellSiblings("here");
}
