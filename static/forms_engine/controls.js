// Controls that are better with JavaScript: the slider beside a number, the device's own position.

/** Show sliders and keep each in step with its number, which is what is posted. */
export function bindSliders(root) {
  for (const slider of root.querySelectorAll("[data-slider][hidden]")) {
    const number = document.getElementById(slider.dataset.slider);
    slider.hidden = false;
    slider.classList.toggle("is-unset", !number.value);
    slider.addEventListener("input", () => {
      number.value = slider.value;
      slider.classList.remove("is-unset");
    });
    slider.addEventListener("change", (event) => {
      event.stopPropagation();
      number.dispatchEvent(new Event("change", { bubbles: true }));
    });
    number.addEventListener("input", () => {
      slider.value = number.value.replace(",", ".");
      slider.classList.toggle("is-unset", !number.value);
    });
  }
}

/** Offer "use my position" where the browser can tell it. */
export function bindPlaces(root) {
  if (!("geolocation" in navigator) || !window.isSecureContext) return;
  for (const button of root.querySelectorAll("[data-locate][hidden]")) {
    const inputs = button.closest(".question").querySelectorAll("[data-place] input");
    button.hidden = false;
    button.addEventListener("click", () => locate(button, inputs));
  }
}

function locate(button, inputs) {
  button.setAttribute("aria-disabled", "true");
  const done = () => button.removeAttribute("aria-disabled");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      inputs[0].value = coords.latitude.toFixed(6);
      inputs[1].value = coords.longitude.toFixed(6);
      inputs[1].dispatchEvent(new Event("change", { bubbles: true }));
      done();
    },
    () => {
      document.getElementById("saved").textContent = button.dataset.refused;
      done();
    },
    { enableHighAccuracy: true, timeout: 15000 },
  );
}
