// A file as an answer, with its progress.

import { element } from "./dom.js";

/** Build the control and what sends a file by itself; the server's answer arrives as an event of the conversation. */
export function uploader({ ask, words, url, done }) {
  const bar = element("progress", { max: 1, value: 0, hidden: true, "aria-label": words.uploading });
  const status = element("p", { class: "pad__status", role: "status" });
  const input = element("input", { class: "input", type: "file", accept: ask.accept || null, "aria-label": ask.label });
  input.addEventListener("change", () => input.files.length && send(input.files[0]));

  function send(chosen) {
    const body = new FormData();
    body.append("path", ask.path);
    body.append("door", "chat");
    body.append("file", chosen);
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    request.setRequestHeader("HX-Request", "true"); // a refusal comes as its plain sentence
    request.upload.addEventListener("progress", (event) => (bar.value = event.loaded / event.total));
    request.addEventListener("load", () => finished(request));
    request.addEventListener("error", () => failed(words.upload_failed));
    bar.hidden = false;
    input.disabled = true;
    status.textContent = words.uploading;
    request.send(body);
  }

  function finished(answer) {
    const type = answer.getResponseHeader("Content-Type") ?? "";
    if (type.startsWith("application/json")) done();
    else failed(type.startsWith("text/plain") ? answer.responseText : words.upload_failed);
  }

  function failed(text) {
    bar.hidden = true;
    input.disabled = false;
    input.value = "";
    status.textContent = text;
  }

  return { control: element("div", { class: "pad__file" }, input, bar, status), send };
}
