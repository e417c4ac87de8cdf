"""The model double of the load, spoken to by the real clients."""

import asyncio
import json
import urllib.request
from contextlib import asynccontextmanager

import boto3.session
import pytest

from benchmarks.load import model


@asynccontextmanager
async def double():
    server = await asyncio.get_running_loop().create_server(model.Connection, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def fetched(url, body=None):
    with urllib.request.urlopen(urllib.request.Request(url, body), timeout=30) as answer:
        return answer.read()


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(model, "FIRST", 0.01)
    monkeypatch.setattr(model, "GAP", 0.001)


def conversed(url, **fields):
    client = boto3.session.Session("a", "b", region_name="eu-south-1").client(
        "bedrock-runtime", endpoint_url=url
    )
    messages = [{"role": "user", "content": [{"text": "Hello"}]}]
    try:
        return list(client.converse_stream(modelId="load", messages=messages, **fields)["stream"])
    finally:
        client.close()


async def test_speaks_bedrock():
    async with double() as url:
        events = await asyncio.to_thread(conversed, url)
    texts = [each["contentBlockDelta"]["delta"]["text"] for each in events if "contentBlockDelta" in each]
    assert "".join(texts) == model.REPLY
    assert len(texts) == 40


async def test_speaks_bedrock_with_the_tool():
    tool = {"toolSpec": {"name": "respond", "inputSchema": {"json": {"type": "object"}}}}
    async with double() as url:
        events = await asyncio.to_thread(conversed, url, toolConfig={"tools": [tool]})
    deltas = (each["contentBlockDelta"]["delta"] for each in events if "contentBlockDelta" in each)
    assert json.loads("".join(delta["toolUse"]["input"] for delta in deltas))["reply"] == model.REPLY


async def test_speaks_openai():
    async with double() as url:
        body = await asyncio.to_thread(fetched, f"{url}/v1/chat/completions", b"{}")
    *events, end = [each.removeprefix(b"data: ") for each in body.split(b"\n\n") if each]
    texts = [json.loads(each)["choices"][0]["delta"].get("content", "") for each in events]
    assert (end, "".join(texts)) == (b"[DONE]", model.REPLY)


async def test_tells_how_late_it_was_and_begins_anew():
    async with double() as url:
        await asyncio.to_thread(conversed, url)
        found = json.loads(await asyncio.to_thread(fetched, f"{url}/lateness"))
        again = json.loads(await asyncio.to_thread(fetched, f"{url}/lateness"))
    assert found["all"]["most"] >= found["first"]["most"] > 0
    assert again["all"]["most"] == 0
