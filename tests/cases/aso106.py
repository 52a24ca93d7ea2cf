"""ASO106: an offloaded function does no work worth a thread."""

import asyncio
import unittest


class Record:
    @property
    def owner(self) -> str:
        with open("owner") as file:
            return file.read()


def label(name: str) -> str:
    return name.strip().upper()


def read(name: str) -> bytes:
    with open(name, "rb") as file:
        return file.read()


def ask(service, name: str) -> object:
    return service.fetch(name)


class Source:
    def close(self) -> None:
        """Nothing to close: a source that holds something says how."""

    def read(self) -> bytes:
        raise NotImplementedError


class File(Source):
    def read(self) -> bytes:
        return read("source")


async def show(name: str, record: Record) -> None:
    await asyncio.to_thread(label, name)  # ASO106 label
    await asyncio.to_thread(read, name)
    await asyncio.to_thread(ask, None, name)
    await asyncio.to_thread(lambda: record.owner)


async def drain(source: Source) -> None:
    await asyncio.to_thread(source.read)
    await asyncio.to_thread(source.close)
    await asyncio.to_thread(Source().close)  # ASO106 close


class Tests(unittest.IsolatedAsyncioTestCase):
    async def test_it(self) -> None:
        # What a test offloads is often as small as can be.
        await asyncio.to_thread(label, "a")
