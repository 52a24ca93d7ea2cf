"""Offloads that are wrong, one by one, each with the rule that must see it. Another file holds their look-alikes."""

import asyncio
import queue
import shutil
import socket
import subprocess
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextvars import ContextVar
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler

import anyio
import git
import markdown
import openai
import pymupdf
import requests
from asgiref.sync import sync_to_async
from fastapi import BackgroundTasks, FastAPI
from google import genai
from langchain_core.vectorstores import VectorStore
from markitdown import MarkItDown
from sqlalchemy.orm import Session
from yt_dlp import YoutubeDL

app = FastAPI()
gemini = genai.Client()
api = openai.OpenAI()
jobs: queue.Queue[str] = queue.Queue()
stopped = threading.Event()
processes = ProcessPoolExecutor(max_workers=2)
pool = ThreadPoolExecutor(max_workers=4)
current_user: ContextVar[str] = ContextVar("current_user")
announced = asyncio.Event()


def summarise(text: str) -> str:
    return str(api.responses.create(model="m", input=text).output_text)


def convert(path: str) -> str:
    return MarkItDown().convert(path).markdown


def beat() -> None:
    while True:
        time.sleep(1)


def read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


async def load(path: str) -> bytes:
    return await anyio.to_thread.run_sync(read, path)


def load_again(path: str) -> bytes:
    return anyio.from_thread.run(load, path)


def rows(path: str):
    with open(path) as file:
        for line in file:
            yield line


async def store(text: str) -> None:
    print(text)


async def a_better_call_exists(text: str, command: list[str]) -> None:
    await asyncio.to_thread(gemini.models.generate_content, model="m", contents=text)  # ASO101
    await anyio.to_thread.run_sync(partial(api.responses.create, model="m", input=text))  # ASO101
    await asyncio.get_running_loop().run_in_executor(None, lambda: gemini.models.embed_content(model="m"))  # ASO101
    api.responses.create(model="m", input=text)  # ASO102
    await asyncio.to_thread(time.sleep, 1)  # ASO103
    await asyncio.to_thread(subprocess.run, command, check=True)  # ASO103
    await asyncio.to_thread(socket.getaddrinfo, "example.org", 443)  # ASO103
    await asyncio.to_thread(summarise, text)  # ASO107


async def long_work(path: str, url: str) -> None:
    await asyncio.to_thread(MarkItDown().convert, path)  # ASO201
    await anyio.to_thread.run_sync(convert, path)  # ASO201
    MarkItDown().convert(path)  # ASO202
    await asyncio.to_thread(git.Repo.clone_from, url, path)  # ASO212
    await asyncio.to_thread(YoutubeDL({}).download, [url])  # ASO212
    await sync_to_async(requests.get)(url, timeout=5)  # ASO210


async def many(pages: list[str], folders: list[str]) -> None:
    await asyncio.gather(*[asyncio.to_thread(markdown.markdown, page) for page in pages])  # ASO203 # ASO208
    async with asyncio.TaskGroup() as group:
        for folder in folders:
            group.create_task(asyncio.to_thread(shutil.copytree, folder, "backup"))  # ASO208


async def parked(path: str) -> None:
    await asyncio.to_thread(jobs.get)  # ASO204
    await anyio.to_thread.run_sync(stopped.wait)  # ASO204
    await asyncio.to_thread(input, "> ")  # ASO204
    await asyncio.to_thread(HTTPServer(("", 80), SimpleHTTPRequestHandler).serve_forever)  # ASO205
    await asyncio.to_thread(beat)  # ASO205
    await anyio.to_thread.run_sync(load_again, path)  # ASO209


@app.post("/documents")
async def upload(path: str, tasks: BackgroundTasks) -> None:
    tasks.add_task(convert, path)  # ASO206


@app.get("/healthz")  # ASO207
def healthz() -> str:
    return "ok"


async def limits_and_lives(path: str) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.wait_for(asyncio.to_thread(read, path), 5)  # ASO301
    with anyio.move_on_after(5):
        await anyio.to_thread.run_sync(read, path)  # ASO302
    own = ThreadPoolExecutor()  # ASO303
    own.submit(read, path).add_done_callback(print)
    own.shutdown(wait=True)  # ASO304
    asyncio.to_thread(read, path)  # ASO305
    pool.submit(read, path).result()  # ASO306
    asyncio.run_coroutine_threadsafe(load(path), loop).result()  # ASO307
    await asyncio.to_thread(requests.get, path)  # ASO308


async def wrong_calls(path: str, lines: "queue.Queue[str]") -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(read(path))  # ASO401
    await asyncio.to_thread(requests.get(path, timeout=5).json)  # ASO402
    await asyncio.to_thread(store, path)  # ASO403
    await loop.run_in_executor(None, read, path=path)  # ASO404
    await loop.run_in_executor(processes, lambda: read(path))  # ASO405
    await asyncio.to_thread(next, iter(path))  # ASO406
    loop.set_default_executor(ProcessPoolExecutor())  # ASO407
    for row in await asyncio.to_thread(rows, path):  # ASO408
        print(row)


def user() -> str:
    return current_user.get()


def announce() -> None:
    announced.set()


def runs_a_loop() -> None:
    asyncio.run(store("text"))


def count_pages(path: str) -> int:
    return len(pymupdf.open(path))


async def what_threads_share(session: Session, paths: list[str]) -> None:
    await asyncio.get_running_loop().run_in_executor(None, user)  # ASO501
    await asyncio.to_thread(announce)  # ASO502
    await asyncio.to_thread(runs_a_loop)  # ASO503
    await asyncio.gather(
        asyncio.to_thread(session.execute, "a"),  # ASO504
        asyncio.to_thread(session.execute, "b"),  # ASO504
    )
    await asyncio.to_thread(count_pages, paths[0])  # ASO505


async def what_a_thread_does_not_help(url: str, store: VectorStore, names: dict[str, str]) -> None:
    await asyncio.to_thread(requests.get, url, timeout=5)  # ASO104
    await asyncio.to_thread(store.similarity_search, url)  # ASO105
    await asyncio.to_thread(names.get, url)  # ASO106
