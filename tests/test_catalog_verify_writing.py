"""What `catalog verify` writes into a catalogue file: shapes and aliases, short and once."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_async_offload.catalog.catalogue import Catalogue
from flake8_async_offload.catalog.reading import read
from flake8_async_offload.catalog_verify import aliases, report, results, shapes
from flake8_async_offload.catalog_verify.comparison import compare
from flake8_async_offload.catalog_verify.library import Library
from flake8_async_offload.catalog_verify.values import Reader


def test_shapes_are_written_short() -> None:
    right = {
        "a.C().x.list_a": "async for",
        "a.C().x.list_b": "async for",
        "a.C().y.list_c": "async for",
        "a.C().x.walk": "async for",
        "a.C().x.stream": "async with",
        "a.C().y.stream": "await",
        "a.C().y.get": "await",
    }
    table = shapes.table(right)
    assert table == {"async for": ["**.{list_*,walk}"], "async with": ["**.x.stream"]}
    text = 'distribution = "a"\n[twins]\n"a.*" = "a.b*"\n[shapes]\n"await" = []\n\n[[example]]\ncode = ""\n'
    assert shapes.written(text, table) == (
        'distribution = "a"\n[twins]\n"a.*" = "a.b*"\n[shapes]\n"async for" = ["**.{list_*,walk}"]\n'
        '"async with" = ["**.x.stream"]\n\n[[example]]\ncode = ""\n'
    )


def test_shapes_are_grouped_by_owner() -> None:
    names = ["get", "list", "wait"]
    right = {f"a.C().{owner}.{name}": "async for" for owner in ("x", "y") for name in names if name != "wait"}
    right |= {f"a.C().z.{name}": "await" for name in names}
    right["a.C().v.wait"] = "async for"
    assert shapes.table(right) == {"async for": ["**.{x,y}.{get,list}", "**.v.wait"]}


def unknown(_: str) -> bool:
    """A catalogue that answers nothing yet."""
    return False


def package(folder: Path, classes: list[str]) -> Reader:
    """A package that makes public one class of each of its private modules."""
    folder.mkdir()
    for name in classes:
        (folder / f"_{name.lower()}.py").write_text(f"class {name}:\n    def go(self): ...\n", encoding="utf-8")
    lines = "".join(f"from {folder.name}._{name.lower()} import {name}\n" for name in classes)
    (folder / "__init__.py").write_text(lines, encoding="utf-8")
    return Reader(Library([folder.parent]))


def test_any_path_to_a_class_whose_name_is_the_only_one(tmp_path: Path) -> None:
    reader = package(tmp_path / "few", ["A", "B"])
    assert aliases.table(reader, ["few.A().go", "few.B().go"], unknown) == {"few.**.{A,B}": "few.*"}
    assert aliases.table(reader, ["few.B().go"], unknown) == {"few.**.B": "few.B"}
    assert aliases.table(reader, ["few.A().go", "few.B().go"], "few._a.A().go".__eq__) == {"few.**.B": "few.B"}
    own = tmp_path / "own.toml"
    own.write_text('distribution = "few"\n[aliases]\n"few.**.{A,B}" = "few.*"\n', encoding="utf-8")
    assert Catalogue([own]).canonical("few._a.A().go") == "few.A().go"
    assert Catalogue([own]).canonical("few.A().go") == "few.A().go"


def test_only_known_paths_to_a_class_whose_name_another_has(tmp_path: Path) -> None:
    package(tmp_path / "twice", ["A"])
    (tmp_path / "twice" / "other.py").write_text("class A:\n    def stop(self): ...\n", encoding="utf-8")
    reader = Reader(Library([tmp_path]))
    assert aliases.table(reader, ["twice.A().go"], unknown) == {"twice._a.**.A": "twice.A"}
    (tmp_path / "twice" / "_a.py").unlink()
    (tmp_path / "twice" / "_a").mkdir()
    for module in ("_a", "_b"):
        text = "class A:\n    def go(self): ...\n"
        (tmp_path / "twice" / "_a" / f"{module}.py").write_text(text, encoding="utf-8")
    (tmp_path / "twice" / "_a" / "__init__.py").write_text("from ._a import A\n", encoding="utf-8")
    reader = Reader(Library([tmp_path]))
    assert aliases.table(reader, ["twice.A().go"], unknown) == {
        "twice._a.A": "twice.A",
        "twice._a._a.A": "twice.A",
    }


def test_a_namespace_is_nobodys_package(tmp_path: Path) -> None:
    for name, text in {"acme": "from space.acme_v1.a import A\n", "acme_v1": "from .a import A\n"}.items():
        (tmp_path / "space" / name).mkdir(parents=True)
        (tmp_path / "space" / name / "__init__.py").write_text(text, encoding="utf-8")
    path = tmp_path / "space" / "acme_v1" / "a.py"
    path.write_text("class A:\n    def go(self): ...\n", encoding="utf-8")
    reader = Reader(Library([tmp_path]))
    assert aliases.table(reader, ["space.acme.A().go"], unknown) == {"space.acme_v1.**.A": "space.acme.A"}


def test_aliases_of_many_modules_are_one_line(tmp_path: Path) -> None:
    classes = [f"C{number}" for number in range(40)]
    reader = package(tmp_path / "many", classes)
    assert aliases.table(reader, [f"many.{name}().go" for name in classes], unknown) == {"many._*.*": "many.*"}
    own = tmp_path / "own.toml"
    own.write_text('distribution = "many"\n[aliases]\n"many._*.*" = "many.*"\n', encoding="utf-8")
    assert Catalogue([own]).canonical("many._c1.C1().go") == "many.C1().go"


def test_the_table_goes_between_the_marks() -> None:
    page = "a\n<!-- verified -->\nold\n<!-- end -->\nb\n"
    assert report.placed(page, ["new"]) == "a\n<!-- verified -->\nnew\n<!-- end -->\nb\n"
    with pytest.raises(ValueError, match="verified"):
        report.placed("a\n", ["new"])


RESULTS = """
from typing import Any, AsyncIterator, Awaitable, Dict, List, Optional, Tuple
class Thing: ...
class AsyncThing: ...
class Client:
    def names(self) -> Optional[List[str]]: ...
    def table(self) -> "dict[str, Any]": ...
    def both(self) -> Tuple[List[Thing], int]: ...
    def things(self) -> list[Thing]: ...
    def pages(self) -> list[str]: ...
    def one(self) -> Thing: ...
    def said(self): ...
