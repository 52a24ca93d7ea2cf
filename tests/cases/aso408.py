"""ASO408: a lazy callable is offloaded, and its result is iterated on the event loop."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import faster_whisper
import pytest
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool

model = faster_whisper.WhisperModel("small")


def rows(path: str) -> Iterator[str]:
    with open(path) as file:
        yield from file
    yield ""


def read_all(path: str) -> list[str]:
    return list(rows(path))


@contextmanager
def opened(path: str) -> Iterator[str]:
    yield path


async def escapes(folder: Path, audio: str) -> list[str]:
    found = await asyncio.to_thread(folder.glob, "*.pdf")  # ASO408 pathlib.Path().glob works while it is iterated
    for path in found:
        print(path)
    for entry in await asyncio.to_thread(os.scandir, folder):  # ASO408 os.scandir
        print(entry)
    for row in await run_in_threadpool(rows, "a.csv"):  # ASO408 aso408.rows
        print(row)
    lengths = await asyncio.get_running_loop().run_in_executor(None, map, len, ["a"])  # ASO408 map
    total = sum(lengths)
    segments, _ = await asyncio.to_thread(model.transcribe, audio)  # ASO408 faster_whisper.WhisperModel().transcribe
    text = "".join(segment.text for segment in segments)
    return [text, str(total), *await asyncio.to_thread(rows, "b.csv")]  # ASO408 aso408.rows


async def consumed_elsewhere(folder: Path, audio: str) -> object:
    found = await asyncio.to_thread(folder.glob, "*.pdf")
    paths = await asyncio.to_thread(list, found)
    for path in paths:
        print(path)
    segments, _ = await asyncio.to_thread(model.transcribe, audio)
    texts = await asyncio.to_thread(lambda: [segment.text for segment in segments])
    iterator = await asyncio.to_thread(rows, "a.csv")
    async for row in iterate_in_threadpool(iterator):
        print(row)
    for row in await asyncio.to_thread(read_all, "a.csv"):
        print(row)
    for path in await asyncio.to_thread(lambda: list(folder.glob("*"))):
        print(path)
    handed_on = await asyncio.to_thread(rows, "a.csv")
    manager = await asyncio.to_thread(opened, "a.csv")
    return texts, handed_on, manager


async def test_rows(path: str) -> None:
    assert list(await asyncio.to_thread(rows, path)) == []
