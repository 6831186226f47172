// The elements' names, what they hear together, and the snippet: an element where the script stands.
for (const [name, element] of Object.entries({ widget: Widget, floating: Floating, badge: Badge })) {
  const tag = `unknown-user-${name}`;
  if (!customElements.get(tag)) customElements.define(tag, element);
}
addEventListener("message", (event) => {
  for (const element of shown) element.hear(event);
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const isAnywhere = document.activeElement === document.body;
  for (const element of shown) if (isAnywhere || element.matches(":focus-within")) element.close();
});

const { widgetId, widgetKey, height = "30rem" } = script?.dataset ?? {};
if (widgetId) {
  const widget = make("unknown-user-widget");
  widget.setAttribute("client-url", home);
  for (const { name, value } of script.attributes)
    if (name.startsWith("data-")) widget.setAttribute(name.slice(5), value);
  widget.style.blockSize = height;
  script.after(widget);
} else if (widgetKey) {
  console.error("Unknown User: the script needs data-widget-id; copy the snippet again.");
}
