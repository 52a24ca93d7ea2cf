"""ASO107: an offloaded function does nothing that takes time but SDK calls with an asynchronous form."""

import asyncio
import json
import logging
import unittest

import openai
from google import genai

client = genai.Client()
api = openai.OpenAI()
logger = logging.getLogger(__name__)


def _summarise(text: str) -> str:
    logger.info("asking")
    answer = client.models.generate_content(model="m", contents=text.strip())
    return str(answer.text).upper()


def _through(text: str) -> str:
    return _summarise(f"{text}\n")


def _and_stores(text: str) -> str:
    answer = client.models.generate_content(model="m", contents=text)
    with open("answer.txt", "w") as file:
        file.write(answer.text)
    return answer.text


def _and_calls_the_unknown(text: str, service) -> str:
    answer = client.models.generate_content(model="m", contents=text)
    service.publish(answer)
    return answer.text


async def summarises(text: str) -> None:
    await asyncio.to_thread(_summarise, text)  # ASO107 _summarise -> google.genai.Client().models.generate_content
    await asyncio.to_thread(_through, text)  # ASO107 _through -> _summarise -> google.genai.Client().models
    await asyncio.to_thread(_and_stores, text)
    await asyncio.to_thread(_and_calls_the_unknown, text, None)


async def nested(question: str) -> object:
    def _ask() -> object:
        return api.responses.create(model="m", input=question)

    return await asyncio.to_thread(_ask)  # ASO107 _ask -> openai.OpenAI().responses.create


async def does_none(text: str) -> None:
    await asyncio.to_thread(json.loads, text)


class Reader:
    def __init__(self, key: str) -> None:
        self._client = genai.Client(api_key=key)

    async def read(self, page: str) -> str:
        return await asyncio.to_thread(  # ASO107 _read -> google.genai.Client().models.generate_content
            self._read, page, model="m"
        )

    def _read(self, page: str, *, model: str) -> str:
        answer = self._client.models.generate_content(model=model, contents=page)
        return str(answer.text).strip()


async def nested_on_one_object(question: str) -> str:
    def _ask_again() -> str:
        return str(client.models.generate_content(model="m", contents=question).text)

    return await asyncio.to_thread(_ask_again)  # ASO107 _ask_again -> google.genai.Client().models.generate_content


class Tests(unittest.IsolatedAsyncioTestCase):
    async def test_it(self) -> None:
        # In a test nobody else waits for the thread.
        await asyncio.to_thread(_summarise, "text")


class _Refreshed:
    refresh = lambda self: None  # noqa: E731

    async def all(self):
        await asyncio.to_thread(self._update)

    def _update(self):
        self.refresh()


class _Archive:
    @staticmethod
    def _name(key: str) -> str:
        """Say what the service calls it."""

        def bare(text: str) -> str:
            return text.strip()  # nothing to wait for

        # No thread is needed for this.
        return bare(client.files.get(name=key).name)

    def _size(self, key: str, *, unit: int = 1) -> int:
        try:
            return client.files.get(name=key).size_bytes // unit
        except ZeroDivisionError:
            return 0

    async def both(self, key: str) -> tuple[str, int]:
        return await asyncio.gather(
            asyncio.to_thread(self._name, key),  # ASO107 _name -> google.genai.Client().files.get
            asyncio.to_thread(lambda: self._size(key, unit=2)),  # ASO107 _size -> google.genai.Client().files.get
        )


class _Other:
    def _name(self) -> str:
        return "a method of the same name, and of another class"

    def said(self) -> str:
        return self._name()
