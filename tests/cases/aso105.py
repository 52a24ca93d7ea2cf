"""ASO105: the asynchronous form of an offloaded call runs in threads itself."""

import asyncio

import openai
from langchain_core.vectorstores import VectorStore

api = openai.OpenAI()


async def gains_nothing(store: VectorStore, question: str) -> object:
    return await asyncio.to_thread(store.similarity_search, question)  # ASO105 the default executor


async def gains(question: str) -> object:
    return await asyncio.to_thread(api.responses.create, model="m", input=question)
