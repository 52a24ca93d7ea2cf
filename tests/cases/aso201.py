"""ASO201: long CPU-bound work runs on a pool that everything else shares."""

import asyncio
import io
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import anyio
import trafilatura
from markitdown import MarkItDown

converter = MarkItDown()
processes = ProcessPoolExecutor(2)
threads = ThreadPoolExecutor(max_workers=2)


def convert(path: str) -> str:
    return MarkItDown(enable_plugins=False).convert(path).markdown


async def handle(content: bytes, path: str) -> None:
    await asyncio.to_thread(converter.convert_stream, io.BytesIO(content))  # ASO201 the default executor
    await anyio.to_thread.run_sync(convert, path)  # ASO201 convert -> markitdown.MarkItDown().convert
    await asyncio.get_running_loop().run_in_executor(None, convert, path)  # ASO201 processes


async def elsewhere(html: str, path: str) -> None:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(processes, convert, path)
    await loop.run_in_executor(threads, convert, path)
    await asyncio.to_thread(trafilatura.extract, html)


async def lifespan(app: object) -> None:
    await asyncio.to_thread(convert, "warm-up.pdf")


async def main() -> None:
    await asyncio.to_thread(convert, "once.pdf")


if __name__ == "__main__":
    asyncio.run(main())
