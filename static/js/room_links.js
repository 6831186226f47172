// A message's lasting link, and the place from which one wants to read again.
export function links(view) {
  view.actions.add({
    name: "link",
    icon: "link",
    label: view.say.link,
    run: async ({ dataset }) => {
      const address = new URL(view.dataset.link + dataset.seq, location.href).href;
      if (await copied(address)) view.tell(view.say.copied);
      else view.tell(address);
    },
  });
  view.actions.add({
    name: "unread",
    icon: "unread",
    label: view.say.markUnread,
    run: ({ dataset }) => view.tell(view.markUnread(Number(dataset.seq)) ? view.say.marked : view.say.noConnection),
  });
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // no permission, or a page without https
  }
}
