"""Programs nobody would write are audited like any others: no crash, no ASO999, spans that lie in the text."""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flake8_async_offload.engine import sites
from flake8_async_offload.inventory import inventory
from flake8_async_offload.judging import judged
from flake8_async_offload.mending import Terms, mended
from flake8_async_offload.model import Finding
from flake8_async_offload.source import Source, UnreadableError
from flake8_async_offload.workspace import Workspace
from tests.mutations import Material, material, program

HERE = Path(__file__).parent
EVERYTHING = Terms(lambda rule, path: True, lambda source, finding: False, lambda name, path: False, unsafe=True)


def own_material(more: Iterable[str] = ()) -> Material:
    """Return what the case files are made of, and further texts."""
    files = sorted([*HERE.glob("cases/*.py"), *HERE.glob("names/*.py")])
    return material([*(path.read_text(encoding="utf-8") for path in files), *more])


def examine(text: str, folder: Path) -> list[Finding]:
    """Return all findings of a text, as the plugin has them; every face of the tool must cope with it.

    Raises whatever the tool raises, AssertionError for a span outside the text; nothing for what cannot be parsed.
    """
    file = folder / "fuzzed.py"
    file.write_bytes(text.encode(errors="surrogatepass"))
    told, _ = inventory(folder, [file], Workspace(root=folder), lambda rule, path: True)
    assert not [error.message for error in told.errors if error.internal]
    source = Source(str(file), text)
    try:
        found = sites(source, Workspace())
    except UnreadableError:
        return []
    for site in found:
        assert 1 <= site.span.line <= site.span.end_line <= len(source.lines)
        assert 0 <= site.span.column <= len(source.lines[site.span.line - 1])
        assert 0 <= site.span.end_column <= len(source.lines[site.span.end_line - 1])
    mended(source, Workspace(), EVERYTHING)
    return [finding for _, several in judged(found, bool) for finding in several]


@pytest.fixture(scope="module")
def parts() -> Material:
    return own_material()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of its own."""
    made = tmp_path_factory.mktemp("fuzzed")
    (made / "pyproject.toml").touch()
    return made


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_no_program_makes_it_fail(seed: int, parts: Material, folder: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        examine(program(random.Random(seed), parts), folder)  # noqa: S311


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.binary(max_size=200))
def test_no_bytes_make_it_fail(data: bytes, folder: Path) -> None:
    file = folder / "bytes.py"
    file.write_bytes(b"# to_thread\n" + data)
    told, _ = inventory(folder, [file], Workspace(root=folder), lambda rule, path: True)
    assert not [error.message for error in told.errors if error.internal]
