"""Callees that are chosen, built or handed over in the less usual ways."""

import asyncio
import functools
import json
import operator
from abc import ABC, abstractmethod
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial, partialmethod
from typing import Generic, NamedTuple, Protocol, TypeVar, overload

import attrs
import httpx
import requests
from pydantic import BaseModel, ConfigDict, Field
from pydantic.dataclasses import dataclass as pydantic_dataclass

session = requests.Session()


@overload
def load(key: str) -> str: ...
@overload
def load(key: bytes) -> bytes: ...
def load(key):
    return key


class Store(ABC):
    @abstractmethod
    def read(self) -> bytes: ...

    @overload
    def write(self, key: str) -> None: ...
    @overload
    def write(self, key: bytes) -> None: ...
    def write(self, key) -> None: ...

    put = partialmethod(write, "key")
    alias = write


class Remote(Store):
    def read(self) -> bytes:
        return session.get("url").content


async def chosen(kind: str, flag: bool, store: Store) -> None:
    #? tests.names.callees.load
    await asyncio.to_thread(load, "key")
    #? tests.names.callees.Store.read
    await asyncio.to_thread(store.read)
    #? tests.names.callees.Store.write
    await asyncio.to_thread(store.write, "key")
    #? tests.names.callees.Store.write
    await asyncio.to_thread(store.alias, "key")
    #? tests.names.callees.Store.write
    await asyncio.to_thread(store.put)
    match kind:
        case "get":
            call = session.get
        case "post":
            call = session.post
        case _:
            raise ValueError(kind)
    #? None
    await asyncio.to_thread(call, "url")
    match kind:
        case "short":
            client = httpx.Client(timeout=1)
        case _:
            client = httpx.Client()
    #? httpx.Client().get
    await asyncio.to_thread(client.get, "url")
    #? None
    await asyncio.to_thread(session.get if flag else session.post, "url")
    #? requests.Session().get
    await asyncio.to_thread((session if flag else requests.Session()).get, "url")
    method = "get"
    #? requests.Session().get
    await asyncio.to_thread(getattr(session, "get"), "url")
    #? requests.Session().get
    await asyncio.to_thread(getattr(session, method), "url")
    #? None
    await asyncio.to_thread(getattr(session, kind), "url")


def nested() -> None:
    def _do() -> None: ...

    async def first() -> None:
        def _do() -> None: ...

        #? tests.names.callees.nested.first._do
        await asyncio.to_thread(_do)

    async def second() -> None:
        #? tests.names.callees.nested._do
        await asyncio.to_thread(_do)


async def redefined(flag: bool) -> None:
    def _do() -> None: ...

    #? tests.names.callees.redefined._do
    await asyncio.to_thread(_do)

    def _do() -> None: ...

    #? tests.names.callees.redefined._do
    await asyncio.to_thread(_do)


async def partials(items: list[str]) -> None:
    once = partial(session.get, "url")
    twice = partial(once, timeout=1)
    thrice = functools.partial(twice, stream=True)
    #? requests.Session().get
    await asyncio.to_thread(thrice)
    #? requests.Session().get
    await asyncio.to_thread(partial(partial(session.get), "url"))
    loop = asyncio.get_running_loop()
    run = partial(loop.run_in_executor, None)
    #? requests.Session().get
    await run(session.get, "url")
    #? requests.Session().get
    offload = partial(asyncio.to_thread, session.get)
    await offload("url")
    keyed = partial(session.request, method="get")
    #? requests.Session().request
    await loop.run_in_executor(None, lambda: keyed("url"))
    #? requests.Session().get
    await asyncio.to_thread(lambda: session.get("url".strip()))
    #? <lambda>
    await asyncio.to_thread(lambda: json.dumps(session.get("url").json()))
    #? <lambda>
    await asyncio.to_thread(lambda: (session.get("a"), session.post("b")))
    #? requests.Session().get
    await asyncio.to_thread(lambda: [session.get(item) for item in items])
    #? requests.Session().get
    await asyncio.to_thread(lambda url="x": session.get(url))


@dataclass
class Config:
    session: requests.Session
    client: httpx.Client = field(default_factory=httpx.Client)
    many: list[httpx.Client] = field(default_factory=list)
    load: Callable[[str], str] = json.loads


class Model(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)
    client: httpx.Client
    by_name: dict[str, requests.Session] = Field(default_factory=dict)
    optional: requests.Session | None = None


@pydantic_dataclass
class Checked:
    client: httpx.Client


class Pair(NamedTuple):
    first: httpx.Client
    second: requests.Session


@attrs.define
class Attributes:
    client: httpx.Client = attrs.field(factory=httpx.Client)
    session: requests.Session = attrs.Factory(requests.Session)


