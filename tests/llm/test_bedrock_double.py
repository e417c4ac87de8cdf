"""The double itself: as a process of its own, and beside the stream."""

import json
import sys
import urllib.request
from subprocess import PIPE, Popen

import boto3
import pytest

from tests.fakes.bedrock import BedrockDouble

ASKED = {"modelId": "m", "messages": [{"role": "user", "content": [{"text": "Ho 42 anni"}]}]}


def runtime(url):
    return boto3.client("bedrock-runtime", endpoint_url=url, region_name="eu-central-1")


@pytest.fixture
def process_url(tmp_path):
    scenario = tmp_path / "rules.json"
    scenario.write_text(
        json.dumps(
            [
                {"when": "42", "times": 1, "steps": [{"tool": {"reply": "primo"}}]},
                {"when": "42", "steps": [{"text": "secondo"}]},
            ]
        )
    )
    argv = [sys.executable, "-m", "tests.fakes.bedrock", "--scenario", str(scenario)]
    with Popen(argv, stdout=PIPE, text=True) as process:
        yield process.stdout.readline().strip()
        process.kill()


def test_double_follows_its_scenario_as_a_process(process_url):
    first = list(runtime(process_url).converse_stream(**ASKED)["stream"])
    second = runtime(process_url).converse(**ASKED)

    inputs = [
        event["contentBlockDelta"]["delta"]["toolUse"]["input"]
        for event in first
        if "contentBlockDelta" in event
    ]
    assert json.loads("".join(inputs)) == {"reply": "primo"}
    assert second["output"]["message"]["content"] == [{"text": "secondo"}]
    with urllib.request.urlopen(f"{process_url}/_requests") as answer:
        assert [request["operation"] for request in json.load(answer)] == ["converse-stream", "converse"]


def test_double_answers_whole_with_a_tool_use():
    with BedrockDouble() as double:
        double.answer_with(lambda body: [{"tool": {"said": body["messages"][0]["content"][0]["text"]}}])

        answer = runtime(double.url).converse(**ASKED)

    assert answer["stopReason"] == "tool_use"
    assert answer["output"]["message"]["content"][0]["toolUse"]["input"] == {"said": "Ho 42 anni"}
