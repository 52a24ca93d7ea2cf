"""Executors: in `executors/`, `#> dedicated 8 ThreadPoolExecutor :16` behind an offload says where its work runs.

That is the place, its size, its class, and the line that makes it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.test_audit import audited

PROGRAM = Path(__file__).parent / "executors" / "pools.py"


def said(site: dict[str, object]) -> str:
    """Return what an audit says of a site's executor."""
    executor = site["executor"]
    if not isinstance(executor, dict):
        return str(site["place"])
    made, kind = executor["made"], executor["kind"].rpartition(".")[2]
    formula = (executor["workers_from"] or "?").removesuffix(f", {made}")
    size = formula if executor["workers"] is None else str(executor["workers"])
    return " ".join(filter(None, [str(site["place"]), size, kind, made and f":{made.partition(':')[2]}"]))


def test_executors(tmp_path: Path) -> None:
    shutil.copy(PROGRAM, tmp_path)
    lines = PROGRAM.read_text(encoding="utf-8").splitlines()
    wanted = {f"{number} {line.partition('#> ')[2]}" for number, line in enumerate(lines, 1) if "#> " in line}
    sites = audited(".", cwd=tmp_path)["sites"]
    assert isinstance(sites, list)
    assert sorted(wanted ^ {f"{site['line']} {said(site)}" for site in sites}) == []
