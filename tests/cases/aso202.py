"""ASO202: long CPU-bound work is called directly in a coroutine."""

import asyncio

import click
import git
import pandas
import pydub
import pytesseract
import trafilatura
from bus import on_upload
from markitdown import MarkItDown
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import StandardScaler
from starlette.responses import StreamingResponse


async def extract(path: str) -> str:
    converter = MarkItDown()
    return converter.convert(path).markdown  # ASO202 markitdown.MarkItDown().convert


def convert(path: str) -> str:
    return MarkItDown().convert(path).markdown


def shortened(path: str) -> str:
    return convert(path)[:100]


class Documents:
    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.index: str | None = None

    def read(self, path: str) -> str:
        return convert(path)

    async def add(self, path: str) -> None:
        self.texts[path] = self.read(path)  # ASO202 read -> convert -> markitdown.MarkItDown().convert

    async def first(self, path: str) -> None:
        # Later calls find it.
        if self.index is None:
            self.index = self.read(path)


async def through_functions(paths: list[str]) -> list[str]:
    print(convert(paths[0]))  # ASO202 convert -> markitdown.MarkItDown().convert
    await asyncio.to_thread(lambda: convert(paths[0]))
    return [shortened(path) for path in paths]  # ASO202 shortened -> convert


async def small_ones_here(path: str, size: int) -> str:
    if size > 1_000_000:
        return await asyncio.to_thread(convert, path)
    return convert(path)


async def of_another_process(url: str, path: str) -> str:
    git.Repo.clone_from(url, path)  # ASO202 long work of another process
    return pytesseract.image_to_string(path)  # ASO202 pytesseract.image_to_string


async def in_a_key(paths: list[str]) -> list[str]:
    return sorted(paths, key=lambda path: MarkItDown().convert(path).markdown)  # todo: ASO202


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


async def converts_sound(path: str) -> None:
    sound = pydub.AudioSegment.from_file(path)  # ASO202 pydub.AudioSegment.from_file
    sound.export("out.mp3", format="mp3")  # ASO202 pydub.AudioSegment().export
    # Python writes it itself.
    sound.export("out.wav", format="wav")


async def goes_over(rows: list[dict[str, str]], texts: list[str]) -> None:
    # A few that somebody wrote down take no time; nobody knows how many others there are.
    template = [{"question": "", "answer": ""}]
    pandas.DataFrame(template).to_excel("template.xlsx")
    pandas.DataFrame({"question": ["", ""], "answer": ["", ""]}).to_excel("columns.xlsx")
    pandas.DataFrame({"question": texts}).to_excel("texts.xlsx")  # ASO202 pandas.DataFrame().to_excel
    pandas.DataFrame(rows).to_excel("rows.xlsx")  # ASO202 pandas.DataFrame().to_excel
    TfidfVectorizer().fit_transform([texts[0], texts[-1]])
    StandardScaler().fit_transform(rows)
    TfidfVectorizer().fit_transform(texts)  # ASO202 fit_transform
    TfidfVectorizer().fit_transform([*texts])  # ASO202 fit_transform


class Streams:
    def stream(self, path: str) -> StreamingResponse:
        async def parts():
            yield MarkItDown().convert(path).markdown  # ASO202 markitdown.MarkItDown().convert

        return StreamingResponse(parts())

    async def read(self, path: str) -> None:
        print(MarkItDown().convert(path))  # ASO202 markitdown.MarkItDown().convert

    def begin(self, path: str) -> None:
        asyncio.create_task(self.read(path))

    async def answer(self, path: str) -> StreamingResponse:
        # Nothing is converted yet.
        self.begin(path)
        return self.stream(path)
