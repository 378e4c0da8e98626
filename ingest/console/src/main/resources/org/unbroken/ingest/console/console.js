"use strict";
// Everything can be read without this file. It saves reloading while something is being made or verified.

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function seekTo(micros) {
  const video = document.querySelector("video");
  if (!video || !video.getAttribute("src")) return;
  const go = () => { video.currentTime = Math.max(0, micros / 1e6 - 1); };
  if (video.readyState > 0) { go(); } else { video.addEventListener("loadedmetadata", go, { once: true }); }
  video.play().catch(() => {});
  video.scrollIntoView({ block: "center" });
}

async function prepare(button) {
  button.disabled = true;
  button.textContent = "Being made…";
  for (;;) {
    const answer = await fetch(button.dataset.proxy, { method: "HEAD" });
    if (answer.status === 200) {
      document.querySelector("video").src = button.dataset.proxy;
      button.remove();
      return;
    }
    if (answer.status !== 202) {
      button.textContent = answer.status === 409 ? "No video can be made from this file" : "Not available now";
      return;
    }
    await later(1000 * Number(answer.headers.get("Retry-After") || 2));
  }
}

async function follow(panel) {
  const bar = panel.querySelector("progress");
  const result = panel.querySelector(".result");
  bar.hidden = false;
  for (;;) {
    const answer = await fetch(panel.dataset.verify);
    if (!answer.ok) { result.textContent = "The verification cannot be followed now."; bar.hidden = true; return; }
    const job = await answer.json();
    if (job.state === "done") { location.reload(); return; }
    bar.value = job.bytes_total ? 1000 * job.bytes_done / job.bytes_total : 0;
    result.textContent = "Reading every byte again…";
    await later(500);
  }
}

async function verify(panel, button) {
  button.disabled = true;
  const started = await fetch(panel.dataset.verify, { method: "POST" });
  if (started.status === 202) { await follow(panel); return; }
  const problem = await started.json().catch(() => ({}));
  panel.querySelector(".result").textContent = problem.detail || "It could not be started.";
  button.disabled = false;
}

for (const button of document.querySelectorAll(".seek")) {
  button.addEventListener("click", () => seekTo(Number(button.dataset.seekUs)));
}
for (const button of document.querySelectorAll(".prepare")) {
  button.addEventListener("click", () => prepare(button));
}
for (const panel of document.querySelectorAll(".verify")) {
  const button = panel.querySelector("[data-start]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => verify(panel, button));
  }
  if (panel.dataset.running === "true") follow(panel);
}
for (const time of document.querySelectorAll("time")) {
  time.title = new Date(time.dateTime).toLocaleString() + " here";
}
