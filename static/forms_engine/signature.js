// A signature drawn with a finger, a pen or the mouse, or made of a written name: the picture is what is kept.
const INK = "#14252a";
const PAPER = "#ffffff"; // in dark surroundings too: the picture is printed one day
const HAND = '"Segoe Script", "Snell Roundhand", "Apple Chancery", cursive';
const MARGIN = 24;

/** The sheet that is signed on. */
class Sheet {
  isEmpty = true;
  #last = null;

  constructor(canvas) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
    this.clear();
    canvas.addEventListener("pointerdown", (event) => this.#begin(event));
    canvas.addEventListener("pointermove", (event) => this.#draw(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => (this.#last = null));
  }

  clear() {
    this.pen.fillStyle = PAPER;
    this.pen.fillRect(0, 0, this.canvas.width, this.canvas.height);
    this.isEmpty = true;
  }

  /** Write a name in the middle, as large as fits. */
  write(name) {
    this.clear();
    const { width, height } = this.canvas;
    let size = height / 2;
    do this.pen.font = `italic ${size}px ${HAND}`;
    while (this.pen.measureText(name).width > width - 2 * MARGIN && --size > 12);
    Object.assign(this.pen, { fillStyle: INK, textAlign: "center", textBaseline: "middle" });
    this.pen.fillText(name, width / 2, height / 2, width - 2 * MARGIN);
    this.isEmpty = !name.trim();
  }

  /** The sheet as a file. */
  async picture() {
    const blob = await new Promise((done) => this.canvas.toBlob(done, "image/png"));
    return new File([blob], "signature.png", { type: "image/png" });
  }

  #begin(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.#last = this.#place(event);
    this.#line(this.#last); // a dot
  }

  #draw(event) {
    if (!this.#last) return;
    for (const each of event.getCoalescedEvents?.() ?? [event]) this.#line(this.#place(each));
  }

  #line(to) {
    Object.assign(this.pen, { strokeStyle: INK, lineWidth: 3, lineCap: "round", lineJoin: "round" });
    this.pen.beginPath();
    this.pen.moveTo(this.#last.x, this.#last.y);
    this.pen.lineTo(to.x, to.y);
    this.pen.stroke();
    this.#last = to;
    this.isEmpty = false;
  }

  #place({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return { x: ((clientX - left) * this.canvas.width) / width, y: ((clientY - top) * this.canvas.height) / height };
  }
}

/**
 * Make the parts of a pad work together.
 * @param {object} parts elements `canvas`, `name`, `use`, `clear`; `give(file)` takes the signature, `fail()` tells that there is none
 */
export function wire({ canvas, name, use, clear, give, fail }) {
  const sheet = new Sheet(canvas);
  canvas.addEventListener("pointerdown", () => (name.value = ""));
  name.addEventListener("input", () => sheet.write(name.value));
  name.addEventListener("change", (event) => event.stopPropagation()); // no answer by itself
  name.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    use.click();
  });
  clear.addEventListener("click", () => {
    name.value = "";
    sheet.clear();
  });
  use.addEventListener("click", async () => {
    if (!sheet.isEmpty) return give(await sheet.picture());
    fail();
    return name.focus();
  });
}
