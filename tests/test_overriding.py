"""What runs where a class leaves a method open: the project's other classes fill it in, and agree or are listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_audit import audited

BASE = """
from abc import ABC, abstractmethod

class Store(ABC):
    @abstractmethod
    def read(self, key): ...

    @abstractmethod
    def alike(self, key): ...

    def hook(self):
        pass

    def fetch(self, key):
        return self.alike(key)
"""
STORES = """
import pathlib
import requests
from shop.base import Store

class Remote(Store):
    def read(self, key):
        return requests.get(key)

    def alike(self, key):
        return pathlib.Path(key).read_bytes()

class Local(Store):
    def read(self, key):
        return pathlib.Path(key).read_bytes()

    def alike(self, key):
        return pathlib.Path("local", key).read_bytes()

class Cached(Local):
    def hook(self):
        requests.post("hook")
"""
USES = """
import asyncio
from shop.base import Store

async def use(store: Store):
    await asyncio.to_thread(store.{method}, "key")
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "shop").mkdir()
    for name, text in {"__init__": "", "base": BASE, "stores": STORES}.items():
        (tmp_path / "shop" / f"{name}.py").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("method", "work", "does"),
    [
        ("alike", "blocking-io", ["pathlib.Path().read_bytes"]),
        ("fetch", "blocking-io", ["pathlib.Path().read_bytes"]),
        ("read", "unknown", ["requests.get", "pathlib.Path().read_bytes"]),
        ("hook", "async-package", ["requests.post"]),
    ],
)
def test_those_that_fill_a_method_in_are_alternatives(shop: Path, method: str, work: str, does: list[str]) -> None:
    (shop / "shop" / "uses.py").write_text(USES.format(method=method), encoding="utf-8")
    found = audited(".", cwd=shop)["sites"]
    assert isinstance(found, list)
    said = [(site["target"], site["work"], site["does"]) for site in found]
    assert said == [(f"shop.base.Store.{method}", work, does)]


CHOICES = """
import asyncio
import pathlib
import requests

session = requests.Session()
TABLE = {{"read": session.get, "write": session.post}}

def local(): pathlib.Path("file").read_bytes()

def remote(): requests.get("url")

async def use(flag, kind, given):
    match kind:
        case "a": call = local
        case "b": call = remote
        case "c": call = pathlib.Path("b").read_bytes
        case _: call = None
    await asyncio.to_thread({callee})
"""
GET, POST, READ = "requests.Session().get", "requests.Session().post", "pathlib.Path().read_bytes"


@pytest.mark.parametrize(
    ("callee", "work", "does"),
    [
        ("session.get if flag else session.post", "async-package", [GET, POST]),
        ("TABLE[kind]", "async-package", [GET, POST]),
        ("local if flag else remote", "unknown", [READ, "requests.get"]),
        ("call", "unknown", [READ, "requests.get"]),
        ("partial(local if flag else pathlib.Path('b').read_bytes)", "blocking-io", [READ]),
        ("local if flag else given", "unknown", []),
    ],
)
def test_callees_that_a_condition_chooses_are_alternatives(
    tmp_path: Path, callee: str, work: str, does: list[str]
) -> None:
    text = f"from functools import partial\n{CHOICES.format(callee=callee)}"
    (tmp_path / "uses.py").write_text(text, encoding="utf-8")
    found = audited(".", cwd=tmp_path)["sites"]
    assert isinstance(found, list)
    assert [(site["target"], site["work"], site["does"]) for site in found] == [(None, work, does)]


APPLICATION = """
import asyncio
import requests
from fastapi import FastAPI, Request
from shop.stores import Local

async def lifespan(app: FastAPI):
    app.state.store = Local()
    app.session = requests.Session()
    yield

class Other:
    def start(self, app) -> None:
        app.state.other = Local()
"""
HANDLER = """
import asyncio
from fastapi import Request

async def handle(request: Request):
    await asyncio.to_thread(request.app.{path}, "key")
"""


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("state.store.alike", "shop.stores.Local.alike"),
        ("session.get", "requests.Session().get"),
        ("state.other.alike", "fastapi.Request().app.state.other.alike"),
    ],
)
def test_a_request_finds_what_is_stored_on_the_application(shop: Path, path: str, target: str) -> None:
    (shop / "shop" / "main.py").write_text(APPLICATION, encoding="utf-8")
    (shop / "shop" / "handlers.py").write_text(HANDLER.format(path=path), encoding="utf-8")
    found = audited(".", cwd=shop)["sites"]
    assert isinstance(found, list)
    assert [site["target"] for site in found] == [target]