async def fields(config: Config, model: Model, checked: Checked, pair: Pair, attributes: Attributes) -> None:
    #? requests.Session().get
    await asyncio.to_thread(config.session.get, "url")
    #? httpx.Client().get
    await asyncio.to_thread(config.client.get, "url")
    #? httpx.Client().get
    await asyncio.to_thread(config.many[0].get, "url")
    #? httpx.Client().get
    await asyncio.to_thread(model.client.get, "url")
    #? requests.Session().get
    await asyncio.to_thread(model.by_name["a"].get, "url")
    #? requests.Session().get
    await asyncio.to_thread(model.by_name.get("a").get, "url")
    if model.optional is not None:
        #? requests.Session().get
        await asyncio.to_thread(model.optional.get, "url")
    #? httpx.Client().get
    await asyncio.to_thread(checked.client.get, "url")
    #? requests.Session().get
    await asyncio.to_thread(pair.second.get, "url")
    first, second = pair
    #? None
    await asyncio.to_thread(second.get, "url")
    #? httpx.Client().get
    await asyncio.to_thread(attributes.client.get, "url")
    #? requests.Session().get
    await asyncio.to_thread(attributes.session.get, "url")


async def elements(
    clients: dict[str, httpx.Client], several: list[requests.Session], pairs: list[tuple[str, httpx.Client]]
) -> None:
    #? httpx.Client().get
    await asyncio.to_thread(clients["a"].get, "url")
    if client := clients.get("a"):
        #? httpx.Client().get
        await asyncio.to_thread(client.get, "url")
    #? requests.Session().get
    await asyncio.to_thread(several[-1].get, "url")
    for each in several[:2]:
        #? requests.Session().get
        await asyncio.to_thread(each.get, "url")
    for index, each in enumerate(several):
        #? requests.Session().get
        await asyncio.to_thread(each.get, "url")
    for name, client in pairs:
        #? httpx.Client().get
        await asyncio.to_thread(client.get, "url")
    for key, value in sorted(clients.items()):
        #? httpx.Client().get
        await asyncio.to_thread(value.get, "url")
    for one, other in zip(several, clients.values(), strict=True):
        #? httpx.Client().get
        await asyncio.to_thread(other.get, "url")
    #? requests.Session().close
    await asyncio.gather(*[asyncio.to_thread(each.close) for each in several])
    ordered: Mapping[str, httpx.Client] = OrderedDict()
    #? httpx.Client().get
    await asyncio.to_thread(ordered["a"].get, "url")
    #? dict().keys
    await asyncio.to_thread(ordered.keys)
    made: dict[str, httpx.Client] = {}
    made["a"] = httpx.Client()
    #? httpx.Client().get
    await asyncio.to_thread(made["a"].get, "url")
    by_default = defaultdict(httpx.Client)
    #? httpx.Client().get
    await asyncio.to_thread(by_default["a"].get, "url")
    filled = []
    filled.append(httpx.Client())
    #? httpx.Client().get
    await asyncio.to_thread(filled[0].get, "url")
    held = {}
    held["a"] = requests.Session()
    #? requests.Session().get
    await asyncio.to_thread(held["a"].get, "url")
    table = {"get": session.get, "post": session.post}
    #? requests.Session().post
    await asyncio.to_thread(table["post"], "url")
    appended: dict[str, list] = {}
    appended["a"] = [session]
    #? None
    await asyncio.to_thread(appended["b"][0].get, "url")
    first = next(iter(several))
    #? requests.Session().get
    await asyncio.to_thread(first.get, "url")
    chosen = next((each for each in several if each.verify), None)
    #? requests.Session().get
    await asyncio.to_thread(chosen.get, "url")
    best = max(several, key=lambda each: each.max_redirects)
    #? requests.Session().get
    await asyncio.to_thread(best.get, "url")


async def builtins(queryset, items: list[str]) -> None:
    #? operator.methodcaller()
    await asyncio.to_thread(operator.methodcaller("get", "url"), session)
    #? list
    await asyncio.to_thread(list, session.get("url").iter_lines())
    #? next
    await asyncio.to_thread(next, iter(items), None)


Kind = TypeVar("Kind")


class Repository(Generic[Kind]):
    def __init__(self, client: Kind) -> None:
        self.client = client


class Clients(Repository[httpx.Client]):
    async def use(self) -> None:
        #? None
        await asyncio.to_thread(self.client.get, "url")


class Reads(Protocol):
    def read(self) -> bytes: ...


async def protocol(given: Reads) -> None:
    #? tests.names.callees.Reads.read
    await asyncio.to_thread(given.read)


cache = {}
_clients: dict = {}


def client_of(key: str):
    if key not in cache:
        cache[key] = httpx.Client()
    return cache[key]


class Pool:
    def __init__(self) -> None:
        self._free = []
        self._mixed = {}

    def put(self) -> None:
        self._free.append(requests.Session())
        self._mixed["a"] = requests.Session()
        self._mixed["b"] = httpx.Client()

    async def use(self) -> None:
        #? requests.Session().get
        await asyncio.to_thread(self._free.pop().get, "url")
        #? httpx.Client().get
        await asyncio.to_thread(client_of("a").get, "url")
        #? None
        await asyncio.to_thread(self._mixed["a"].get, "url")
        for key, each in cache.items():
            #? httpx.Client().close
            await asyncio.to_thread(each.close)
