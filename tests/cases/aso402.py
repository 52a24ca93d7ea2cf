"""ASO402: a blocking call stands in the arguments or the receiver of an offload."""

import asyncio
import shutil
import subprocess
import time
from functools import partial
from pathlib import Path

import anyio
import pytest
import requests


def parse(text: object, *more: object) -> object:
    return text


async def eager(url: str, folder: str) -> None:
    await asyncio.to_thread(requests.get(url, timeout=5).json)  # ASO402 requests.get runs on the event loop
    await asyncio.to_thread(parse, requests.get(url, timeout=5).text)  # ASO402 requests.get
    await anyio.to_thread.run_sync(partial(parse, subprocess.check_output(["git", "log"])))  # ASO402 check_output
    await asyncio.to_thread(parse, [requests.get(page, timeout=5) for page in (url,)])  # ASO402 requests.get
    await asyncio.get_running_loop().run_in_executor(None, parse, shutil.copytree(folder, "to"))  # ASO402 shutil.copytree
    await asyncio.to_thread(parse, time.sleep(1), requests.get(url))  # ASO402 requests.get, time.sleep


async def late(url: str, path: str, session) -> None:
    await asyncio.to_thread(lambda: requests.get(url, timeout=5).json())
    await asyncio.to_thread(requests.get, url, timeout=5)
    await asyncio.to_thread(parse, path.strip(), len(path), Path(path).name, str(path), {"url": url.format(path)})
    await asyncio.to_thread(Path(path).read_text)
    await asyncio.to_thread(parse, await session.get(url), await asyncio.to_thread(requests.get, url))
    await asyncio.to_thread(parse, Path(path).exists())
    await asyncio.to_thread(parse, session.get(url))


def in_a_thread_already(loop: asyncio.AbstractEventLoop, url: str) -> None:
    loop.run_in_executor(None, parse, requests.get(url, timeout=5).json())


async def test_parse(url: str) -> None:
    await asyncio.to_thread(parse, requests.get(url).text)
