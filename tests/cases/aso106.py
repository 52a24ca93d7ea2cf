"""ASO106: an offloaded function does no work worth a thread."""

import asyncio
import unittest
from zoneinfo import ZoneInfo

from django.db.models import ForeignKey


class Record:
    page = ForeignKey("Page")

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


def rename(record: Record, name: str) -> None:
    record.name = name


def owner(record: Record) -> str:
    return record.owner


def page(record: Record) -> object:
    return record.page


def volume(player) -> None:
    player.volume = 50


def every(names: list[str]) -> list[str]:
    return [name.strip() for name in names]


class Plugin:
    def start(self) -> None:
        message = "say how"
        raise NotImplementedError(message)


class BasePlugin:
    def headers(self) -> dict[str, str]:
        return {"Accept": "*/*"}


class Clock:
    def __init__(self) -> None:
        self.zone = "UTC"

    def say(self) -> str:
        return self.zone.upper()

    async def later(self) -> None:
        await asyncio.to_thread(self.say)  # ASO106 say


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


async def hides(record: Record, player, names: list[str], plugin: Plugin, base: BasePlugin) -> None:
    # Properties may do anything.
    await asyncio.to_thread(owner, record)
    await asyncio.to_thread(page, record)
    await asyncio.to_thread(volume, player)
    await asyncio.to_thread(getattr, record, "owner")
    await asyncio.to_thread(rename, Record(), "a")  # ASO106 rename
    # As long as the list.
    await asyncio.to_thread(every, names)
    # Somebody's subclass runs.
    await asyncio.to_thread(plugin.start)
    await asyncio.to_thread(base.headers)
    # It reads a file.
    await asyncio.to_thread(ZoneInfo, names[0])


async def drain(source: Source, kind: type[Source]) -> None:
    await asyncio.to_thread(kind().close)
    await asyncio.to_thread(source.read)
    await asyncio.to_thread(source.close)
    await asyncio.to_thread(Source().close)  # ASO106 close


class Tests(unittest.IsolatedAsyncioTestCase):
    async def test_it(self) -> None:
        # What a test offloads is often as small as can be.
        await asyncio.to_thread(label, "a")
