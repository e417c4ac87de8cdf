"""The whole questionnaire beside the chat."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forms_engine.domain.entries import Entry, Reader
from forms_engine.domain.outline import OutlineLine, outline
from forms_engine.domain.pages import pages_of
from forms_engine.selectors import submissions_of
from forms_engine.services.filling import Filling, open_filling
from forms_engine.services.words import node_in_words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from forms_engine.models import Submission
    from messerprise.core.requests import PersonRequest


@dataclass(frozen=True, slots=True)
class PanelLine:
    """One question as the panel shows it; ``state`` as in ``Entry.state``."""

    path: str
    label: str
    value: str
    state: str


@dataclass(frozen=True, slots=True)
class PanelSection:
    """One page of the questionnaire."""

    key: str
    label: str
    answered: int
    asked: int
    lines: tuple[PanelLine, ...]


def panel_of(filling: Filling) -> tuple[PanelSection, ...]:
    """Return every question that applies now, by page, with its answer in words."""
    reader = Reader(instance=filling.instance, language=filling.language)
    pages = outline(filling.instance, pages_of(filling.form.definition), filling.language)
    return tuple(_section(filling, reader, line) for line in pages)


def _section(filling: Filling, reader: Reader, line: OutlineLine) -> PanelSection:
    entries = [each for top in reader.page(line.page) for each in top.questions()]
    return PanelSection(
        key=line.page.key,
        label=line.title or _("Page %(number)d") % {"number": line.number},
        answered=line.answered,
        asked=line.asked,
        lines=tuple(_line(filling, entry) for entry in entries if entry.state != "note"),
    )


def _line(filling: Filling, entry: Entry) -> PanelLine:
    words = node_in_words(filling.instance, entry.path, filling.language)
    return PanelLine(entry.path, entry.label, words, entry.state)


@login_required
@require_safe
def panel_detail(request: "PersonRequest", submission_id: "UUID") -> "HttpResponse":
    """Draw the panel anew after answers changed."""
    submission: Submission = get_object_or_404(submissions_of(request.user), pk=submission_id)
    sections = panel_of(open_filling(submission))
    return render(request, "chat/_panel.html", {"submission": submission, "sections": sections})
