// Choosing in the searchable filter applies it; the button beside it does the same from the keyboard.
// On load, because the admin sorts its scripts and this one may come before jquery.init.js.
window.addEventListener("load", () => {
  const $ = window.django.jQuery;
  $(document).on("change", "select[data-submits]", (event) => event.target.form.requestSubmit());
  $(nameBoxes); // after those who draw them
});

// The box drawn instead of the list comes without a name.
function nameBoxes() {
  for (const select of document.querySelectorAll("select[data-submits]")) {
    const shown = select.nextElementSibling?.querySelector(".select2-selection__rendered");
    shown?.setAttribute("aria-label", `${select.getAttribute("aria-label")} ${shown.textContent}`);
  }
}
