// <button data-dismiss=".status"> takes away the nearest such element around it.
addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-dismiss]");
  button?.closest(button.dataset.dismiss)?.remove();
});
