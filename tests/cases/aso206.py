"""ASO206: a long background task takes one of the threads that requests need."""

import logging
import smtplib
import threading
from functools import partial

import git
from fastapi import BackgroundTasks, FastAPI, Response
from markitdown import MarkItDown
from starlette.background import BackgroundTask

app = FastAPI()
lock = threading.Lock()
logger = logging.getLogger(__name__)


def convert(path: str) -> None:
    text = MarkItDown().convert(path).markdown
    logger.info("%s", text)


def clone(url: str) -> None:
    git.Repo.clone_from(url, "folder")


async def convert_on_the_loop(path: str) -> None:
    logger.info("%s", path)


def note(path: str) -> None:
    logger.info("%s", path)


def polls(path: str) -> None:
    # It does not wait where somebody else polls.
    if lock.acquire(blocking=False):
        note(path)


class Schedule:
    def add_task(self, function: object, *arguments: object) -> None:
        self.task = function


@app.post("/documents")
async def upload(path: str, tasks: BackgroundTasks) -> Response:
    tasks.add_task(convert, path)  # ASO206 convert -> markitdown.MarkItDown().convert
    tasks.add_task(func=clone, url=path)  # ASO206 clone -> git.Repo.clone_from (tens of seconds)
    tasks.add_task(git.Repo.clone_from, path, "folder")  # ASO206 git.Repo.clone_from
    tasks.add_task(partial(convert, path))  # ASO206 convert -> markitdown.MarkItDown().convert
    tasks.add_task(MarkItDown().convert, path)  # ASO206
    tasks.add_task(convert_on_the_loop, path)
    tasks.add_task(partial(convert_on_the_loop, path))
    tasks.add_task(note, path)
    tasks.add_task(polls, path)
    tasks.add_task(logger.info, path)
    Schedule().add_task(convert, path)
    return Response(background=BackgroundTask(convert, path))  # ASO206 AnyIO's thread limiter
