"""A chat on Chainlit as its manual writes one: an OpenAI-compatible model, each piece of text as it comes."""

import logging
import os

import chainlit
import httpx
from openai import AsyncOpenAI

logging.getLogger("httpx").setLevel(logging.WARNING)  # else a line a turn
CONNECTIONS = 1_000  # the library's own limit, with all of them kept

client = AsyncOpenAI(
    base_url=os.environ["OPENAI_BASE_URL"],
    api_key=os.environ["OPENAI_API_KEY"],
    http_client=httpx.AsyncClient(
        limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    ),
)


@chainlit.on_message
async def answer(message: chainlit.Message) -> None:
    """Answer one message."""
    stream = await client.chat.completions.create(
        model="load", messages=[{"role": "user", "content": message.content}], stream=True
    )
    reply = chainlit.Message(content="")
    async for part in stream:
        if token := part.choices[0].delta.content:
            await reply.stream_token(token)
    await reply.update()
