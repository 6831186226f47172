// htmx as our pages use it (its settings are in the page's htmx-config): the CSRF token with each
// request, a visit to the sign-in page where a fragment was expected, and a word when nothing came.
const token = () => document.querySelector('meta[name="csrf-token"]').content;

addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb !== "get") detail.headers["X-CSRFToken"] = token();
});

// A whole document instead of a fragment: the session ended, and this is the sign-in page. The page
// itself asks again and comes back here afterwards. (A view that leads elsewhere says HX-Redirect.)
addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, boosted } = event.detail;
  if (boosted || !/^\s*<!doctype/i.test(xhr.responseText)) return;
  event.detail.shouldSwap = false;
  location.reload();
});

function sayFailed() {
  const status = document.getElementById("status");
  const line = document.createElement("p");
  line.className = "status error";
  line.textContent = status.dataset.failed;
  status.replaceChildren(line);
}

addEventListener("htmx:sendError", sayFailed);
addEventListener("htmx:responseError", sayFailed);
addEventListener("htmx:timeout", sayFailed);
