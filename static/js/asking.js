// Escape leaves what is asked about a change, as its Cancel does: of htmx's answer the field that
// the change was typed into takes the focus.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const around = event.target.closest?.(".domains") ?? document.getElementById("main");
  const cancel = around.querySelector(":scope > .asking a, .page > .asking a");
  if (!cancel) return;
  event.preventDefault();
  cancel.click();
});
