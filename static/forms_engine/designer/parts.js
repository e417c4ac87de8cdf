// Parts of the page drawn anew by the server: each takes the place of the element with its id.

/** Put every part of an answer where it belongs, but the one with the id `kept`; those without a place are left out. */
export function swapParts(html, kept = "") {
  const template = document.createElement("template");
  template.innerHTML = html;
  const parts = [...template.content.children].filter((part) => part.id !== kept);
  for (const part of parts) document.getElementById(part.id)?.replaceWith(part);
  return parts;
}

/** Call `work` once nothing has asked for it for so many milliseconds. */
export function later(work, pause) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), pause);
  };
}
