// <button data-wait="60">Send again</button> says how long it is until it may be pressed.
const waiting = (button) => {
  const words = button.textContent.trim();
  const until = Date.now() + Number(button.dataset.wait) * 1000;
  const show = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    button.disabled = left > 0;
    const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    button.textContent = left > 0 ? `${words} (${clock})` : words;
    if (left > 0) setTimeout(show, 1000);
  };
  show();
};

document.querySelectorAll("[data-wait]").forEach(waiting);
