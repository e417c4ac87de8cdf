// Building elements without markup in strings: text stays text.

/**
 * @param {string} tag
 * @param {object} [properties] attributes; `class`, `data-…`, `aria-…` included; `on…` are listeners
 * @param {...(Node | string | null | false)} children
 */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child || child === 0));
  return node;
}

/** The sentences of the page, translated by the server. */
export function sentences() {
  return JSON.parse(document.getElementById("chat-sentences").textContent);
}
