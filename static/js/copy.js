// <button data-copy="#snippet" data-copied="Copied">Copy</button> copies that element's text (or a
// field's value); without a leading # the attribute is the text itself.
const SHOWN = 1600; // milliseconds

function textOf(source) {
  if (!source.startsWith("#")) return source;
  const element = document.querySelector(source);
  return element?.value ?? element?.textContent.trim() ?? "";
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // no permission, or a page without https
  }
}

/** Marks the text, so that one key press copies it. */
function select(source) {
  const element = source.startsWith("#") && document.querySelector(source);
  if (!element) return;
  if (element.select) element.select();
  else getSelection().selectAllChildren(element);
}

addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button || button.dataset.label) return;
  if (!(await copy(textOf(button.dataset.copy)))) return select(button.dataset.copy);
  if (!button.dataset.copied) return;
  button.dataset.label = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => {
    button.textContent = button.dataset.label;
    delete button.dataset.label;
  }, SHOWN);
});
