"""Every SDK's file: its own example, and the schema it is told to fit."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent

import jsonschema
import pytest

from flake8_async_offload.catalog import catalogue as catalog
from flake8_async_offload.catalog import compiled
from flake8_async_offload.catalog.reading import read
from flake8_async_offload.catalog.schema import FILE, LINE, WORK, Key, json_schema
from flake8_async_offload.model import Work
from tests.conftest import sites_of

TABLES = {path.stem: read(path) for path in compiled.built_in()}
EXAMPLES = [(stem, example) for stem, table in TABLES.items() for example in table.get("example", ())]
SAYS = {"twins", "near", "blocking"}  # without one of them an SDK is asynchronous only, and nothing is said of it


@pytest.fixture(scope="module")
def shipped() -> catalog.Catalogue:
    return catalog.load()


@pytest.mark.parametrize(("stem", "example"), EXAMPLES, ids=[example["target"] for _, example in EXAMPLES])
def test_example(stem: str, example: dict[str, str], shipped: catalog.Catalogue) -> None:
    target = example["target"]
    code = f"import asyncio\nasync def main():\n{indent(example['code'], '    ')}"
    found = [site.target for site in sites_of("example.py", code)]
    assert target in found if SAYS & set(TABLES[stem]) else not found
    assert shipped.canonical(target) == target
    twin = shipped.twin(target)
    if "instead" not in example:
        assert twin is None
        facts = shipped.facts(target)
        assert facts is None or facts.work == Work.BLOCKING_IO
    else:
        assert twin is not None
        assert twin.name == target or shipped.twin(twin.name) is None
        last = twin.name.rpartition(".")[2]
        assert twin.near == example["instead"] or re.search(rf"\b{last}\(", example["instead"])


@pytest.mark.parametrize("stem", sorted(TABLES))
def test_every_sdk_has_an_example(stem: str) -> None:
    table = TABLES[stem]
    assert table.get("example") or "distribution" not in table


def test_files_fit_the_json_schema() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    for table in TABLES.values():
        jsonschema.validate(table, schema)


@pytest.mark.parametrize(("title", "keys"), [("file", FILE), ("line", LINE), ("work", WORK)])
def test_the_page_tells_every_key(title: str, keys: dict[str, Key]) -> None:
    page = (Path(__file__).parent.parent / "docs" / "catalog.md").read_text(encoding="utf-8")
    rows = [f"| `{name}` | {_words(key)} |" for name, key in keys.items()]
    assert "\n".join(["| Key | |", "| --- | --- |", *rows]) + "\n" in page, "\n".join(rows)


def _words(key: Key) -> str:
    return f"{key.about}: {', '.join(f'`{word}`' for word in key.words)}" if key.words else key.about
