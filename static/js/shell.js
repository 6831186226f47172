// The bare address in a frame: asks the page around for its token, and goes on with it to the widget's own
// page. In a tab of its own the token stands in the address ("Open in a new tab"), and leaves it at once.
import { embedder, greet, isFramed } from "./embedder.js";

const WIDGET_ID = /^[A-Za-z0-9]{1,64}$/;
const OPENER_ANSWERS_WITHIN = 2000; // ms
const LONGEST_TOKEN = 32 * 1024; // characters
const form = document.forms.open;

function open(token, details = {}) {
  const text = spelled(token);
  if (!text) {
    document.querySelector("[data-no-token]").hidden = false;
    return;
  }
  form.action = `/widget/${token.widgetId}/open`;
  form.elements.token.value = text;
  for (const [name, value] of Object.entries(details)) form.elements[name].value = value;
  form.submit();
}

/** A token as the server reads it; nothing for what it would not take. */
function spelled(token) {
  try {
    const text = JSON.stringify(token);
    return WIDGET_ID.test(token.widgetId) && text.length <= LONGEST_TOKEN ? text : "";
  } catch {
    return ""; // what JSON has no words for
  }
}

function fromAddress() {
  const text = new URLSearchParams(location.search).get("token");
  history.replaceState(null, "", "/");
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

if (isFramed) {
  document.addEventListener("embedder:mode", ({ detail }) => keepMode(detail.mode));
  const goOn = () => open(embedder.token, { origin: embedder.origin, headless: embedder.isHeadless });
  // A beat later: the mode comes with the same message
  document.addEventListener("embedder:init", () => queueMicrotask(goOn), { once: true });
  greet();
} else {
  const token = fromAddress();
  if (token?.asks && window.opener) askOpener(token);
  else open(token);
}

/** Our badge on a vendor's page has opened this tab, and has the signed token; without an answer it is the form. */
function askOpener(token) {
  const timer = setTimeout(() => open(token), OPENER_ANSWERS_WITHIN);
  addEventListener("message", ({ source, origin, data }) => {
    if (source !== window.opener || typeof data?.initToken !== "object") return;
    clearTimeout(timer);
    open(data.initToken, { origin });
  });
  window.opener.postMessage({ type: "APP_IS_READY" }, "*"); // it says nothing
}

function keepMode(mode) {
  try {
    sessionStorage.setItem("frame mode", mode);
  } catch {
    // The page that follows asks for it again
  }
}
