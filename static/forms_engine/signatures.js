// Signature pads beside the questions that ask for one; without JavaScript a picture is uploaded.
import { wire } from "./signature.js";
import { send } from "./uploads.js";

/** Show the pads below `root` and send what is signed. */
export function bindSignatures(root) {
  for (const box of root.querySelectorAll("[data-signature][hidden]")) {
    const part = (name) => box.querySelector(`[data-signature-${name}]`);
    const state = part("state");
    box.hidden = false;
    wire({
      canvas: box.querySelector("canvas"),
      name: part("name"),
      use: part("use"),
      clear: part("clear"),
      give(picture) {
        state.textContent = "";
        send(box.parentElement.querySelector("[data-upload]"), picture);
      },
      fail: () => (state.textContent = box.dataset.empty),
    });
  }
}
