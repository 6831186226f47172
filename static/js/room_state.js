// What stands over an open room, its name and who reads it, is asked for again when the server says that it has
// changed. Where a page has to come anew, `room-again` says so: room_list.js and inbox.js know how.
import { authorised } from "./bearer.js";

/** Without a network nothing happens: the next change comes, or a reload. */
export function look(view) {
  return ask(view).catch(() => {});
}

async function ask(view) {
  // All its readers hear of it at once: don't all ask at once
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 500));
  const response = await authorised(`${view.below}state`, { signal: view.signal });
  if (!response.ok) return;
  const { name, readers, archived } = await response.json();
  if (archived !== view.hasAttribute("data-archived")) {
    view.dispatchEvent(new CustomEvent("room-again", { bubbles: true }));
    return;
  }
  const heading = document.getElementById("room-name");
  document.title = document.title.replace(heading.textContent, () => name);
  heading.textContent = name;
  const line = view.querySelector(".room-readers a");
  line.textContent = line.parentElement.title = readers;
  document.dispatchEvent(new CustomEvent("rooms:named"));
}
