// What a request of the page's own says of itself.

/** The headers that go with every request: the page's token, and that a part of a page is enough. */
export function headers() {
  return { ...JSON.parse(document.body.getAttribute("hx-headers")), "HX-Request": "true" };
}
