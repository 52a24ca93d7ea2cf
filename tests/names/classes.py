"""Attributes of instances: set anywhere in the class, inherited, overridden, promised, properties and fields."""

import io
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol, TypedDict

import httpx
import requests
import transformers
from pydantic import BaseModel, Field, PrivateAttr


class Base:
    def __init__(self) -> None:
        self._client = httpx.Client()
        self._lazy: requests.Session | None = None

    def start(self) -> None:
        self._lazy = requests.Session()

    @property
    def http(self) -> httpx.Client:
        return self._client

    @cached_property
    def session(self):
        return requests.Session()

    @classmethod
    def make(cls) -> "Base":
        return cls()

    def work(self) -> None: ...

    def overridden(self) -> None: ...


class Derived(Base):
    def overridden(self) -> None:
        #? tests.names.classes.Base.overridden
        super().overridden
        #? tests.names.classes.Base.work
        self.work
        #? httpx.Client().get
        self._client.get
        #? requests.Session().get
        self._lazy.get
        #? httpx.Client().get
        self.http.get
        #? requests.Session().get
        self.session.get


class Extended(httpx.Client):
    def fetch(self) -> None:
        #? httpx.Client().get
        self.get


@dataclass
class Settings:
    client: httpx.Client
    session: requests.Session = field(default_factory=requests.Session)


class Model(BaseModel):
    client: httpx.Client = Field(default_factory=httpx.Client)
    _session: requests.Session = PrivateAttr(default_factory=requests.Session)


class Wrapped(httpx.Client):
    inner: Any

    def fetch(self) -> None:
        #? None
        self.inner.get


class Mixed(Base, httpx.Client): ...


class Later:
    def late(self) -> None: ...


class Below(Mixed, Later):
    def __init__(self) -> None:
        #? tests.names.classes.Later.late
        self.late
        #? httpx.Client().get
        self.get


class Held(TypedDict):
    session: requests.Session


class Other(Base):
    def own(self) -> None: ...


def either(flag: bool):
    return Derived() if flag else Other()


def alternatives(flag: bool, held: Held, given: Derived | Other) -> None:
    #? tests.names.classes.Base.overridden
    either(flag).overridden
    #? tests.names.classes.Base.overridden
    given.overridden
    #? None
    given.own
    narrowed: Derived = Base.make()
    #? tests.names.classes.Derived.overridden
    narrowed.overridden
    made = Derived()
    if flag:
        made = Other()
    #? tests.names.classes.Base.work
    made.work
    if flag:
        made = httpx.Client()
    #? None
    made.work
    #? requests.Session().get
    held["session"].get
    classes: dict[str, type["Derived"]] = {}
    made_by_name = {name: cls() for name, cls in classes.items()}
    #? tests.names.classes.Derived.overridden
    made_by_name["a"].overridden


def names(settings: Settings, model: Model, many: list[Derived]) -> None:
    #? tests.names.classes.Derived.overridden
    Derived().overridden
    #? tests.names.classes.Base.work
    Base.make().work
    #? httpx.Client().get
    settings.client.get
    #? requests.Session().get
    settings.session.get
    #? httpx.Client().get
    model.client.get
    #? tests.names.classes.Derived.overridden
    many[0].overridden
    #? httpx.Client().get
    Extended().get
    #? None
    settings.unknown.get


class Moved:
    def __init__(self, device: str) -> None:
        self.model = transformers.AutoModelForCausalLM.from_pretrained("name")
        self.model = self.model.to(device)
        self.text = io.StringIO()
        self.text = self.text.getvalue()

    def names(self) -> None:
        #? transformers.AutoModelForCausalLM.from_pretrained().generate
        self.model.generate
        #? None
        self.text.read


class Promises(Protocol):
    def load(self) -> bytes: ...

    def keep(self) -> None: ...


class Root:
    def close(self) -> None: ...


class Loads(Root):
    def load(self) -> bytes: ...

    def close(self) -> None: ...


class Keeps(Root, Promises):
    def use(self) -> None:
        #? tests.names.classes.Promises.load
        self.load


class Both(Keeps, Loads):
    def use(self) -> None:
        #? tests.names.classes.Loads.load
        self.load
        #? tests.names.classes.Promises.keep
        self.keep
        #? tests.names.classes.Loads.close
        self.close


class Circle(Circle): ...  # noqa: F821


def round_about(circle: Circle) -> None:
    #? None
    circle.load


declared: Derived


def start(flag: bool, base: Base) -> None:
    global declared
    declared = Derived() if flag else base


def use() -> None:
    #? tests.names.classes.Derived.overridden
    declared.overridden
