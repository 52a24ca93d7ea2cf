"""astroid's second opinion: asked only in a deep run, by position, for what the binding model leaves open."""

from __future__ import annotations

import sys
from pathlib import Path

from flake8_async_offload.engine import sites
from flake8_async_offload.inference import Inference
from flake8_async_offload.settings import Settings
from flake8_async_offload.source import Source
from flake8_async_offload.workspace import Workspace

CODE = """\
import asyncio
import tempfile


class Spool:
    def work(self) -> None: ...


HANDLERS = [Spool().work, tempfile.mkdtemp]


async def names(given) -> None:
    await asyncio.to_thread(given)
    await asyncio.to_thread(HANDLERS[0])
"""


def targets(*, deep: bool, path: str = "spool.py") -> list[str | None]:
    return [site.target for site in sites(Source(path, CODE), Workspace(Settings(deep=deep)))]


def test_only_a_deep_run_asks() -> None:
    assert targets(deep=False) == [None, None]
    assert targets(deep=True) == [None, "spool.Spool.work"]


def test_a_failure_means_unnamed() -> None:
    assert Inference().name("broken.py", "def (", "broken", 1, 0) is None
    assert Inference().name("app.py", "x = 1\n", "app", 9, 9) is None


def test_it_imports_nothing_that_it_reads(tmp_path: Path) -> None:
    (tmp_path / "hostile.py").write_text("import pathlib\npathlib.Path('ran').touch()\n", encoding="utf-8")
    text = "import hostile\nhostile.run\n"
    Inference().name(str(tmp_path / "app.py"), text, "app", 2, 0)
    assert "hostile" not in sys.modules
    assert not (tmp_path / "ran").exists()
