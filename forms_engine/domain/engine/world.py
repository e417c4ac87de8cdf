"""What expressions see besides the answers: the clock that was passed in, labels, chance."""

import random
import uuid
from datetime import datetime, tzinfo

from forms_engine.domain.engine.growth import Growth, Numbers
from forms_engine.domain.engine.live import LiveNode
from forms_engine.domain.form import Form
from forms_engine.domain.languages import pick
from forms_engine.domain.xpath.code import Code, Context
from forms_engine.domain.xpath.values import Element, truth_of


class World:
    """One submission as expressions see it."""

    def __init__(self, form: Form, numbers: Numbers, now: datetime) -> None:
        if now.tzinfo is None:
            raise ValueError("The engine needs a moment with a time zone.")
        self.form = form
        self.now = now
        self.zone: tzinfo = now.tzinfo
        self.growth = Growth(form, numbers)
        self.root = self.growth.root
        self.singles = self.growth.singles

    def choice_label(self, element: Element, value: str) -> str:
        """Return the default-language label that the select offers for ``value``, or ``""``."""
        offered = element.offered if isinstance(element, LiveNode) else ()
        choice = next((choice for choice in offered if choice.value == value), None)
        return pick(choice.label, self.form.language, self.form.language) if choice else ""

    def random(self) -> float:
        """Return a number from 0 up to 1."""
        return random.random()  # noqa: S311 – shuffles choices, guards nothing

    def unique(self) -> str:
        """Return a fresh UUID."""
        return str(uuid.uuid4())

    def context(self, node: LiveNode) -> Context:
        """Return where the rules of ``node`` are evaluated."""
        return Context(node, self, node)

    def holds(self, code: Code | None, node: LiveNode, *, otherwise: bool) -> bool:
        """Return the rule's truth at ``node``, or ``otherwise`` where there is no rule."""
        return otherwise if code is None else truth_of(code.run(Context(node, self, node)))
