// Search in the open room: its panel comes when it is first wanted (room_search_panel.js).
export function search(view) {
  const opener = view.querySelector("[data-search-room]");
  const open = async () => {
    const { openSearch } = await import("./room_search_panel.js");
    if (!view.signal.aborted) openSearch(view, opener);
  };
  opener?.addEventListener(
    "click",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open().catch(() => location.assign(opener.href));
    },
    { signal: view.signal },
  );
}
