"use strict";
// Sends a form's fields to the API as JSON. What somebody orders is done by the API alone; this only asks it.

function valueOf(field) {
  const text = field.value.trim();
  switch (field.dataset.as) {
    case "list": return text.split(/[\s,，、;；]+/).filter(Boolean);
    case "time": return new Date(text).toISOString();
    case "number": return Number(text);
    default: return text;
  }
}

function bodyOf(form) {
  const body = {};
  for (const field of form.elements) {
    if (!field.name || !field.value.trim()) continue;
    const [name, member] = field.name.split(".");
    if (member) {
      body[name] = { ...body[name], [member]: valueOf(field) };
    } else {
      body[name] = valueOf(field);
    }
  }
  return body;
}

async function order(form) {
  const button = form.querySelector("button");
  const said = form.querySelector(".said");
  button.disabled = true;
  said.className = "said";
  said.textContent = "…";
  try {
    const answer = await fetch(form.dataset.post, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(bodyOf(form)),
    });
    const json = await answer.json().catch(() => ({}));
    if (answer.ok) {
      const then = form.dataset.then.replace(/\{(\w+)\}/g, (whole, name) => encodeURIComponent(json[name]));
      if (then) { location.assign(then); } else { location.reload(); }
      return;
    }
    said.textContent = json.detail || "It was not done: status " + answer.status;
  } catch (failure) {
    said.textContent = "The server did not answer: nobody knows whether it was done. Look before you ask again.";
  }
  said.className = "said bad";
  button.disabled = false;
}

for (const form of document.querySelectorAll("form.order")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    order(form);
  });
}
