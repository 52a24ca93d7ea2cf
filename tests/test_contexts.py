"""Who reaches a site: in `contexts/`, `#> request: GET /documents` behind an offload says its context and the entry.

Of a fan-out it says what it is made for and what bounds it: `#> fan-out, per item, bounded by limit`.
Each file, and each folder, is audited as a project of its own.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_audit import audited

PROGRAMS = sorted(path for path in (Path(__file__).parent / "contexts").iterdir() if path.name != "__pycache__")


def expected(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield what the comments of a project's files say, each with its place."""
    for path in sorted(folder.rglob("*.py")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if "#>" in line:
                yield f"{path.relative_to(folder).as_posix()}:{number}", line.partition("#>")[2].strip()


def said(site: dict[str, object]) -> tuple[str, str]:
    entries = site["reached_from"]
    assert isinstance(entries, list)
    reached = ": ".join(filter(None, [str(site["context"]), ", ".join(entries)]))
    per_item = [part for part in str(site["risk_reason"]).split("; ") if part.startswith("per item")]
    return f"{site['path']}:{site['line']}", ", ".join([reached, *per_item])


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_contexts(program: Path, tmp_path: Path) -> None:
    if program.is_dir():
        shutil.copytree(program, tmp_path, dirs_exist_ok=True)
    else:
        shutil.copy(program, tmp_path)
    wanted = set(expected(tmp_path))
    assert wanted
    sites = audited(".", cwd=tmp_path)["sites"]
    assert isinstance(sites, list)
    assert sorted(wanted ^ {said(site) for site in sites}) == []
