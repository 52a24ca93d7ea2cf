"""The asynchronous form is another class: `AsyncOpenAI().responses.create`."""

from __future__ import annotations

import asyncio
import threading


class RateLimitError(Exception):
    """Both sides raise it."""


def _answer(question: str, closed: bool) -> str:
    print(f"thread {threading.current_thread() is not threading.main_thread()}\n", end="")
    if closed:
        raise RuntimeError("closed")
    if not question:
        raise RateLimitError("no question")
    return f"answer to {question}"


class _Responses:
    def __init__(self, client: OpenAI) -> None:
        self._client = client

    def create(self, *, prompt: str) -> str:
        return _answer(prompt, self._client.closed)


class _AsyncResponses:
    def __init__(self, client: AsyncOpenAI) -> None:
        self._client = client

    async def create(self, *, prompt: str) -> str:
        await asyncio.sleep(0)
        return _answer(prompt, self._client.closed)


class OpenAI:
    closed = False

    def __init__(self) -> None:
        self.responses = _Responses(self)

    def __enter__(self) -> OpenAI:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self.closed = True


class AsyncOpenAI:
    closed = False

    def __init__(self) -> None:
        self.responses = _AsyncResponses(self)

    async def __aenter__(self) -> AsyncOpenAI:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    async def close(self) -> None:
        self.closed = True
