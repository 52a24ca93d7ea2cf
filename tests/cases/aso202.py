"""ASO202: long CPU-bound work is called directly in a coroutine."""

import asyncio

import trafilatura
from markitdown import MarkItDown


async def extract(path: str) -> str:
    converter = MarkItDown()
    return converter.convert(path).markdown  # ASO202 markitdown.MarkItDown().convert


async def short(html: str) -> str | None:
    return trafilatura.extract(html)


async def offloaded(path: str) -> object:
    return await asyncio.to_thread(MarkItDown().convert, path)


async def main() -> None:
    print(MarkItDown().convert("once.pdf").markdown)


if __name__ == "__main__":
    asyncio.run(main())
