"""ASO505: a library that must not run in two threads at once is offloaded to a pool where two can meet."""

import asyncio
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager

import anyio
import pymupdf
import pypdf
import pypdfium2
from asgiref.sync import sync_to_async

single = ThreadPoolExecutor(max_workers=1)
several = ThreadPoolExecutor(max_workers=4)
processes = ProcessPoolExecutor()
lock = threading.Lock()
async_lock = asyncio.Lock()


def text_of(path: str) -> str:
    with pymupdf.open(path) as document:
        return "".join(page.get_text() for page in document)


def through(path: str) -> str:
    return text_of(path).strip()


def locked(path: str) -> str:
    with lock:
        return pymupdf.open(path).load_page(0).get_text()


def of_another_library(path: str) -> int:
    return len(pypdf.PdfReader(path).pages)


@contextmanager
def page_guard():
    with lock:
        yield


def guarded(path: str) -> str:
    with page_guard():
        return pymupdf.open(path)[0].get_text()


async def two_can_meet(path: str) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(text_of, path)  # ASO505 pymupdf.open in the default executor
    await asyncio.to_thread(through, path)  # ASO505 use processes or a single thread
    await anyio.to_thread.run_sync(pymupdf.open, path)  # ASO505 AnyIO's thread limiter
    await loop.run_in_executor(several, text_of, path)  # ASO505 several
    await asyncio.to_thread(lambda: pypdfium2.PdfDocument(path))  # ASO505 pypdfium2.PdfDocument


async def apart(path: str) -> None:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(single, text_of, path)
    await loop.run_in_executor(processes, text_of, path)
    await sync_to_async(text_of)(path)
    await asyncio.to_thread(locked, path)
    await asyncio.to_thread(guarded, path)
    async with async_lock:
        await asyncio.to_thread(text_of, path)
    await asyncio.to_thread(of_another_library, path)


async def main() -> None:
    await asyncio.to_thread(text_of, "once.pdf")


if __name__ == "__main__":
    asyncio.run(main())
