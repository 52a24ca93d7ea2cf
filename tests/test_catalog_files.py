"""Catalogue files: faults told with their line, user files, the compiled form and what damages it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_async_offload.catalog import catalogue as catalog
from flake8_async_offload.catalog import compiled
from flake8_async_offload.catalog.error import CatalogueError
from flake8_async_offload.catalog.reading import faults
from flake8_async_offload.catalog.schema import FILE, LINE
from flake8_async_offload.kept import folder


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('distribution = "a"\ntwin = 1\n', 2, "unknown key 'twin', did you mean 'twins'?"),
        ('distribution = "a"\n[twins]\n"a.x" = { to = "a.y", shap = "await" }\n', 3, "did you mean 'shape'"),
        ('distribution = "a"\n[twins]\n"a.x" = { to = "a.y", shape = "awaits" }\n', 3, "did you mean 'await'"),
        ('distribution = "a"\n[twins]\n"**.x" = "a.y"\n', 3, "starts with a wildcard"),
        ('distribution = "a"\n[twins]\n"a.*" = "a.**"\n', 3, "other wildcards"),
        ('distribution = "a"\n[twins]\n"a.b**" = "a.**"\n', 3, "it takes a dot on each side"),
        ('distribution = "a"\n[twins]\n"a.{b" = "a.c"\n', 3, "unbalanced braces"),
        ('distribution = "a"\n\n[durations]\n"**" = "slow"\n', 4, "'slow' is none of"),
        ('distribution = "a"\n[shapes]\nawaits = ["a.*"]\n', 3, "did you mean 'await'"),
        ('distribution = "a"\nexcept = "a.*"\n', 2, "except: not a list of names"),
        ('[twins]\n"a.x" = "a.y"\n', 1, "distribution is missing"),
        ('[[work]]\ncallables = ["a"]\nkind = "cpu"\n', 2, "duration is missing in [[work]]"),
        ("distribution = \n", 1, "Invalid value"),
    ],
)
def test_faults_are_told_with_file_and_line(text: str, line: int, message: str, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as error:
        catalog.load((str(own),))
    assert str(error.value).startswith(f"{own}:{line}: ")
    assert message in str(error.value)


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('distribution = "a"\n[twins]\n"a.x" = "a.y"\n', encoding="utf-8")
    first = catalog.load((str(own),))
    assert catalog.load((str(own),)) is first
    own.write_text('distribution = "a"\n[twins]\n"a.x" = "a.other"\n', encoding="utf-8")
    twin = catalog.load((str(own),)).twin("a.x")
    assert twin
    assert twin.name == "a.other"


@pytest.mark.parametrize("damage", ["", "{}\n", "[]\n[]\n", '{"key": 1}\n', "half\n{"])
def test_a_damaged_cache_is_passed_over(damage: str) -> None:
    fresh = compiled.Compiled([])
    (cached,) = folder().glob("catalogue-*.json")
    whole = {name: fresh.part(name) for name in fresh.index["at"]}
    before = compiled.Compiled([])
    cached.write_text(damage or cached.read_text(encoding="utf-8").partition("\n")[0], encoding="utf-8")
    for found in (before, compiled.Compiled([]), compiled.Compiled([])):
        assert {name: found.part(name) for name in found.index["at"]} == whole


def test_what_a_wheel_holds_is_not_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = compiled.Compiled([])
    whole = {name: fresh.part(name) for name in fresh.index["at"]}
    shipped = tmp_path / "compiled.json"
    shipped.write_bytes(compiled.packed(compiled.built_in(), compiled.shipped_key()))
    monkeypatch.setattr(compiled, "SHIPPED", shipped)
    monkeypatch.setattr(compiled, "stamps", None)  # nothing of the user's cache is asked for
    found = compiled.Compiled([])
    assert {name: found.part(name) for name in found.index["at"]} == whole
    monkeypatch.undo()
    shipped.write_bytes(compiled.packed(compiled.built_in()[1:], ["another release"]))
    monkeypatch.setattr(compiled, "SHIPPED", shipped)
    assert compiled.Compiled([]).index == fresh.index


def test_without_a_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    twin = catalog.Catalogue().twin("time.sleep")
    assert twin
    assert twin.name == "asyncio.sleep"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no such file"):
        catalog.load((str(tmp_path / "gone.toml"),))
    assert catalog.load((str(tmp_path / "*.toml"),)).twin("time.sleep")


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes(b'distribution = "\xff"\n')
    with pytest.raises(CatalogueError, match=r"own\.toml:1: cannot be read"):
        catalog.load((str(tmp_path / "own.toml"),))


_VALUES = st.recursive(
    st.booleans() | st.integers() | st.sampled_from(["a.b", "**.x", "a.{b", "", "await", "a.**.c*"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from([*LINE, "a.b", "**"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*FILE, "twin"]), _VALUES, max_size=4))
def test_no_table_breaks_the_check(table: dict[str, object]) -> None:
    told = list(faults(table))
    if not told:
        compiled.build([table])


def test_nothing_is_imported_or_parsed_before_the_first_question(tmp_path: Path) -> None:
    script = """
import sys
import time
from flake8_async_offload.catalog import catalogue as catalog
catalogue = catalog.load()
assert "openai" in catalogue.roots
print([name for name in ("tomllib", "dataclasses", "hashlib", "difflib") if name in sys.modules])
print([name for name in ("_entries", "_works") if name in vars(catalogue)], [*catalogue._below])
catalogue.twin("json.nothing")
print([name for name in ("_entries", "_works") if name in vars(catalogue)], [*catalogue._below])
"""
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    for _ in range(2):  # the first one writes the cache
        run = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True
        )
    assert run.stdout.splitlines() == ["[]", "[] []", "[] ['json']"]


def test_the_whole_catalogue_is_read_in_fifteen_milliseconds() -> None:
    """Of processor time: what others do on the machine does not count. The first of the runs writes the cache."""
    taken = []
    for _ in range(6):
        start = time.process_time()
        catalogue = catalog.Catalogue()
        assert catalogue.twin("openai.OpenAI().files.list")
        assert catalogue.facts("time.sleep")
        taken.append(time.process_time() - start)
    assert min(taken) < 0.015
