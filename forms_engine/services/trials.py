"""Try a draft out: answer it as people will, without a submission.

What is answered is kept by whoever asks, as JSON (``values`` and ``occurrences``), and belongs to nobody:
it is in no list, no count and no export, because it is nowhere.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from forms_engine.domain.codec import from_json
from forms_engine.domain.editing.gaps import find_gaps
from forms_engine.domain.editing.mending import Trial, try_form
from forms_engine.domain.exceptions import ChangeRefused, CountControlled, TooMany
from forms_engine.domain.form import Form
from forms_engine.domain.instance import Instance
from forms_engine.domain.problems import Problem
from forms_engine.exceptions import NoSuchQuestion, OccurrencesFixed, TooManyOccurrences
from forms_engine.models import Submission, Version
from forms_engine.services.answers import try_value
from forms_engine.services.filling import Filling

KEPT = "trial"
"""Where a session keeps the one draft that is being tried: its id, and what was answered."""

TRIALS_KEPT = 8
_trials: OrderedDict[str, Trial] = OrderedDict()
"""Apart from the forms that respondents fill: an author's every edit makes a new one."""

Kept = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Faults:
    """What keeps a draft from being published, and what its author should look at."""

    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]


def trial_of(version: Version) -> Trial:
    """Return a draft as far as it can be tried; compiled once a process and content."""
    if (trial := _trials.get(version.content_hash)) is None:
        trial = _trials[version.content_hash] = try_form(from_json(version.definition))
        while len(_trials) > TRIALS_KEPT:
            _trials.popitem(last=False)
    return trial


def faults_of(version: Version) -> Faults:
    """Return what is wrong with a draft."""
    trial = trial_of(version)
    told = tuple(trial.form.remarks) if trial.form else ()
    return Faults(trial.problems, (*told, *find_gaps(from_json(version.definition))))


def sentence_of(problem: Problem) -> str:
    """Return what a problem says, in the language of whoever asks."""
    return _(problem.template) % problem.params


def open_trial(version: Version, form: Form, kept: Kept, language: str, username: str) -> Filling:
    """Return a filling of a draft that is no row, with what was answered so far."""
    now = timezone.localtime()
    if "values" in kept:
        values = {str(path): str(text) for path, text in kept["values"].items()}
        occurrences = {path: tuple(numbers) for path, numbers in kept["occurrences"].items()}
        instance = Instance.load(form, values=values, occurrences=occurrences, now=now)
    else:
        instance = Instance.new(form, now=now, username=username)
    return Filling(Submission(version=version, language=language), form, instance, {}, language)


def kept_for(version: Version, kept: Kept | None) -> Kept:
    """Return what a session keeps if it is about this version, else nothing."""
    return kept if kept and kept.get("version") == str(version.pk) else {}


def kept_of(filling: Filling) -> Kept:
    """Return what to keep of a trial until it goes on."""
    occurrences = {path: list(numbers) for path, numbers in filling.instance.occurrences().items()}
    return {"values": filling.instance.values(), "occurrences": occurrences}


def try_answer(filling: Filling, path: str, text: str) -> str:
    """Answer a question as people do; return why it was refused, or ``""``.

    Raises:
        NoSuchQuestion: the path names no question.
    """
    return try_value(filling, path, text)


def try_occurrence(filling: Filling, path: str, *, add: bool) -> str:
    """Add an occurrence to the repeat at ``path``, or remove the occurrence there; return where to look.

    Raises:
        NoSuchQuestion: there is none.
        OccurrencesFixed: how many there are follows from an answer.
        TooManyOccurrences: there is no room for more.
    """
    change: Callable[[str], str | None] = (
        filling.instance.add_occurrence if add else filling.instance.remove_occurrence
    )
    try:
        return change(path) or path.rpartition("[")[0]
    except CountControlled:
        raise OccurrencesFixed from None
    except TooMany:
        raise TooManyOccurrences from None
    except ChangeRefused:
        raise NoSuchQuestion from None
