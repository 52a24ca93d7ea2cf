"""The ledger of decisions that a file's sites are answered by; most projects have none, and nothing is imported."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_async_offload.ledger.find import find
from flake8_async_offload.ledger.match import candidates, relative
from flake8_async_offload.model import Site, Work
from flake8_async_offload.settings import Settings

if TYPE_CHECKING:
    from flake8_async_offload.ledger.record import Ledger


def ledger_of(path: str, settings: Settings) -> Ledger | None:
    """Return the ledger a file's decisions are in: the one the settings name, or the nearest above the file."""
    folder = Path(path).parent if os.path.exists(path) else Path.cwd()  # noqa: PTH110
    place = Path(settings.ledger) if settings.ledger else find(folder)
    if place is None:
        return None
    from flake8_async_offload.ledger.read import read

    return read(place)


def executor_for(site: Site, settings: Settings) -> str | None:
    """Return the executor that long CPU-bound work should have: what a decision names, or else the settings."""
    ledger = ledger_of(site.path, settings) if site.work is Work.CPU else None
    records = candidates(ledger, relative(site.path, ledger.path), site) if ledger and not ledger.errors else ()
    named = (record.executor for record in records if record.decision == "dedicated-executor")
    return next(filter(None, named), settings.cpu_executor)
