"""What `catalog verify` writes into a catalogue file: shapes and aliases, short and once."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_async_offload.catalog import Catalogue
from flake8_async_offload.catalog_verify import aliases, report, shapes
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


def test_aliases_of_many_modules_are_one_line(tmp_path: Path) -> None:
    for number in range(5):
        path = tmp_path / "many" / f"_m{number}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"class C{number}:\n    def go(self): ...\n", encoding="utf-8")
    lines = "".join(f"from many._m{number} import C{number}\n" for number in range(5))
    (tmp_path / "many" / "__init__.py").write_text(lines, encoding="utf-8")
    reader = Reader(Library([tmp_path]))
    assert aliases.table(reader, [f"many.C{number}().go" for number in range(5)]) == {"many._*.*": "many.*"}
    assert aliases.table(reader, ["many.C1().go", "many.C2().go"]) == {
        "many._m1.C1": "many.C1",
        "many._m2.C2": "many.C2",
    }
    own = tmp_path / "own.toml"
    own.write_text('distribution = "many"\n[aliases]\n"many._*.*" = "many.*"\n', encoding="utf-8")
    assert Catalogue([own]).canonical("many._m1.C1().go") == "many.C1().go"


def test_the_table_goes_between_the_marks() -> None:
    page = "a\n<!-- verified -->\nold\n<!-- end -->\nb\n"
    assert report.placed(page, ["new"]) == "a\n<!-- verified -->\nnew\n<!-- end -->\nb\n"
    with pytest.raises(ValueError, match="verified"):
        report.placed("a\n", ["new"])
