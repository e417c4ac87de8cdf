"""What a page of the chat posts."""

from django import forms

from messerprise.realtime.envelopes import MAX_INT


class MessageForm(forms.Form):
    """One message: written, or given by a button (``value`` for a choice, ``say`` for a phrase)."""

    client_id = forms.UUIDField()
    question = forms.CharField(required=False, max_length=255)
    text = forms.CharField(required=False, max_length=8000)
    value = forms.CharField(required=False, max_length=8000)
    say = forms.CharField(required=False, max_length=200)

    @property
    def said(self) -> str:
        """Return the text to show as the person's own."""
        data = self.cleaned_data
        return str(data["say"] or data["value"] or data["text"])


class PlaceForm(forms.Form):
    """Where a page stands that asks for news: its last event, the reply that it follows."""

    after = forms.IntegerField(min_value=0, max_value=MAX_INT)
    reply = forms.UUIDField(required=False)
