// <button data-wait="60">Send again</button> says how long it is until it may be pressed; with data-wait=""
// it goes on waiting where the one before it was.
let until = 0;

export function startWaiting() {
  for (const button of document.querySelectorAll("[data-wait]")) wait(button);
}

function wait(button) {
  const words = button.textContent.trim();
  if (button.dataset.wait) until = Date.now() + Number(button.dataset.wait) * 1000;
  delete button.dataset.wait;
  const show = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    button.disabled = left > 0;
    const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    button.textContent = left > 0 ? `${words} (${clock})` : words;
    if (left > 0 && button.isConnected) setTimeout(show, 1000);
  };
  show();
}
