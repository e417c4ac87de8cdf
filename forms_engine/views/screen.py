"""What the pages of one submission have in common: the filling, its outline, the page at hand."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from forms_engine.domain.entries import Entry, Reader, Refused
from forms_engine.domain.languages import language_code, language_spoken
from forms_engine.domain.outline import OutlineLine, outline
from forms_engine.domain.pages import Page, pages_of
from forms_engine.exceptions import PageOutdated
from forms_engine.selectors import Standing, standing_of, submissions_of
from forms_engine.services.filling import Filling, open_filling
from forms_engine.services.media import media_addresses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forms_engine.models import Submission
    from messerprise.accounts.models import User


@dataclass(frozen=True, slots=True)
class Screen:
    """A filling as its owner sees it, in the language of the interface where the questionnaire has it."""

    filling: Filling
    language: str
    lines: tuple[OutlineLine, ...]

    @property
    def submission(self) -> "Submission":
        """The submission shown."""
        return self.filling.submission

    @property
    def language_code(self) -> str:
        """The two-letter code of the questions' language, for ``lang``."""
        return language_code(self.language)

    @property
    def standing(self) -> Standing:
        """How the submission stands to what was published since; queries."""
        return standing_of(self.submission)

    def reader(self, *, refused: "Mapping[str, Refused] | None" = None, show_missing: bool = False) -> Reader:
        """Return what draws the entries of the pages."""
        stored = {path: row.value for path, row in self.filling.answers.items()}
        documents = {path: value["document"] for path, value in stored.items() if isinstance(value, dict)}
        return Reader(
            instance=self.filling.instance,
            language=self.language,
            documents=documents,
            addresses=media_addresses(self.submission.version),
            refused=refused or {},
            show_missing=show_missing,
        )

    def entries(self, page: Page) -> tuple[Entry, ...]:
        """Return the entries of one page as they stand."""
        return self.reader().page(page)


def own_submission(user: "User", submission_id: UUID) -> "Submission":
    """Return a submission of the user's own; anybody else's does not exist."""
    return get_object_or_404(submissions_of(user), pk=submission_id)


def screen_of(filling: Filling) -> Screen:
    """Return the screen over an open filling."""
    definition = filling.form.definition
    language = language_spoken(definition, (get_language() or "")[:2], filling.language)
    return Screen(filling, language, outline(filling.instance, pages_of(definition), language))


def open_screen(user: "User", submission_id: UUID) -> Screen:
    """Return the screen over a submission of the user's own."""
    return screen_of(open_filling(own_submission(user, submission_id)))


def page_showing(screen: Screen, path: str) -> Page:
    """Return the page that has the node at ``path``.

    Raises:
        PageOutdated: no page of a submission that went on with another version has it.
    """
    for page in pages_of(screen.filling.form.definition):
        if page.shows(path):
            return page
    if screen.submission.migrations.exists():
        raise PageOutdated
    raise Http404
