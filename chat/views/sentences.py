"""The words that the chat's scripts show, in the language of the page."""

from typing import Any

from django.utils.translation import gettext as _


def page_sentences() -> dict[str, Any]:
    """Return the words by the names that the scripts know them by."""
    return _of_kinds() | {
        "you": _("You:"),
        "assistant": _("Assistant:"),
        "undo": _("undo"),
        "change": _("change"),
        "answer": _("answer"),
        "empty": "–",
        "use": _("Use this answer"),
        "choose": _("Choose…"),
        "none": _("none of these"),
        "confirm": _("I confirm"),
        "here": _("Use where I am"),
        "no_place": _("Your position cannot be read: write latitude and longitude instead."),
        "earlier": _("Earlier"),
        "later": _("Later"),
        "larger": _("Larger picture, in a new tab"),
        "uploading": _("Uploading…"),
        "upload_failed": _("The file did not arrive: check the connection and choose it again."),
        "delayed": _("This takes longer than usual; it goes on by itself."),
        "voice": {
            "not-allowed": _("The microphone is not allowed: allow it in the browser, or write."),
            "service-not-allowed": _("The microphone is not allowed: allow it in the browser, or write."),
            "audio-capture": _("No microphone was found: connect one, or write."),
            "no-speech": _("Nothing was heard: try again, closer to the microphone."),
            "network": _("Speech needs a connection: try again later, or write."),
            "other": _("Speech did not work: write your answer instead."),
        },
    }


def _of_kinds() -> dict[str, Any]:
    return {
        "consent": _("I have read this text and agree to it"),
        "amount": _("Amount"),
        "currency": _("Currency"),
        "address": {
            "street": _("Street"),
            "number": _("House number"),
            "postcode": _("Postcode"),
            "city": _("City"),
            "province": _("Province (optional)"),
            "country": _("Country (optional)"),
        },
        "signature": {
            "pad": _("Signature pad: draw with a finger, a pen or the mouse; or write your name below."),
            "here": _("Sign here with a finger, a pen or the mouse."),
            "name": _("Or write your full name"),
            "use": _("Use this signature"),
            "clear": _("Start again"),
            "empty": _("Sign in the box first, or write your name."),
            "upload": _("Or choose a picture of your signature"),
        },
    }
