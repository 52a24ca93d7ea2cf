"""What `isinstance` tells: where it holds, where it does not, and where the name means something else by then."""

import asyncio
from typing import Any, Union

import httpx
import requests


class Base:
    def work(self) -> None: ...


class Derived(Base):
    def work(self) -> None: ...


class Holder:
    def __init__(self, client: httpx.Client | requests.Session) -> None:
        self.client: httpx.Client | requests.Session = client

    async def use(self) -> None:
        if isinstance(self.client, httpx.Client):
            #? httpx.Client().get
            await asyncio.to_thread(self.client.get, "url")
        else:
            #? requests.Session().get
            await asyncio.to_thread(self.client.get, "url")
        #? None
        await asyncio.to_thread(self.client.get, "url")


def narrowed(given: Any, either: httpx.Client | requests.Session, base: Base, bare, callers) -> None:
    if isinstance(given, httpx.Client):
        #? httpx.Client().get
        given.get
        given = callers
        #? None
        given.get
    if isinstance(either, requests.Session):
        #? requests.Session().get
        either.get
    elif isinstance(either, httpx.Client):
        #? httpx.Client().get
        either.get
    if not isinstance(either, httpx.Client):
        #? requests.Session().get
        either.get
        return
    #? httpx.Client().get
    either.get
    if callers and isinstance(base, Derived):
        #? tests.names.narrowed.Derived.work
        base.work
    if callers or isinstance(base, Derived):
        #? tests.names.narrowed.Base.work
        base.work
    if isinstance(base, Base):
        #? tests.names.narrowed.Base.work
        base.work
    if isinstance(bare, httpx.Client | requests.Session):
        #? None
        bare.get
    if isinstance(bare, (httpx.Client, str)):
        #? None
        bare.get
    if isinstance(bare, type):
        #? None
        bare.get
    assert isinstance(bare, httpx.Client)
    #? httpx.Client().get
    bare.get


def left(either: Union[httpx.Client, requests.Session], loose) -> None:
    if isinstance(either, requests.Session):
        return
    #? httpx.Client().get
    either.get
    if isinstance(loose, httpx.Client):
        raise ValueError
    #? None
    loose.get


async def among(several: list) -> None:
    chosen = next(each for each in several if isinstance(each, httpx.Client))
    #? httpx.Client().get
    await asyncio.to_thread(chosen.get, "url")
    clients = [each for each in several if isinstance(each, httpx.Client)]
    for client in clients:
        #? httpx.Client().get
        await asyncio.to_thread(client.get, "url")


def matched(given, base: Base) -> None:
    match given:
        case None:
            return
        case httpx.Client():
            #? httpx.Client().get
            given.get
        case requests.Session() as session:
            #? requests.Session().get
            session.get
        case [_, *_]:
            #? None
            given.get
    match base:
        case Derived():
            #? tests.names.narrowed.Derived.work
            base.work
        case _:
            #? tests.names.narrowed.Base.work
            base.work
