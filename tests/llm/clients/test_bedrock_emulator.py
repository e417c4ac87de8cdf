"""The Bedrock client against a real AWS emulator."""

import pytest

from messerprise.llm.clients import bedrock_client
from messerprise.llm.domain.conversation import Stop, StopReason, TextFragment, Usage
from tests.llm.clients.test_bedrock import parts_of


@pytest.fixture
def emulator(aws, settings):
    settings.BEDROCK_ENDPOINT_URL = aws
    settings.BEDROCK_MODEL_ID = "anthropic.claude-3-haiku-20240307-v1:0"
    settings.BEDROCK_REGION = "eu-central-1"


def test_bedrock_streams_from_the_emulator(emulator):
    parts = list(parts_of(bedrock_client()))

    text = "".join(part.text for part in parts if isinstance(part, TextFragment))
    (usage,) = [part for part in parts if isinstance(part, Usage)]
    assert "anthropic" in text
    assert Stop(StopReason.COMPLETE) in parts
    assert usage.input_tokens > 0
    assert usage.output_tokens > 0
