"""ASO202: long CPU-bound work is called directly in a coroutine."""

import asyncio

import click
import trafilatura
from bus import on_upload
from markitdown import MarkItDown


async def extract(path: str) -> str:
    converter = MarkItDown()
    return converter.convert(path).markdown  # ASO202 markitdown.MarkItDown().convert


async def short(html: str) -> str | None:
    return trafilatura.extract(html)


async def offloaded(path: str) -> object:
    return await asyncio.to_thread(MarkItDown().convert, path)


async def handed(path: str) -> object:
    return MarkItDown().convert(path)  # ASO202 markitdown.MarkItDown().convert


async def registered(path: str) -> object:
    return MarkItDown().convert(path)  # ASO202 markitdown.MarkItDown().convert


# Whoever takes it calls it later, not at start-up.
on_upload(handed)


async def lifespan(app: object) -> None:
    on_upload(registered)
    MarkItDown().convert("first.pdf")


@click.group()
def cli() -> None:
    pass


@cli.group("files")
def files() -> None:
    pass


async def prints(path: str) -> None:
    print(MarkItDown().convert(path).markdown)


@files.command("show")
def show(path: str) -> None:
    asyncio.run(prints(path))


async def main() -> None:
    print(MarkItDown().convert("once.pdf").markdown)


if __name__ == "__main__":
    asyncio.run(main())
