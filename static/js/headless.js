// The frame of size 0: nothing to be seen, it keeps the badge of the vendor's page.
import { bearer, forget, isKept, stored, take } from "./bearer.js";
import { greet } from "./embedder.js";
import { takeState } from "./frame_pages.js";
import { Unread } from "./unread.js";

const { widget } = document.documentElement.dataset;
const unread = new Unread(widget);

/** As whom the tab remembers; where that is nobody any more, as whom the cookie says. */
async function start() {
  if (!bearer() && stored()) take({ bearer: stored(), keep: true });
  if ((await unread.start()) || !stored()) return;
  forget();
  await unread.start();
}

takeState();
const isByToken = Boolean(bearer()) && !isKept();
document.addEventListener("frame:in", ({ detail }) => {
  if (isByToken) return;
  if (detail.bearer) take({ bearer: detail.bearer, keep: true });
  start();
});
document.addEventListener("frame:out", () => isByToken || location.replace(`/widget/${widget}/headless`));
greet();
start();
