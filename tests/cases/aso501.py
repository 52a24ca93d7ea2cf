"""ASO501: a callee reads context variables in a thread that does not get them."""

import asyncio
import contextvars
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from functools import partial

import anyio
import pytest
import sentry_sdk
import structlog
from opentelemetry import trace

request_id: ContextVar[str] = ContextVar("request_id", default="-")
tracer = trace.get_tracer(__name__)
log = structlog.get_logger()
pool = ThreadPoolExecutor()
processes = ProcessPoolExecutor()


def current() -> str:
    return request_id.get()


def deeper(text: str) -> str:
    return f"{current()} {text}"


def traced(text: str) -> str:
    with tracer.start_as_current_span("work"):
        return text


def logged(text: str) -> object:
    return structlog.contextvars.get_contextvars()


def told(text: str) -> None:
    log.info("working", text=text)


def of_its_own(text: str) -> str:
    request_id.set(text)
    return request_id.get()


def hands_on(text: str) -> None:
    pool.submit(copy_context().run, plain, text)


def given(name: str | None = None) -> str:
    return name or current()


def plain(text: str) -> str:
    return text.strip()


async def lost(text: str) -> None:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, current)  # ASO501 does not bring what request_id.get reads
    await loop.run_in_executor(pool, deeper, text)  # ASO501 request_id.get
    await loop.run_in_executor(pool, lambda: deeper(text))  # ASO501
    await loop.run_in_executor(None, partial(traced, text))  # ASO501 tracer.start_as_current_span
    await loop.run_in_executor(None, logged, text)  # ASO501 structlog.contextvars.get_contextvars
    await asyncio.wrap_future(pool.submit(current))  # ASO501 concurrent.futures.Executor.submit
    await loop.run_in_executor(None, request_id.get)  # ASO501
    structlog.contextvars.bind_contextvars(text=text)
    await loop.run_in_executor(None, told, text)  # ASO501 log.info


async def brought(text: str, unknown) -> None:
    loop = asyncio.get_running_loop()
    context = contextvars.copy_context()
    await loop.run_in_executor(None, context.run, current)
    await loop.run_in_executor(None, copy_context().run, current)
    await loop.run_in_executor(None, partial(context.run, deeper, text))
    await asyncio.to_thread(current)
    await anyio.to_thread.run_sync(current)
    await loop.run_in_executor(None, of_its_own, text)
    await loop.run_in_executor(None, plain, text)
    await loop.run_in_executor(None, hands_on, text)
    await loop.run_in_executor(None, given, current())
    await loop.run_in_executor(processes, current)
    await loop.run_in_executor(None, unknown, text)
    await loop.run_in_executor(None, sentry_sdk.capture_message, text)
    await loop.run_in_executor(None, deeper.__name__.strip)


async def test_that_threads_have_a_context_of_their_own() -> None:
    assert await asyncio.get_running_loop().run_in_executor(None, current) == "-"
