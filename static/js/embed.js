// Puts the support widget where this script stands on a vendor's page:
// <script src="https://…/embed.js" data-widget-id="…" data-widget-key="…"></script>
// Optional: data-height="480px", data-title="Support".
(() => {
  const script = document.currentScript;
  const { widgetId, widgetKey = "", height = "30rem", title = "Support" } = script.dataset;
  if (!widgetId) {
    console.error("Unknown User: the script needs data-widget-id; copy the snippet again.");
    return;
  }
  const address = new URL(`/widget/${encodeURIComponent(widgetId)}/`, script.src);
  address.searchParams.set("key", widgetKey);
  const frame = document.createElement("iframe");
  frame.src = address;
  frame.title = title;
  Object.assign(frame.style, {
    display: "block",
    inlineSize: "100%",
    blockSize: height,
    border: "0",
  });
  script.after(frame);
})();
