"""A variable by its assignment, its annotation, `with`, `for`, walrus, unpacking; disagreement is None."""

import asyncio
import pathlib
from contextlib import asynccontextmanager, contextmanager

import httpx
import pdfplumber
import pymupdf
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


def files(path: pathlib.Path, mode: str, *given) -> None:
    with open(path, "rb") as binary, path.open(mode="w") as text, path.open("r+b") as both:
        #? io.BufferedReader().read
        binary.read
        #? io.TextIOWrapper().write
        text.write
        #? io.BufferedRandom().seek
        both.seek
    #? io.BufferedWriter().write
    open(path, "ab").write
    #? typing.IO().read
    open(path, mode).read
    #? typing.IO().read
    open(*given).read


async def nothing() -> None:
    function = None
    #? None
    await asyncio.to_thread(function)


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


def asserts(client: httpx.Client, found: object) -> None:
    #? httpx.Client().get
    client.get
    assert isinstance(client, httpx.AsyncClient), "asynchronous only"
    #? httpx.AsyncClient().get
    client.get
    assert isinstance(found, httpx.Client)
    #? httpx.Client().get
    found.get


def pages(path: pathlib.Path, found: list[httpx.Client], other: list[requests.Session]) -> None:
    document = pymupdf.open(path)
    for page in document:
        #? pymupdf.Page().get_text
        page.get_text
    #? pymupdf.Page().get_text
    document[0].get_text
    with pdfplumber.open(path) as pdf:
        for number, laid_out in enumerate(pdf.pages, start=1):
            #? int().bit_length
            number.bit_length
            #? pdfplumber.page.Page().extract_text
            laid_out.extract_text
    for client, session in zip(found, other):
        #? httpx.Client().get
        client.get
        #? requests.Session().get
        session.get
    #? None
    requests.get(path)[0].get


async def passed_through(path: pathlib.Path, flag: bool, lock) -> None:
    client = requests.Session()
    with lock:
        client = httpx.Client()
    #? httpx.Client().get
    client.get
    try:
        client = requests.Session()
    except OSError as error:
        raise ValueError from error
    #? requests.Session().get
    client.get
    if flag:
        client = httpx.Client()
    else:
        return
    #? httpx.Client().get
    await asyncio.to_thread(lambda: client.get("url"))
    try:
        client = requests.Session()
    except OSError:
        print("no session")
    #? None
    client.get


async def smaller(client: httpx.Client) -> None:
    path = pathlib.Path("a")
    while path.exists():
        #? pathlib.Path().unlink
        await asyncio.to_thread(path.unlink)
        path = await asyncio.to_thread(path.with_suffix, "b")


class Manager:
    client = None

    def start(self) -> None:
        Manager.client = httpx.Client()

    async def use(self) -> None:
        #? httpx.Client().get
        await asyncio.to_thread(Manager.client.get, "url")
        #? httpx.Client().get
        await asyncio.to_thread(self.client.get, "url")
