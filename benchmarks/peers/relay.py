"""A bare relay from Amazon Bedrock to a WebSocket: what a chat costs that keeps nothing.

No accounts, no rows, no queue, no second chance. A thread a turn, for boto3 blocks; pieces of text that
come within 250 ms go out together.
"""

import asyncio
import json
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import boto3.session
from botocore.config import Config
from fastapi import FastAPI, WebSocket

COALESCED = 0.25
THREADS = int(os.environ.get("RELAY_THREADS", "512"))

app = FastAPI()
threads = ThreadPoolExecutor(THREADS)
bedrock = boto3.session.Session(region_name="eu-south-1").client(
    "bedrock-runtime",
    endpoint_url=os.environ["BEDROCK_ENDPOINT_URL"],
    config=Config(max_pool_connections=THREADS, tcp_keepalive=True),
)


def ask(text: str, tell: Callable[[str], object]) -> None:
    """Ask the model, in a thread; tell the first piece at once, the others every 250 ms."""
    message = {"role": "user", "content": [{"text": text}]}
    answer = bedrock.converse_stream(modelId=os.environ["BEDROCK_MODEL_ID"], messages=[message])
    waiting, told = "", 0.0
    for event in answer["stream"]:
        if "contentBlockDelta" in event:
            waiting += event["contentBlockDelta"]["delta"]["text"]
            if time.monotonic() - told >= COALESCED:
                tell(waiting)
                waiting, told = "", time.monotonic()
    if waiting:
        tell(waiting)


@app.websocket("/ws")
async def talk(socket: WebSocket) -> None:
    """Answer one message after the other."""
    await socket.accept()
    loop = asyncio.get_running_loop()
    pieces: asyncio.Queue[str | None] = asyncio.Queue()

    def tell(piece: str) -> None:
        loop.call_soon_threadsafe(pieces.put_nowait, piece)

    async for text in socket.iter_text():
        asked = loop.run_in_executor(threads, ask, text, tell)
        asked.add_done_callback(lambda _asked: pieces.put_nowait(None))
        while (piece := await pieces.get()) is not None:
            await socket.send_text(json.dumps({"type": "delta", "text": piece}))
        await asked
        await socket.send_text('{"type": "done"}')
