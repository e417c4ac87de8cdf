// Narrow a long preview down to the questions that contain what is typed; choosing a language shows it.
const find = document.querySelector("[data-find]");
const lines = [...document.querySelectorAll(".me-line")];
const sections = [...document.querySelectorAll(".me-section")].reverse();
const nothing = document.querySelector("[data-nothing]");

function narrow() {
  const wanted = find.value.trim().toLowerCase();
  for (const line of lines) line.hidden = !line.textContent.toLowerCase().includes(wanted);
  for (const section of sections) {
    section.hidden = wanted !== "" && !section.querySelector(".me-line:not([hidden])");
    if (wanted) section.open = true;
  }
  nothing.hidden = lines.some((line) => !line.hidden);
}

find.hidden = false;
find.addEventListener("input", narrow);
document.querySelector("select[data-submits]")?.addEventListener("change", (event) => event.target.form.requestSubmit());
