// Escape leaves what is asked about a change, as its Cancel does; then the field that the change was
// typed into has the focus.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const around = event.target.closest?.(".domains") ?? document.getElementById("main");
  const cancel = around.querySelector(":scope > .asking a, .page > .asking a");
  if (!cancel) return;
  event.preventDefault();
  // htmx gives back the focus of before as it settles, so the field takes it after that
  const focus = () => document.getElementById(around.id)?.querySelector("input[name=domain]")?.focus();
  document.addEventListener("htmx:afterSettle", focus, { once: true });
  cancel.click();
});
