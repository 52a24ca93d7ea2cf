"""A program that offloads calls of three SDKs in every spelling; it prints what it gets and what is raised."""

import asyncio
import functools
import time
from functools import partial

import litellm
from google import genai
from langchain_openai import ChatOpenAI
from litellm import completion

client = genai.Client()
chat = ChatOpenAI(model="gpt")


async def with_keywords(model: str) -> str:
    answer = await asyncio.to_thread(
        client.models.generate_content,
        model=model,
        contents="é",  # stays where it is
    )
    return answer.text


async def in_an_expression() -> str:
    return (await asyncio.to_thread(client.models.generate_content, model="m", contents="c", retries=2)).text.upper()


async def bound(question: str) -> str:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, partial(chat.invoke, question, stop="."))


async def bound_in_part(question: str) -> str:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, functools.partial(chat.invoke, question), "!")


async def starred(*messages: str, **settings: object) -> object:
    return await asyncio.to_thread(litellm.completion, "m", messages, *(), **settings)


async def behind_a_lambda(messages: tuple[str, ...]) -> object:
    return await asyncio.to_thread(lambda: litellm.completion(model="l", messages=messages, top_p=1))


async def on_the_loop(question: str) -> str:
    return chat.invoke(question).title()


def _summarise(text: str, *, model: str) -> str:
    answer = client.models.generate_content(model=model, contents=text.strip())
    return f"{answer.text}!"


async def by_function(model: str) -> str:
    return await asyncio.to_thread(_summarise, " text ", model=model)


async def by_nested_function(question: str) -> list[str]:
    def ask() -> list[str]:
        try:
            return [chat.invoke(question)]
        except ValueError as error:
            return [repr(error)]

    return await asyncio.to_thread(ask)


async def side_by_side(question: str) -> list[object]:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(asyncio.to_thread(chat.invoke, question))
    loop = asyncio.get_running_loop()
    first, second = await asyncio.gather(
        loop.run_in_executor(None, completion, "m", (question,)),  # begins at once
        asyncio.wait_for(asyncio.to_thread(completion, "n", messages=(question,)), timeout=5),
    )
    tasks = [asyncio.to_thread(chat.invoke, word) for word in ("a", "b")]
    return [task.result().upper(), first["model"], second["model"], *await asyncio.gather(*tasks)]


class Archive:
    @staticmethod
    def _look_up(name: str) -> str:
        def bare() -> str:
            return name.strip()

        return client.models.generate_content(model=bare(), contents=name).text

    async def look_up(self, name: str) -> str:
        return await asyncio.shield(asyncio.to_thread(lambda: self._look_up(name)))


async def waits() -> None:
    await asyncio.to_thread(time.sleep, 0.001)


async def main() -> None:
    for work in (
        with_keywords("m"), with_keywords("missing"), in_an_expression(), bound("why"), bound(""), bound_in_part("why"),
        starred("one", "two", seed=1), starred(), behind_a_lambda(("x",)), behind_a_lambda(()), on_the_loop("q"),
        on_the_loop(""), by_function("m"), by_function("missing"), by_nested_function("n"), by_nested_function(""),
        side_by_side("q"), Archive().look_up(" m "), Archive().look_up("missing "), waits(),
    ):  # fmt: skip
        try:
            print(f"result {await work!r}\n", end="")  # in one write: threads print as well
        except Exception as error:
            print(f"raised {error!r}\n", end="")


asyncio.run(main())
