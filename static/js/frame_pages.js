// Pages of the frame without leaving the document: they are asked for with the bearer, which no navigation can
// carry, and leave no steps in the history of the vendor's page.
import { authorised, take } from "./bearer.js";

const FOCUS_FIRST = ["[aria-invalid=true]", "[data-marked]", "[data-focus]", "form.composer textarea", "h1[tabindex]"];
const PATIENCE = 20_000; // ms until a network that says nothing counts as none
let turn = 0;

/**
 * Shows what an address answers: "shown"; or "refused" (nobody asked for it, and who is remembered isn't signed
 * in any more), "missing" (nobody asked for it, and it is not there), "failed" (no connection, or no page of
 * ours), "late" (another one was asked for meanwhile).
 */
export async function load(url, options = {}, { isAsked = true, token } = {}) {
  const mine = ++turn;
  let response, html;
  try {
    response = await authorised(url, { ...options, signal: AbortSignal.timeout(PATIENCE) }, token);
    html = await response.text();
  } catch {
    return "failed";
  }
  if (mine !== turn) return "late";
  if (!isAsked && response.status === 401) return "refused";
  if (!isAsked && response.status === 404) return "missing";
  const page = new DOMParser().parseFromString(html, "text/html");
  if (!page.documentElement.dataset.widget) return "failed";
  await show(page, isAsked);
  return "shown";
}

async function show(page, isAsked) {
  await Promise.all([...page.head.querySelectorAll("link[rel=stylesheet]")].map(bring));
  document.title = page.title;
  document.body.className = page.body.className;
  document.documentElement.toggleAttribute("data-signed-in", "signedIn" in page.documentElement.dataset);
  takeState(page);
  document.body.replaceChildren(...page.body.childNodes);
  for (const script of page.head.querySelectorAll("script[type=module]")) bring(script);
  document.dispatchEvent(new CustomEvent("frame:shown"));
  if (isAsked) focusFirst();
}

export function takeState(page = document) {
  const state = page.getElementById("frame-state");
  if (state) take(JSON.parse(state.textContent));
}

export function focusFirst() {
  const found = FOCUS_FIRST.map((selector) => document.querySelector(selector));
  found.find(Boolean)?.focus({ preventScroll: true });
}

/** A stylesheet or module of the new page, unless it is here; resolves when a stylesheet has come. */
function bring(element) {
  const name = element.localName === "link" ? "href" : "src";
  const address = element.getAttribute(name);
  if (document.head.querySelector(`${element.localName}[${name}="${CSS.escape(address)}"]`)) return null;
  const copy = document.createElement(element.localName);
  for (const { name: attribute, value } of element.attributes) copy.setAttribute(attribute, value);
  return new Promise((resolve) => {
    copy.addEventListener("load", resolve);
    copy.addEventListener("error", resolve);
    document.head.append(copy);
  });
}
