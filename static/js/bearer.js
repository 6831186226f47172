// Who is signed in in a vendor's frame: a bearer that goes in a header or in the socket's first frame, never
// in an address nor in a message to the page around. The tab keeps it (sessionStorage), unless the page's own
// token let somebody in: then it lives as long as the document. At top level there is none; cookies say who.
//
//   bearer() → text or ""          authorised(url, options) → fetch with it
//   fetched(url, signal)           a blob: address of what comes, for images
//   credentials(method)            the headers that go with it, for what fetch can't do
//   take(state)                    what a page of ours says: {bearer, keep}; nothing of it means signed out
//   isKept()                       whether the tab keeps it
//   stored() → text or ""          what the tab has kept from before
//   forget()                       whoever was signed in is not any more
//
// The widget's other frames hear of it: `frame:in` {bearer} and `frame:out` on their `document`.
import { tellSiblings } from "./siblings.js";

const { widget } = document.documentElement.dataset;
const key = `frame ${widget}`;
let mine = "";
let isTheTabs = false;

export const bearer = () => mine;
export const isKept = () => isTheTabs;

export function stored() {
  try {
    return (widget && sessionStorage.getItem(key)) || "";
  } catch {
    return ""; // third parties' storage may be closed to us: the cookie remembers, if anything
  }
}

export function take(state) {
  const before = isTheTabs ? mine : "";
  mine = state?.bearer ?? "";
  isTheTabs = Boolean(mine && state.keep);
  if (isTheTabs && mine !== before) {
    if (stored() === mine) return;
    store(mine);
    tellSiblings("in", {}, { bearer: mine });
  } else if (before && !mine) {
    forget();
  }
}

export function forget() {
  mine = "";
  isTheTabs = false;
  store("");
  tellSiblings("out");
}

export function authorised(url, options = {}, token = mine) {
  return fetch(url, { ...options, headers: { ...options.headers, ...credentials(options.method, token) } });
}

export function credentials(method, token = mine) {
  return token ? { Authorization: `Bearer ${token}` } : proof(method);
}

/** The address, within this document, of what an address answers: until it is revoked. */
export async function fetched(url, signal) {
  const response = await authorised(url, { signal });
  if (!response.ok) throw new Error(`${response.status} for ${url}`);
  return URL.createObjectURL(await response.blob());
}

/** At top level Django asks of what is sent that a page of ours has sent it. */
function proof(method = "GET") {
  if (method === "GET") return {};
  const meta = document.querySelector('meta[name="csrf-token"]')?.content;
  const token = meta ?? document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  return token ? { "X-CSRFToken": token } : {};
}

function store(text) {
  try {
    if (text) sessionStorage.setItem(key, text);
    else sessionStorage.removeItem(key);
  } catch {
    // Closed to us: it lives as long as the document
  }
}
