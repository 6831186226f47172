// A form is sent once, however often its button is pressed; going back gives it another chance.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  else event.target.dataset.sent = "true";
});

addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
