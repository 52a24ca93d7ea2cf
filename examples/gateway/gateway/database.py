"""The schema, brought up to date before the first request."""

from __future__ import annotations

import asyncio
from pathlib import Path

from alembic import command, config

SETTINGS = Path(__file__).parent / "alembic.ini"


async def prepare() -> None:
    await asyncio.to_thread(command.upgrade, config.Config(str(SETTINGS)), "head")
