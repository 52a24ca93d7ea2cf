"""What type variables stand for: in what is given, in what is given back, and where nobody tells."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from typing import Optional, TypeVar, cast

import httpx
import requests

Kind = TypeVar("Kind")
Other = TypeVar("Other")
held: dict = {}


def of_class(name: str, kind: type[Kind]) -> Kind:
    return cast(kind, held[name])


def present(value: Optional[Kind]) -> Kind:
    if value is None:
        raise ValueError
    return value


async def chunks(several: Iterable[Kind], size: int) -> AsyncGenerator[list[Kind], None]:
    yield held[size]


async def waited(later: Awaitable[Kind]) -> Kind:
    return held[await later]


def made(factory: Callable[[], Kind], other: Other = None) -> list[Kind]:
    return held[factory]


class Registry:
    def get(self, kind: type[Kind], default: "Kind | None" = None) -> "Kind":
        return held[kind]


async def uses(registry: Registry, sessions: list[requests.Session], client: httpx.Client | None, kind: type) -> None:
    #? httpx.Client().get
    of_class("a", httpx.Client).get
    #? httpx.Client().get
    await asyncio.to_thread(of_class("a", kind=httpx.Client).get, "url")
    #? httpx.Client().get
    present(client).get
    #? requests.Session().get
    registry.get(requests.Session).get
    async for chunk in chunks(sessions, 2):
        for session in chunk:
            #? requests.Session().get
            await asyncio.to_thread(session.get, "url")
    later = await waited(asyncio.to_thread(httpx.Client))
    #? httpx.Client().get
    later.get
    for each in made(httpx.Client):
        #? httpx.Client().get
        each.get
    #? None
    of_class("a", kind).get
    #? None
    registry.get(held["a"]).get
