// A person's press opens the link, a scanner's scripted one doesn't: only a trusted event counts.
document.querySelector("[data-trusted-click]")?.addEventListener("click", (event) => {
  event.currentTarget.form.elements.clicked.value = event.isTrusted ? "1" : "";
});
