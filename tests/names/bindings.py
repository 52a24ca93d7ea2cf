"""A variable by its assignment, its annotation, `with`, `for`, walrus, unpacking; disagreement is None."""

import asyncio
from contextlib import asynccontextmanager, contextmanager

import httpx
import requests

shared: httpx.Client | None = None


def connect() -> None:
    global shared
    shared = httpx.Client()


@contextmanager
def opened():
    with httpx.Client() as client:
        yield client


@asynccontextmanager
async def opened_later():
    yield requests.Session()


async def names(flag: bool, found: list[httpx.Client], by_name: dict[str, requests.Session]) -> None:
    #? httpx.Client().get
    shared.get
    client = httpx.Client()
    #? httpx.Client().get
    client.get
    with httpx.Client() as entered:
        #? httpx.Client().post
        entered.post
    if session := requests.Session():
        #? requests.Session().get
        session.get
    first, second = httpx.Client(), requests.Session()
    #? requests.Session().get
    second.get
    for each in found:
        #? httpx.Client().get
        each.get
    for name, each_session in by_name.items():
        #? requests.Session().get
        each_session.get
    #? requests.Session().put
    by_name["a"].put
    either = httpx.Client() if flag else requests.Session()
    #? None
    either.get
    with opened() as own:
        #? httpx.Client().get
        own.get
    async with opened_later() as later:
        #? requests.Session().get
        later.get
    received = await asyncio.to_thread(httpx.Client)
    #? httpx.Client().get
    received.get


def rebound() -> None:
    call = httpx.get
    #? httpx.get
    call
    call = requests.get
    #? requests.get
    call


def rebound_in_a_branch(flag: bool) -> None:
    call = httpx.get
    if flag:
        call = requests.get
    #? None
    call
