"""What the own GPUs do not get done goes to rented ones."""

from __future__ import annotations

import asyncio

import runpod

endpoint = runpod.Endpoint("overflow")
waiting: list[dict[str, str]] = []


async def scan_for_ever() -> None:
    while True:
        while waiting:
            await asyncio.to_thread(endpoint.run_sync, {"input": waiting.pop()})
        await asyncio.sleep(5)