class AsyncClient:
    async def names(self) -> list[str] | None: ...
    def table(self) -> Awaitable[Dict[str, Any]]: ...
    async def both(self) -> "tuple[List[Thing], int]": ...
    async def things(self) -> list[AsyncThing]: ...
    async def pages(self) -> AsyncIterator[str]: ...
    async def one(self) -> Thing: ...
    async def said(self): ...
"""


def test_what_calls_give_is_written(tmp_path: Path) -> None:
    (tmp_path / "acme.py").write_text(RESULTS, encoding="utf-8")
    reader = Reader(Library([tmp_path]))
    names = ("names", "table", "both", "things", "pages", "one", "said")
    found = {name: results.result(reader, f"acme.Client().{name}", f"acme.AsyncClient().{name}") for name in names}
    assert found == {
        "names": "plain", "table": "plain", "both": "plain", "things": "differs", "pages": "differs", "one": "",
        "said": None,
    }  # fmt: skip
    text = 'distribution = "acme"\nplain = [\n    "old",\n]\n\n[twins]\n"acme.Client().*" = "acme.AsyncClient().*"\n'
    keys = ("plain", "differs")
    told = {key: [f"acme.Client().{name}" for name in found if found[name] == key] for key in keys}
    right = [f"acme.Client().{name}" for name in found]
    after = results.written(text, told, right)
    lines = '["**.{both,names,table}"]\ndiffers = ["**.{pages,things}"]'
    assert after == text.replace('[\n    "old",\n]', lines)
    assert results.written(after, {key: [] for key in keys}, right) == text.replace('plain = [\n    "old",\n]\n', "")


def test_a_plain_value_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "acme.py").write_text(RESULTS, encoding="utf-8")
    own = tmp_path / "acme.toml"
    own.write_text(
        'distribution = "acme"\nplain = ["**.{names,pages,said}"]\n'
        '[twins]\n"acme.Client().*" = "acme.AsyncClient().*"\n[shapes]\n"async for await" = ["**.pages"]\n',
        encoding="utf-8",
    )
    found = compare(read(own), "acme", "1.0", Reader(Library([tmp_path])), Catalogue([own]))
    assert found.results == {
        "plain": [f"acme.Client().{name}" for name in ("names", "table", "both", "said")],  # the last by the file alone
        "differs": [f"acme.Client().{name}" for name in ("things", "pages")],
    }
    assert [name for name, _ in found.unlike] == ["acme.Client().pages"]
    assert found.wrong == 1
