// The colour switch. The choice is a cookie, so that the server renders it and nothing flashes;
// localStorage carries it to the admin, which keeps its own there.
const root = document.documentElement;
const button = document.querySelector("[data-theme-switch]");
const dark = matchMedia("(prefers-color-scheme: dark)");

const isDark = () => root.dataset.theme === "dark" || (root.dataset.theme !== "light" && dark.matches);
const show = () => button?.setAttribute("aria-pressed", String(isDark()));

function choose(theme) {
  root.dataset.theme = theme;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax${secure}`;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // storage refused: the cookie is enough
  }
  show();
}

if (button) {
  button.hidden = false;
  button.addEventListener("click", () => choose(isDark() ? "light" : "dark"));
  dark.addEventListener("change", show);
  show();
}

for (const menu of document.querySelectorAll("details.menu")) {
  document.addEventListener("click", (event) => menu.contains(event.target) || menu.removeAttribute("open"));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
