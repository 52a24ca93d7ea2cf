"""ASO212: a long download, clone or conversion waits in a thread that everything else shares."""

import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor

import anyio
import git
from yt_dlp import YoutubeDL

downloads = ThreadPoolExecutor(max_workers=4)


def clone(url: str, folder: str) -> None:
    git.Repo.clone_from(url, folder)


async def handle(url: str) -> None:
    await asyncio.to_thread(clone, url, "folder")  # ASO212 clone -> git.Repo.clone_from (long)
    await anyio.to_thread.run_sync(git.Repo.clone_from, url, "folder")  # ASO212 AnyIO's thread limiter
    with YoutubeDL({}) as loader:
        await asyncio.to_thread(loader.download, [url])  # ASO212 yt_dlp.YoutubeDL().download


async def elsewhere(url: str) -> None:
    await asyncio.get_running_loop().run_in_executor(downloads, clone, url, "folder")
    await asyncio.to_thread(shutil.copy, "a", "b")


async def lifespan(app: object) -> None:
    await asyncio.to_thread(clone, "https://example.org/data.git", "data")
