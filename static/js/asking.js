// Escape leaves what is asked about a change, as its Cancel does; then the field that the change was
// typed into has the focus.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const around = event.target.closest?.(".domains") ?? document.getElementById("main");
  const cancel = around.querySelector(":scope > .asking a, .page > .asking a");
  if (!cancel) return;
  event.preventDefault();
  // htmx gives back the focus of before as it settles, perhaps still from what came before this
  const settled = () => {
    const place = document.getElementById(around.id);
    if (!place || place.querySelector(".asking")) return;
    document.removeEventListener("htmx:afterSettle", settled);
    place.querySelector("input[name=domain]")?.focus();
  };
  document.addEventListener("htmx:afterSettle", settled);
  cancel.click();
});
