// Fernhill's product page in the demo: whoever is there, its support widget is told.
const tokens = JSON.parse(document.getElementById("tokens").textContent);
const checkbox = document.getElementById("unknown-user-flow");

function show() {
  const flow = checkbox.checked ? "unknown" : "known";
  for (const one of document.querySelectorAll("[data-flow]")) one.hidden = one.dataset.flow !== flow;
  for (const one of document.querySelectorAll("unknown-user-badge, unknown-user-floating")) one.token = tokens[flow];
}

checkbox.addEventListener("change", show);
show();
