"""The application: its routes, and what runs beside them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from fastapi import FastAPI

from gateway import batch, database, overflow
from gateway.documents import router


@contextlib.asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    await database.prepare()
    tasks = [asyncio.create_task(batch.poll_for_ever()), asyncio.create_task(overflow.scan_for_ever())]
    yield
    for task in tasks:
        task.cancel()


app = FastAPI(lifespan=lifespan)
app.include_router(router)
