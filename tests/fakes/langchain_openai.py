"""The asynchronous form is the method with an `a` before it: `model.ainvoke`."""

from __future__ import annotations

import asyncio
import threading


class ChatOpenAI:
    def __init__(self, model: str) -> None:
        self.model = model

    def _answer(self, question: str, stop: str | None) -> str:
        if not question:
            raise ValueError("no question")
        return f"{self.model}: {question} until {stop}"

    def invoke(self, question: str, stop: str | None = None) -> str:
        print(f"thread {threading.current_thread() is not threading.main_thread()}\n", end="")
        return self._answer(question, stop)

    async def ainvoke(self, question: str, stop: str | None = None) -> str:
        print(f"thread {threading.current_thread() is not threading.main_thread()}\n", end="")
        await asyncio.sleep(0)
        return self._answer(question, stop)
