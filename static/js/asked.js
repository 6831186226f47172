// Which forms asked for mail: asked again for the same address, before another mail may be sent, the six digits
// of the one before still count (the server takes them from the forms that asked, and no other).
const { widget } = document.documentElement.dataset;
const key = `asked ${widget}`;
let last = null; // {email, forms: the newest first, as the field "before" holds them}

/** On the page that asks for the code: remember what asked for it, beyond a reload. */
export function rememberAsked() {
  const form = document.querySelector("input[name=code]")?.form;
  if (!form) return;
  const { email, form: token, before } = form.elements;
  last = { email: email.value, forms: `${token.value} ${before?.value ?? ""}`.trim() };
  try {
    sessionStorage.setItem(key, JSON.stringify(last));
  } catch {
    // Closed to us: as long as the document lives
  }
}

/** In a form that asks for mail: say which one asked before. */
export function sayAskedBefore({ elements }) {
  const before = last ?? read();
  const isSame = before?.email === elements.email?.value?.trim();
  if (elements.before && isSame) elements.before.value = before.forms;
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}
