// Upload beside the question, with progress; without JavaScript a page of its own does it.
import { headers } from "./request.js";

/** Make every file question on the page upload by itself. */
export function bindUploads(root) {
  for (const zone of root.querySelectorAll("[data-upload][hidden]")) {
    const input = zone.querySelector("input[type=file]");
    zone.hidden = false;
    zone.parentElement.querySelector("[data-upload-fallback]")?.remove();
    input.addEventListener("change", (event) => {
      event.stopPropagation();
      if (input.files.length) send(zone, input.files[0]);
    });
    for (const kind of ["dragover", "dragleave", "drop"]) {
      zone.addEventListener(kind, (event) => {
        event.preventDefault();
        zone.classList.toggle("is-over", kind === "dragover");
        if (kind === "drop" && event.dataTransfer.files.length) send(zone, event.dataTransfer.files[0]);
      });
    }
  }
}

/** Send a file as the answer of a question; `zone` tells its progress. */
export function send(zone, file) {
  const bar = zone.querySelector("progress");
  const state = zone.querySelector("[data-upload-state]");
  if (file.size > Number(zone.dataset.max)) {
    state.textContent = zone.dataset.tooBig;
    return;
  }
  const form = new FormData();
  form.append("path", zone.dataset.upload);
  form.append("file", file);
  const request = new XMLHttpRequest();
  request.open("POST", zone.dataset.url);
  for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
  request.upload.addEventListener("progress", (event) => { bar.value = event.loaded / event.total; });
  request.addEventListener("load", () => finish(zone, request));
  request.addEventListener("error", () => fail(zone, zone.dataset.failed));
  bar.hidden = false;
  zone.setAttribute("aria-busy", "true");
  state.textContent = file.name;
  request.send(form);
}

function finish(zone, request) {
  if (request.status !== 200) {
    fail(zone, request.status < 500 ? request.responseText : zone.dataset.failed);
    return;
  }
  // The page knows best what follows from the answer: draw it again, at this question.
  const page = `${location.pathname}?${new URLSearchParams({ question: zone.dataset.upload })}`;
  window.htmx.ajax("GET", page, { target: "#page", select: "#page", swap: "outerHTML", selectOOB: "#outline,#progress" });
}

function fail(zone, sentence) {
  zone.removeAttribute("aria-busy");
  zone.querySelector("progress").hidden = true;
  zone.querySelector("[data-upload-state]").textContent = sentence;
}
