// <form data-challenge="…"> has the browser do a piece of work before it is sent, so that sending many of them
// costs something. It begins with the first key pressed there; whoever is quicker waits a moment.
// With data-goes-on the form is sent by itself: it had been sent, and this was missing.
import { solve } from "./proof_of_work.js";

const works = new WeakMap(); // form → its solution, as a promise

function begin(form) {
  if (!works.has(form)) works.set(form, work(form));
  return works.get(form);
}

async function work(form) {
  const challenge = JSON.parse(form.dataset.challenge);
  const solution = await solve(challenge.parameters);
  form.elements.solution.value = btoa(JSON.stringify({ challenge, solution }));
  delete form.dataset.challenge;
}

async function sendOnceDone(form, submitter) {
  const line = form.querySelector(".challenge");
  const before = line.textContent;
  line.textContent = line.dataset.sayChecking;
  form.ariaBusy = "true";
  await begin(form);
  form.ariaBusy = null;
  line.textContent = before;
  if (form.isConnected) form.requestSubmit(submitter);
}

document.addEventListener("input", ({ target }) => {
  if (target.form?.dataset.challenge) begin(target.form);
});

// Captured, so that the frame's own way of sending (frame.js) comes after it
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.dataset.challenge) return;
    event.preventDefault();
    if (form.ariaBusy !== "true") sendOnceDone(form, event.submitter);
  },
  true,
);

function goOn() {
  for (const form of document.querySelectorAll("form[data-challenge][data-goes-on]")) form.requestSubmit();
}

document.addEventListener("frame:shown", goOn);
goOn();
