"""What callers tell: of private and nested functions' parameters, of wrappers made on the spot, of builders."""

import asyncio
import contextvars
import functools
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Optional, Self

import httpx
import requests

if sys.version_info >= (3, 11):
    from tempfile import SpooledTemporaryFile
else:

    class SpooledTemporaryFile(tempfile.SpooledTemporaryFile): ...


async def _load(client, key: str) -> None:
    #? requests.Session().get
    await asyncio.to_thread(client.get, key)


async def _either(client: Any) -> None:
    #? None
    await asyncio.to_thread(client.get, "url")


async def _handed(client) -> None:
    #? None
    await asyncio.to_thread(client.get, "url")


async def public(client) -> None:
    #? None
    await asyncio.to_thread(client.get, "url")


def safe(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        finally:
            print("done")

    return wrapper


def in_context(function):
    context = contextvars.copy_context()

    def wrapper(*args, **kwargs):
        return context.run(function, *args, **kwargs)

    return wrapper


async def made_by(factory: Callable[[], httpx.Client] | None, other: "Optional[Callable[..., Path | None]]") -> None:
    client = requests.Session() if factory is None else factory()
    #? None
    client.get
    #? httpx.Client().get
    await asyncio.to_thread(factory().get, "url")
    #? pathlib.Path().exists
    await asyncio.to_thread(other("name").exists)


def later(client, done):
    def handler():
        client.get("url")
        done()

    return handler


class Loader:
    def __init__(self) -> None:
        self.session = requests.Session()

    async def load(self, start) -> None:
        await self._one(self.session, key="url")
        await _load(self.session, "url")
        await _load(requests.Session(), key="url")
        await _either(self.session)
        await _either(httpx.Client())
        await public(self.session)
        await start(_handed, self.session)
        await _handed(self.session)

        async def inner(client) -> None:
            #? requests.Session().get
            await asyncio.to_thread(client.get, "url")

        await inner(self.session)
        #? requests.Session().get
        await asyncio.to_thread(safe(self.session.get), "url")
        #? requests.Session().get
        await asyncio.to_thread(in_context(self.session.get), "url")
        #? tests.names.callers.later.handler
        await asyncio.to_thread(later(self.session, print))
        #? tests.names.callers.Built.fetch
        await asyncio.to_thread(Builder.start().timeout(1).special().again().build().fetch)
        with SpooledTemporaryFile() as file:
            #? tempfile.SpooledTemporaryFile().write
            await asyncio.to_thread(file.write, b"")

    async def _one(self, client, key) -> None:
        #? requests.Session().get
        await asyncio.to_thread(client.get, key)


class Built:
    def fetch(self) -> None: ...


class Base:
    @classmethod
    def start(cls):
        return cls()

    def timeout(self, seconds):
        self.seconds = seconds
        return self

    def again(self) -> Self:
        return self


class Builder(Base):
    def special(self):
        return self

    def build(self):
        return Built()
