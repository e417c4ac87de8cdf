"""The interviewer's sentences, in the language of the conversation."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chat.domain import dialogue
from chat.domain.commands import Topic
from forms_engine.domain.reading.outcomes import Reason


def not_understood(reason: str) -> str:
    """Return what to say to a message that holds no answer, by the reader's reason."""
    sentences = {
        dialogue.EMPTY: _("I heard nothing: write or choose your answer."),
        dialogue.AMBIGUOUS: _("I am not sure which one you mean: choose one."),
        dialogue.FILE: _("This needs a file: choose it below."),
        dialogue.YES_OR_NO: _("Please say yes or no."),
        dialogue.NO_TARGET: _("Several questions fit: which one do you mean?"),
        Reason.NOT_YES_OR_NO: _("Please say yes or no."),
        Reason.NO_NUMBER: _(
            "I could not find a number in that: write it in figures or words, for example 12."
        ),
        Reason.NOT_WHOLE: _("This needs a whole number, for example 12."),
        Reason.NO_DATE: _("I could not find a date in that: write it for example as 15 March 2026."),
        Reason.NO_SUCH_DATE: _("This date does not exist: check the day and the month."),
        Reason.NO_TIME: _("I could not find a time in that: write it for example as 8:30."),
        Reason.NO_PLACE: _(
            "I could not find a place in that: write latitude and longitude, for example 45.46, 9.19."
        ),
        Reason.NO_CHOICE: _("That is none of the options: choose one, or write its name or number."),
        Reason.INCOMPLETE: _("Something is missing in that: say all of it once more."),
        Reason.NOT_IN_WORDS: _("This cannot be said in words: use the control below."),
    }
    return sentences.get(reason, _("I did not understand that: say it another way, or choose below."))


def told(topic: Topic, hint: str) -> str:
    """Return what there is to tell about a topic; ``hint`` is the author's own word on the question."""
    sentences = {
        Topic.WHY: hint
        or _("The office needs it to handle your case. If it is not required, you may skip it."),
        Topic.HELP: hint or _("Answer in your own words or choose below."),
        Topic.REPEAT: _("Once more:"),
        Topic.SUMMARY: _("That is what I have noted so far."),
        Topic.PAUSE: _("Take your time. Everything is saved; come back whenever you like."),
        Topic.HAND_OFF: _("I am only a machine. Ask the office that sent you here; your answers stay saved."),
        Topic.FORM: _("Everything you said is in the form as well: go on there."),
        Topic.GREETING: _("Hello!"),
        Topic.THANKS: _("You are welcome."),
    }
    return sentences[topic]


def migrated(counts: dict[str, int]) -> str:
    """Return what is new in the version that a submission went on with; without counts, that it went back."""
    if not counts:
        return _("We are back on the version that you started with; your answers are as they were.")
    if news := _news(counts):
        return _("Since you started, %(news)s. Let us begin with that; your answers came along.") % {
            "news": news
        }
    return _("We go on with the new version of the questionnaire; your answers came along.")


def offered(counts: dict[str, int], *, must: bool) -> str:
    """Return the offer to go on with a newer version, which brings ``counts``."""
    told = [
        _("Since you started, %(news)s.") % {"news": news}
        if (news := _news(counts))
        else _("There is a new version of this questionnaire.")
    ]
    if must:
        told.append(_("It can be submitted only in its new version."))
    told.append(_("Shall we go on with the new version? Your answers come along."))
    return " ".join(told)


def _news(counts: dict[str, int]) -> str:
    fresh, again = counts["fresh"], counts["reasked"] + counts["required"]
    told = [
        ngettext("one question is new", "%(count)d questions are new", fresh) % {"count": fresh},
        ngettext("one changed", "%(count)d changed", counts["changed"]) % {"count": counts["changed"]},
        ngettext("one needs your answer again", "%(count)d need your answer again", again) % {"count": again},
    ]
    news = [each for each, count in zip(told, (fresh, counts["changed"], again), strict=True) if count]
    return get_text_list(news, _("and")) if news else ""


def commands_known() -> str:
    """Return how to steer the conversation."""
    return _("You can also say: skip, back, undo, why, summary, “change … to …”, or pause.")
