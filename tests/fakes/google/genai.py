"""The asynchronous form is behind an attribute: `client.aio.models.generate_content`."""

from __future__ import annotations

import asyncio
import threading


class ClientError(Exception):
    """Both sides raise it."""


class Answer:
    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"Answer({self.text!r})"


def _answer(model: str, contents: str, retries: int) -> Answer:
    if model == "missing":
        raise ClientError(f"404 {model}")
    return Answer(f"{model}: {contents} ({retries})")


class _Models:
    def generate_content(self, *, model: str, contents: str, retries: int = 0) -> Answer:
        print(f"thread {threading.current_thread() is not threading.main_thread()}\n", end="")
        return _answer(model, contents, retries)


class _AsyncModels:
    async def generate_content(self, *, model: str, contents: str, retries: int = 0) -> Answer:
        print(f"thread {threading.current_thread() is not threading.main_thread()}\n", end="")
        await asyncio.sleep(0)
        return _answer(model, contents, retries)


class _Aio:
    models = _AsyncModels()


class Client:
    models = _Models()
    aio = _Aio()
