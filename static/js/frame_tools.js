// The small buttons of the frame, each where the page around it can do something with it: close the floating
// widget, light or dark, and (after a press alone) ask for notifications.
import { embedder } from "./embedder.js";

const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);

const TOOLS = {
  notify: {
    isOffered: () => embedder.permission === "default",
    press: () => embedder.tell({ type: "REQUEST_NOTIFICATIONS_PERMISSION" }),
  },
  mode: {
    isOffered: () => embedder.hasSpoken && "theme" in root.dataset,
    press: () => {
      const mode = isDark() ? "light" : "dark";
      setMode(mode);
      embedder.tell({ type: "WIDGET_LIGHT_DARK_MODE", lightDarkMode: mode });
    },
  },
  close: {
    isOffered: () => embedder.isFloaty,
    press: () => embedder.tell({ type: "CLOSE_FLOATY" }),
  },
};

function offer() {
  for (const button of document.querySelectorAll("[data-tool]")) {
    button.hidden = !TOOLS[button.dataset.tool].isOffered();
  }
}

function setMode(mode) {
  root.dataset.theme = mode;
  try {
    sessionStorage.setItem("frame mode", mode);
  } catch {
    // The page says it again at the next load
  }
  offer();
}

document.addEventListener("click", ({ target }) => {
  TOOLS[target.closest?.("[data-tool]")?.dataset.tool]?.press();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing && embedder.isFloaty) TOOLS.close.press();
});
document.addEventListener("embedder:mode", ({ detail }) => setMode(detail.mode));
for (const name of ["embedder:init", "embedder:permission", "frame:shown"]) document.addEventListener(name, offer);
