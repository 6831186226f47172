// Opens what templates/helpdesk/rooms/_sheets.html has over a room; it goes when it is closed.
//
//   const { element, slots } = sheet(view, "delete");    // slots: the [data-slot] elements by name
//   openSheet(view, "delete")                            // the same, shown as a modal dialog

export function sheet(view, name) {
  const template = view.querySelector(".room-sheets").content.querySelector(`[data-sheet="${name}"]`);
  const element = template.cloneNode(true);
  const slots = Object.fromEntries([...element.querySelectorAll("[data-slot]")].map((slot) => [slot.dataset.slot, slot]));
  return { element, slots };
}

export function openSheet(view, name) {
  const opened = sheet(view, name);
  const { element } = opened;
  const message = document.activeElement.closest("article");
  if (message) message.tabIndex = -1;
  view.append(element);
  element.addEventListener("click", ({ target }) => {
    if (target === element || target.closest("[data-close]")) element.close();
  });
  element.addEventListener("close", () => {
    element.remove();
    // What had the focus before gets it back by itself; but a message's toolbar goes when the pointer does
    if (document.activeElement === document.body) message?.focus({ preventScroll: true });
  });
  // Escape closes the sheet, and nothing behind it
  element.addEventListener("keydown", (event) => event.stopPropagation());
  view.signal.addEventListener("abort", () => element.remove());
  element.showModal();
  return opened;
}
