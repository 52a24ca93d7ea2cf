"""ASO212: a long download, clone or conversion waits in a thread that everything else shares."""

import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import anyio
import git
import openai
import whisper
from huggingface_hub import snapshot_download
from pdf2image import convert_from_path
from transformers import AutoTokenizer
from yt_dlp import YoutubeDL

downloads = ThreadPoolExecutor(max_workers=4)


def clone(url: str, folder: str) -> None:
    git.Repo.clone_from(url, folder)


class Pipeline:
    def __init__(self) -> None:
        self.model = None
        self.models: dict[str, object] = {}

    def run(self) -> object:
        if self.model is None:
            self.model = whisper.load_model("base")
        return self.model

    def named(self, name: str) -> object:
        if name in self.models:
            return self.models[name]
        self.models[name] = whisper.load_model(name)
        return self.models[name]

    def fresh(self, model: object = None) -> object:
        if model is None:
            model = whisper.load_model("base")
        return model


@lru_cache
def cached_model(name: str) -> object:
    return whisper.load_model(name)


def from_elsewhere(url: str) -> None:
    clone(url, "folder")


def one_of_many(url: str) -> None:
    from_elsewhere(url)


def answers(url: str) -> str:
    if url.endswith(".git"):
        one_of_many(url)
    return openai.OpenAI().responses.create(model="m", input=url).output_text


def describes(url: str) -> str:
    clone(url, "folder")
    return openai.OpenAI().responses.create(model="m", input=url).output_text


async def beside_another_service(url: str) -> None:
    # One of many things that it may do, far away.
    await asyncio.to_thread(answers, url)
    await asyncio.to_thread(describes, url)  # ASO212 describes -> clone


async def once(pipeline: Pipeline) -> None:
    # Later calls find it.
    await asyncio.to_thread(pipeline.run)
    await asyncio.to_thread(cached_model, "base")
    await asyncio.to_thread(pipeline.named, "base")  # ASO212 named -> whisper.load_model
    await asyncio.to_thread(pipeline.fresh)  # ASO212 fresh -> whisper.load_model


class Lazy:
    def __init__(self) -> None:
        self.model = None
        self.models: dict[str, object] = {}
        self.loading = asyncio.Lock()

    async def load(self) -> object:
        async with self.loading:
            if self.model is None:
                self.model = await asyncio.to_thread(whisper.load_model, "base")
        return self.model

    async def load_first(self) -> object:
        if self.model is not None:
            return self.model
        self.model = await asyncio.to_thread(whisper.load_model, "base")
        return self.model

    async def load_by_name(self, name: str) -> object:
        if name not in self.models:
            self.models[name] = await asyncio.to_thread(whisper.load_model, name)  # ASO212 whisper.load_model
        return self.models[name]

    async def load_anew(self, name: str) -> None:
        self.model = await asyncio.to_thread(whisper.load_model, name)  # ASO212


async def tokenizes(name: str) -> None:
    # No weights.
    await asyncio.to_thread(AutoTokenizer.from_pretrained, name)


async def fetches(name: str) -> None:
    await asyncio.to_thread(snapshot_download, name)  # ASO212 huggingface_hub.snapshot_download
    await asyncio.to_thread(convert_from_path, name)  # ASO212 pdf2image.convert_from_path


async def handle(url: str) -> None:
    await asyncio.to_thread(clone, url, "folder")  # ASO212 clone -> git.Repo.clone_from (tens of seconds)
    await anyio.to_thread.run_sync(git.Repo.clone_from, url, "folder")  # ASO212 AnyIO's thread limiter
    with YoutubeDL({}) as loader:
        await asyncio.to_thread(loader.download, [url])  # ASO212 yt_dlp.YoutubeDL().download


async def elsewhere(url: str) -> None:
    await asyncio.get_running_loop().run_in_executor(downloads, clone, url, "folder")
    await asyncio.to_thread(shutil.copy, "a", "b")


async def lifespan(app: object) -> None:
    await asyncio.to_thread(clone, "https://example.org/data.git", "data")
