"""ASO203: CPU work that holds the GIL runs in several threads at once."""

import asyncio
import hashlib
import json
import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import markdown
from fastapi import FastAPI

app = FastAPI()
threads = ThreadPoolExecutor(max_workers=4)
one = ThreadPoolExecutor(max_workers=1)
chosen = ThreadPoolExecutor(max_workers=int(os.environ["RENDERERS"]))
processes = ProcessPoolExecutor()


def render(text: str) -> str:
    return markdown.markdown(text)


@app.post("/preview")
async def preview(text: str) -> str:
    return await asyncio.to_thread(render, text)  # ASO203 render -> markdown.markdown


async def render_all(texts: list[str]) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.gather(*[loop.run_in_executor(threads, markdown.markdown, text) for text in texts])  # ASO203 threads
    await asyncio.gather(*[loop.run_in_executor(one, markdown.markdown, text) for text in texts])
    await asyncio.gather(*[loop.run_in_executor(chosen, markdown.markdown, text) for text in texts])
    await asyncio.gather(*[loop.run_in_executor(processes, markdown.markdown, text) for text in texts])
    # In C, and without the GIL.
    await asyncio.gather(*[loop.run_in_executor(threads, hashlib.sha256, text.encode()) for text in texts])


@app.post("/orders")
async def orders(text: str) -> object:
    # To send it to a process costs as much.
    return await asyncio.to_thread(json.loads, text)


def ask(text: str, service) -> str:
    return markdown.markdown(service.complete(text))


async def ask_all(texts: list[str], service) -> None:
    # What takes time here is the service.
    await asyncio.gather(*[asyncio.to_thread(ask, text, service) for text in texts])


async def render_once(text: str) -> None:
    await asyncio.to_thread(render, text)
