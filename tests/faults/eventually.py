"""Waiting for what another process brings about."""

import asyncio
from collections.abc import Awaitable, Callable


async def eventually(holds: Callable[[], Awaitable[bool]], seconds: float = 60) -> None:
    """Return once something holds; there is nobody who would tell."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.1)
