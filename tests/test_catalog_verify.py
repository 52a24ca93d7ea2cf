"""`catalog verify`: a small SDK with every trap, held against lines that are right and lines that are wrong."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from flake8_async_offload.catalog.catalogue import Catalogue
from flake8_async_offload.catalog.reading import read
from flake8_async_offload.catalog_verify.comparison import Report, compare
from flake8_async_offload.catalog_verify.conventions import found
from flake8_async_offload.catalog_verify.kinds import kind
from flake8_async_offload.catalog_verify.library import Library
from flake8_async_offload.catalog_verify.values import Reader
from flake8_async_offload.commands import catalog

PACKAGE = {
    "acme/__init__.py": """
        from typing import TYPE_CHECKING
        from ._client import AsyncClient, Client as Client, connect
        __all__ = ["AsyncClient", "Client", "Lazy", "AsyncLazy", "connect"]
        _LAZY = {"Lazy": "._lazy", "AsyncLazy": "._lazy"}
        def __getattr__(name): ...
        """,
    "acme/_lazy.py": """
        class Lazy:
            def fetch(self): ...
        class AsyncLazy:
            async def fetch(self): ...
        """,
    "acme/_things.py": """
        from typing import Any, AsyncIterator, Awaitable, Iterator, Union
        Answer = Union[Awaitable[Any], Any]
        class Things:
            def get(self, id: str) -> str: ...
            def list(self) -> Iterator[str]: ...
            def pages(self) -> Iterator[str]: ...
            def shared(self) -> Answer: ...
            def open(self): ...
            def local(self) -> int: ...
            def only_sync(self): ...
        class Pages:
            def __aiter__(self): ...
            def __await__(self): ...
        class AsyncThings:
            def __init__(self, client: "AsyncClient"):
                self._client = client
            async def get(self, id: str) -> str: ...
            async def list(self) -> AsyncIterator[str]: ...
            async def pages(self) -> AsyncIterator[str]:
                yield ""
            def shared(self):
                return self._send("shared")
            async def _send(self, what): ...
            def open(self) -> "Manager": ...
            def local(self) -> int: ...
            def paged(self) -> Pages: ...
        class Manager:
            async def __aenter__(self): ...
        """,
    "acme/_client.py": """
        from __future__ import annotations
        from functools import cached_property
        class Base:
            def ping(self): ...
        class Client(Base):
            @cached_property
            def things(self) -> Things:
                from ._things import Things
                return Things()
            def bucket(self, name): return Bucket()
            def both(self): ...
            async def both_async(self): ...
        class Bucket:
            def read(self): ...
        class AsyncClient(Base):
            def __init__(self):
                self.things = AsyncThings(self)
            def bucket(self, name): return AsyncBucket()
            async def ping(self): ...
        class AsyncBucket:
            async def read(self): ...
        def connect(): ...
        from ._things import AsyncThings, Things
        """,
}
FILE = """
distribution = "acme"
factories = ["acme.Client().bucket"]
local = ["**.local"]
blocking = ["acme.connect"]
[twins]
"acme.Client().both" = "acme.Client().both_async"
"acme.Client().gone" = "acme.AsyncClient().gone"
"acme.Client().things.**" = "acme.AsyncClient().things.**"
"acme.Client().bucket().**" = "acme.AsyncClient().bucket().**"
[shapes]
"async for" = ["**.list"]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("acme")
    for name, text in PACKAGE.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(line[8:] for line in text.splitlines()), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def reader(folder: Path) -> Reader:
    return Reader(Library([folder]))


def compared(reader: Reader, folder: Path, text: str) -> Report:
    path = folder / "acme.toml"
    path.write_text(text, encoding="utf-8")
    return compare(read(path), "acme", "1.0", reader, Catalogue([path]))


@pytest.fixture(scope="module")
def report(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Report:
    return compared(reader, tmp_path_factory.mktemp("file"), FILE)


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("acme.AsyncClient().things.get", "await"),
        ("acme.AsyncClient().things.list", "async for await"),
        ("acme.AsyncClient().things.pages", "async for"),
        ("acme.AsyncClient().things.open", "async with"),
        ("acme.AsyncClient().things.paged", "await"),
        ("acme.AsyncClient().things.shared", "await"),  # a plain def that returns a coroutine
        ("acme.AsyncClient().bucket().read", "await"),  # a factory without an annotation
        ("acme.AsyncLazy().fetch", "await"),  # imported by the module's __getattr__
        ("acme.AsyncClient().things.local", None),
    ],
)
def test_the_shape_of_a_form(reader: Reader, name: str, shape: str | None) -> None:
    each = kind(reader, name)
    assert each is not None
    assert each.shape == shape


