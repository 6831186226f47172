// The bare address in a frame: asks the page around for its token, and goes on with it to the widget's own
// page. In a tab of its own the token stands in the address ("Open in a new tab"), and leaves it at once.
import { embedder, greet, isFramed } from "./embedder.js";

const WIDGET_ID = /^[A-Za-z0-9]{1,64}$/;
const form = document.forms.open;

function open(token, details = {}) {
  if (!WIDGET_ID.test(token?.widgetId ?? "")) {
    document.querySelector("[data-no-token]").hidden = false;
    return;
  }
  form.action = `/widget/${token.widgetId}/open`;
  form.elements.token.value = JSON.stringify(token);
  for (const [name, value] of Object.entries(details)) form.elements[name].value = value;
  form.submit();
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
  open(fromAddress());
}

function keepMode(mode) {
  try {
    sessionStorage.setItem("frame mode", mode);
  } catch {
    // The page that follows asks for it again
  }
}
