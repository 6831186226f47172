// What a message said before it was edited, the newest first.
import { authorised } from "./bearer.js";
import { openSheet } from "./sheets.js";

export function showVersions(view, message) {
  const { slots } = openSheet(view, "versions");
  const address = `${view.below}versions/${message.dataset.seq}`;
  const load = async (query = "") => {
    const response = await authorised(address + query).catch(() => null);
    if (!response?.ok) {
      view.tell(view.say.unavailable);
      return;
    }
    slots.list.insertAdjacentHTML("beforeend", await response.text());
    const more = slots.list.querySelector(".versions-more");
    slots.more.hidden = !more;
    slots.more.onclick = () => load(`?before=${more.dataset.more}`);
    more?.remove();
  };
  load();
}
