// Which form asked for the mail that is out: asked again for the same address, before another mail may be sent,
// its six digits still count (the server takes them from the form that asked, and no other).
const { widget } = document.documentElement.dataset;
const key = `asked ${widget}`;
let last = null; // {email, form}

/** On the page that asks for the code: remember what asked for it, beyond a reload. */
export function rememberAsked() {
  const form = document.querySelector("input[name=code]")?.form;
  if (!form) return;
  last = { email: form.elements.email.value, form: form.elements.form.value };
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
  if (elements.before && isSame) elements.before.value = before.form;
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}
