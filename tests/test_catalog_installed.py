"""Asynchronous forms found in installed packages: verified in the source, nothing imported."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flake8_async_offload.catalog.installed import NOTE, found_twin, site_folders

FILES = {
    "acme2/__init__.py": """
raise SystemExit("imported")
from typing import TYPE_CHECKING
from ._client import AsyncClient, Client
from .tools import fetch, fetch_async, walk
if TYPE_CHECKING:
    from ._client import Old
Renamed = Client
""",
    "acme2/_client.py": """
from __future__ import annotations
from typing import Optional
from acme2 import _things
class Base:
    def ping(self): ...
    async def aping(self): ...
class Client(Base):
    def __init__(self):
        self.things = _things.Things()
    @property
    def more(self) -> Optional[_things.Things]: ...
    def open(self) -> "_things.Things": ...
    def lost(self): ...
    def close(self): ...
class AsyncClient(Base):
    things: _things.AsyncThings
    async def close(self): ...
    def lost(self): ...
class Old:
    def go(self): ...
    def go_async(self) -> "Awaitable[int]": ...
""",
    "acme2/_things.py": """
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
class Things:
    def get(self): ...
    def pages(self): ...
    def each(self): ...
    def lock(self): ...
class AsyncThings:
    async def get(self): ...
    async def pages(self):
        yield 1
    def each(self) -> AsyncIterator[int]: ...
    @asynccontextmanager
    async def lock(self):
        yield
""",
    "acme2/tools.py": """
def fetch(): ...
async def fetch_async(): ...
def walk(): ...
""",
    "acme2/aio/__init__.py": """
from .tools import *
async def walk(): ...
""",
    "acme2/loop.py": """
from .loop import Thing
class Child(Child):
    def go(self): ...
""",
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    folder = tmp_path_factory.mktemp("env") / "site-packages"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return (folder,)


@pytest.mark.parametrize(
    ("name", "twin", "shape"),
    [
        ("acme2.Client().close", "acme2.AsyncClient().close", "await"),
        ("acme2.Client().ping", "acme2.Client().aping", "await"),
        ("acme2.Client().things.get", "acme2.AsyncClient().things.get", "await"),
        ("acme2.Client().things.pages", "acme2.AsyncClient().things.pages", "async for"),
        ("acme2.Client().things.each", "acme2.AsyncClient().things.each", "async for"),
        ("acme2.Client().things.lock", "acme2.AsyncClient().things.lock", "async with"),
        ("acme2.fetch", "acme2.fetch_async", "await"),
        ("acme2.walk", "acme2.aio.walk", "await"),
        ("acme2.Old().go", "acme2.Old().go_async", "await"),
    ],
)
def test_a_form_is_found(folders: tuple[Path, ...], name: str, twin: str, shape: str) -> None:
    found = found_twin(name, folders)
    assert found is not None
    assert (found.name, found.shape, found.note) == (twin, shape, NOTE)


@pytest.mark.parametrize(
    "name",
    [
        "acme2.Client().lost",  # the other side's is a plain def
        "acme2.Client().gone",  # not there
        "acme2.Client",  # a class
        "acme2.AsyncClient().close",  # asynchronous already
        "acme2.tools.fetch_async",
        "acme2.loop.Thing().go",  # imports itself
        "acme2.loop.Child().stop",  # is its own base
        "acme3.anything",
        "json.loads",
        "open().read",
    ],
)
def test_nothing_is_made_up(folders: tuple[Path, ...], name: str) -> None:
    assert found_twin(name, folders) is None


def test_values_are_followed(folders: tuple[Path, ...]) -> None:
    for name in ("acme2.Client().more.get", "acme2.Client().open().get", "acme2.Renamed().things.get"):
        assert found_twin(name, folders) is None  # they exist, and no form of them does
    assert "acme2" not in sys.modules


def test_folders_are_those_of_installed_packages() -> None:
    assert site_folders()
    assert all(path.name in ("site-packages", "dist-packages") for path in site_folders())
