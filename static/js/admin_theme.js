// The admin keeps its theme in localStorage; the pages read a cookie. Hand each change over.
const root = document.documentElement;

function handOver() {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${root.dataset.theme ?? "auto"}; path=/; max-age=31536000; samesite=lax${secure}`;
}

new MutationObserver(handOver).observe(root, { attributes: true, attributeFilter: ["data-theme"] });
