"""ASO101: an SDK call that has an asynchronous form runs in a thread."""

import asyncio
import unittest
from functools import partial

import anyio
import httpx
import openai
import psycopg
import runpod
import stripe
from fastapi import Depends
from google import genai
from google.genai import Client
from pymilvus import MilvusClient

client = genai.Client()


class Gemini:
    def __init__(self, key: str, pages: list[str]) -> None:
        self._client = genai.Client(api_key=key)
        self._pages = pages

    async def page(self, model: str, contents: str) -> object:
        return await self._client.aio.models.generate_content(  # ASO101 await self._client.aio.models.generate_content(...)
            model=model, contents=contents
        )

    async def lazily(self) -> object:
        call = partial(self._client.models.generate_content, model="m")
        return await asyncio.get_running_loop().run_in_executor(None, call)  # ASO101 self._client.aio.models

    async def chats(self) -> object:
        # No asynchronous form: it is a factory and does no I/O.
        return await asyncio.to_thread(self._client.chats.create, model="m")


async def every_spelling(contents: str) -> None:
    await client.aio.models.generate_content(model="m", contents=contents)  # ASO101
    await client.aio.models.generate_content(model="m", contents=contents)  # ASO101
    await client.aio.files.upload(file="f")  # ASO101 await client.aio.files.upload(...)
    await client.aio.batches.get(name="n")  # ASO101 AnyIO's thread limiter
    await client.aio.batches.get(name="n")  # ASO101 asgiref's single thread
    await client.aio.files.delete("name")  # ASO101 await client.aio.files.delete(...)


async def annotated(given: Client, made: openai.OpenAI = Depends(openai.OpenAI)) -> None:
    await asyncio.to_thread(given.models.list)  # ASO101
    await asyncio.to_thread(made.chat.completions.create, model="m")  # ASO101 openai.AsyncOpenAI().chat.completions


async def without_exact_form(endpoint: runpod.Endpoint) -> None:
    await asyncio.to_thread(endpoint.run_sync, {"input": {}})  # ASO101 runpod.AsyncioEndpoint


async def module_functions(url: str) -> None:
    await asyncio.to_thread(httpx.get, url)  # ASO101 await httpx.AsyncClient().get(...)
    await asyncio.to_thread(stripe.Customer.create, name="n")  # ASO101 await stripe.Customer.create_async(...)


async def in_a_task_group(names: list[str]) -> None:
    async with anyio.create_task_group() as group:
        group.start_soon(anyio.to_thread.run_sync, client.files.delete, "name")  # ASO101 await client.aio.files.delete
        group.start_soon(partial(anyio.to_thread.run_sync, client.files.delete, "name"))  # ASO101


async def nobody_knows(service, settings: dict[str, str]) -> None:
    await asyncio.to_thread(service.get, "key")
    await asyncio.to_thread(settings.get, "key")
    await asyncio.to_thread(open, "file")


async def asynchronous_already(api: openai.AsyncOpenAI) -> None:
    await api.chat.completions.create(model="m", messages=[])


class Tests(unittest.IsolatedAsyncioTestCase):
    async def test_it(self) -> None:
        # In a test nobody else waits for the thread.
        await asyncio.to_thread(client.models.list)


async def closes(milvus: MilvusClient) -> None:
    # Nothing is waited for.
    await asyncio.to_thread(milvus.close)


async def makes_a_client(dsn: str) -> object:
    # Not rewritten: what the caller does with an asynchronous connection would have to be awaited.
    return await asyncio.to_thread(psycopg.connect, dsn)  # ASO101 await psycopg.AsyncConnection.connect(...)
