"""What every page has to keep to, whoever looks at it and however."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[1] / "node" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async (rules) => {
  const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  const words = (id, node) => `${id} ${node.target} ${node.failureSummary}`;
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => words(id, node)));
}"""
OVERFLOW = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const sticksOut = (each) => each.getBoundingClientRect().right > room;
  const wide = [...document.querySelectorAll("body *")].filter(sticksOut).slice(0, 5);
  return wide.map(({ tagName, id, className }) => `wider than the screen: ${tagName} ${id} ${className}`);
}"""


def faults_of(page: Page) -> list[str]:
    """Return what breaks the accessibility rules on the page as it stands, and what sticks out of it."""
    page.evaluate(AXE.read_text())  # not as an element: the policy of the site forbids it
    return [*page.evaluate(RUN, RULES), *page.evaluate(OVERFLOW)]
