"""ASO503: an offloaded function runs a coroutine on an event loop of its own."""

import asyncio

import anyio
import httpx
from anyio import from_thread
from asgiref.sync import async_to_sync

shared = httpx.AsyncClient()


async def load(url: str) -> str:
    response = await shared.get(url)
    return response.text


async def load_alone(url: str) -> str:
    async with httpx.AsyncClient() as client:
        response = await client.get(url)
    return response.text


def work(url: str) -> str:
    return asyncio.run(load(url))


def through(url: str) -> str:
    return work(url)


def by_hand(url: str) -> str:
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(load(url))
    finally:
        loop.close()


def alone(url: str) -> str:
    return asyncio.run(load_alone(url))


def on_the_main_loop(url: str) -> str:
    return from_thread.run(load, url)


async def handle(url: str) -> None:
    await asyncio.to_thread(work, url)  # ASO503 asyncio.run inside asyncio.to_thread
    await asyncio.to_thread(through, url)  # ASO503
    await anyio.to_thread.run_sync(by_hand, url)  # ASO503 asyncio.new_event_loop().run_until_complete
    await asyncio.to_thread(lambda: async_to_sync(load)(url))  # ASO503 asgiref.sync.async_to_sync
    await asyncio.to_thread(alone, url)
    await anyio.to_thread.run_sync(on_the_main_loop, url)
    await load(url)


def synchronous(url: str) -> str:
    return asyncio.run(load(url))