def test_a_name_that_does_not_exist(reader: Reader) -> None:
    assert kind(reader, "acme.AsyncClient().things.nothing") is None
    assert kind(reader, "acme.AsyncClient().things.get().deeper") is None


def test_usual_names_are_found(reader: Reader) -> None:
    for name, twin in {
        "acme.Client().ping": "acme.AsyncClient().ping",
        "acme.Client().both": "acme.Client().both_async",
        "acme.Lazy().fetch": "acme.AsyncLazy().fetch",
    }.items():
        candidate = found(reader, name)
        assert candidate is not None
        assert candidate[0] == twin
    assert found(reader, "acme.Client().things.only_sync") is None


def test_right_names_are_counted(report: Report) -> None:
    assert {name: shape for name, (_, shape) in report.right.items()} == {
        "acme.Client().both": "await",
        "acme.Client().bucket().read": "await",
        "acme.Client().things.get": "await",
        "acme.Client().things.list": "async for await",
        "acme.Client().things.open": "async with",
        "acme.Client().things.pages": "async for",
        "acme.Client().things.shared": "await",
    }
    assert report.lines["acme.Client().things.**"] == [6, 5]


def test_what_is_wrong_is_told(report: Report) -> None:
    assert report.missing == [("acme.Client().things.only_sync", "acme.AsyncClient().things.only_sync")]
    assert not report.not_awaitable
    assert [name for name, _ in report.shapes] == [
        "acme.Client().things.list",
        "acme.Client().things.pages",
        "acme.Client().things.open",
    ]
    assert [name for name, _ in report.uncovered] == ["acme.Client().ping", "acme.Lazy().fetch"]
    assert "twins: acme.Client().gone" in report.idle


def test_a_form_that_is_not_asynchronous(reader: Reader, tmp_path: Path) -> None:
    report = compared(reader, tmp_path, FILE.replace('local = ["**.local"]', ""))
    assert report.not_awaitable == [("acme.Client().things.local", "acme.AsyncClient().things.local")]
    assert report.wrong == 2


def test_trust_is_counted_apart(reader: Reader, tmp_path: Path) -> None:
    report = compared(reader, tmp_path, 'trusted = ["**.only_sync"]' + FILE)
    assert report.trusted == ["acme.Client().things.only_sync"]
    assert report.wrong == 0


def test_an_alias_that_hides_a_line_is_told(reader: Reader, tmp_path: Path) -> None:
    report = compared(reader, tmp_path, FILE + '[aliases]\n"acme.Client" = "acme.Other"\n')
    assert ("acme.Client().both", "nothing") in report.hidden
    assert not report.right


def test_the_command(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "acme.toml"
    own.write_text(
        'distribution = "acme"\n[twins]\n"acme.Client().things.**" = "acme.AsyncClient().things.**"\n', encoding="utf-8"
    )
    parser = argparse.ArgumentParser()
    catalog.configure(parser)
    command = ["--catalog", str(own), "verify", "acme", "--path", str(folder)]
    assert catalog.run(parser.parse_args([*command, "--write-shapes"])) == 1
    out = capsys.readouterr().out
    assert out.startswith("acme: acme from --path: 5 of 8 asynchronous forms mapped (62.5%), 2 wrong")
    assert "acme.Client().things.only_sync -> acme.AsyncClient().things.only_sync" in out
    assert '"async with" = ["**.open"]' in own.read_text(encoding="utf-8")
    catalog.run(parser.parse_args([*command, "--write-aliases"]))
    assert '[aliases]\n"acme.**.Client" = "acme.Client"\n' in own.read_text(encoding="utf-8")
    capsys.readouterr()
    assert catalog.run(parser.parse_args([*command, "--format", "json"])) == 1
    (told,) = json.loads(capsys.readouterr().out)
    assert told["with_form"] == 8
    assert not told["shapes"]
    catalog.run(parser.parse_args([*command, "--format", "markdown"]))
    page = capsys.readouterr().out
    assert "| acme | from --path | 8 | 5 | 62.5% | 0 | 2 |" in page
    assert "62.5% mapped, as the mean of 1 files; 2 wrong." in page
