"""A program whose clients are made, entered and closed in every way; it prints what it gets and what is raised."""

import asyncio

from openai import OpenAI, RateLimitError

shared: OpenAI = OpenAI()


class Chat:
    def __init__(self) -> None:
        self._api = OpenAI()

    async def ask(self, question: str) -> str:
        try:
            return await asyncio.to_thread(self._api.responses.create, prompt=question)
        finally:
            self._api.close()


async def entered(question: str) -> str:
    with OpenAI() as api:
        return api.responses.create(prompt=question).title()


async def together(question: str) -> list[str]:
    calls = [asyncio.to_thread(shared.responses.create, prompt=word) for word in (question, "b")]
    return await asyncio.gather(*calls)


async def main() -> None:
    chat = Chat()
    for work in (chat.ask("q"), chat.ask("again"), entered("e"), entered(""), together("a"), together("")):
        try:
            print(f"result {await work!r}\n", end="")  # in one write: threads print as well
        except (RateLimitError, RuntimeError) as error:
            print(f"raised {error!r}\n", end="")


asyncio.run(main())
