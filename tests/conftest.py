"""What the tests share: findings of a file or a text, as every face of the tool computes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_async_offload.engine import sites
from flake8_async_offload.judging import judged
from flake8_async_offload.model import Finding, Site
from flake8_async_offload.source import Source
from flake8_async_offload.workspace import Workspace

# The smallest program with a finding, ASO103 in its line 6, and the decision that answers it.
OFFLOAD = """\
import asyncio
import time


async def wait() -> None:
    await asyncio.to_thread(time.sleep, 1)
"""
DECISION = """\
version = 1

[[decision]]
path = "app.py"
function = "wait"
call = "asyncio.to_thread"
target = "time.sleep"
codes = ["ASO103"]
decision = "accepted"
reason = "Shows the ledger at work."
reviewed-by = "ada@example.com"
reviewed-on = 2026-01-01
"""


@pytest.fixture(autouse=True, scope="session")
def _catalogue_cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


def sites_of(path: Path | str, text: str | None = None) -> tuple[Site, ...]:
    """Return the sites of a file, or of a text under a path."""
    content = Path(path).read_text(encoding="utf-8") if text is None else text
    return sites(Source(str(path), content), Workspace())


def findings_of(path: Path | str, text: str | None = None) -> list[Finding]:
    """Return what all rules, the opt-in ones too, say of a file before decisions."""
    found = judged(sites_of(path, text), lambda rule: True)
    return [finding for _, several in found for finding in several]
