"""The asynchronous form is a function beside it: `litellm.acompletion`."""

from __future__ import annotations

import asyncio
import threading


class RateLimitError(Exception):
    """Both sides raise it."""


def _answer(model: str, messages: tuple[str, ...], settings: dict[str, object]) -> dict[str, object]:
    if not messages:
        raise RateLimitError(model)
    return {"model": model, "messages": messages, **settings}


def completion(model: str, messages: tuple[str, ...] = (), **settings: object) -> dict[str, object]:
    print(f"thread {threading.current_thread() is not threading.main_thread()}\n", end="")
    return _answer(model, messages, settings)


async def acompletion(model: str, messages: tuple[str, ...] = (), **settings: object) -> dict[str, object]:
    print(f"thread {threading.current_thread() is not threading.main_thread()}\n", end="")
    await asyncio.sleep(0)
    return _answer(model, messages, settings)
