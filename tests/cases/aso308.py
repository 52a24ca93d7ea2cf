"""ASO308: an offloaded network call has no time limit."""

import asyncio
import urllib.request
from functools import partial

import anyio
import httpx
import requests


def fetch(url: str) -> str:
    return requests.get(url).text


def through(url: str) -> str:
    return fetch(url).strip()


def limited(url: str) -> str:
    return requests.get(url, timeout=5).text


def adapted(url: str, adapter) -> str:
    session = requests.Session()
    session.mount("https://", adapter)
    return session.get(url).text


def told(url: str, **options: object) -> str:
    return requests.get(url, **options).text


async def unlimited(url: str) -> None:
    await asyncio.to_thread(requests.get, url)  # ASO308 requests.get may hold its thread for ever
    await asyncio.to_thread(fetch, url)  # ASO308 requests.get
    await asyncio.to_thread(through, url)  # ASO308 requests.get
    await anyio.to_thread.run_sync(lambda: urllib.request.urlopen(url))  # ASO308 urllib.request.urlopen
    await anyio.to_thread.run_sync(partial(requests.post, url, json={}))  # ASO308 requests.post


async def with_limit(url: str, adapter) -> None:
    await asyncio.to_thread(requests.get, url, timeout=5)
    await asyncio.to_thread(partial(requests.get, url, timeout=5))
    await asyncio.to_thread(urllib.request.urlopen, url, None, 5)
    await asyncio.to_thread(limited, url)
    await asyncio.to_thread(adapted, url, adapter)
    await asyncio.to_thread(told, url, timeout=5)
    await asyncio.to_thread(httpx.get, url)
