"""ASO201: long CPU-bound work runs on a pool that everything else shares."""

import asyncio
import io
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import anyio
import pdfplumber
import trafilatura
from diffusers import DiffusionPipeline
from markitdown import MarkItDown
from transformers import AutoModelForCausalLM

converter = MarkItDown()
processes = ProcessPoolExecutor(2)
threads = ThreadPoolExecutor(max_workers=2)


def convert(path: str) -> str:
    return MarkItDown(enable_plugins=False).convert(path).markdown


def pages(path: str) -> list[str]:
    with pdfplumber.open(path) as pdf:
        return [page.extract_text() for page in pdf.pages]


async def handle(content: bytes, path: str) -> None:
    await asyncio.to_thread(converter.convert_stream, io.BytesIO(content))  # ASO201 the default executor
    await anyio.to_thread.run_sync(convert, path)  # ASO201 convert -> markitdown.MarkItDown().convert
    await asyncio.get_running_loop().run_in_executor(None, convert, path)  # ASO201 processes
    await asyncio.to_thread(pages, path)  # ASO201 pages -> pdfplumber.page.Page().extract_text


async def elsewhere(html: str, path: str) -> None:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(processes, convert, path)
    await loop.run_in_executor(threads, convert, path)
    await asyncio.to_thread(trafilatura.extract, html)


async def models(prompt: str) -> None:
    model = AutoModelForCausalLM.from_pretrained("name").to("cuda").eval()
    await asyncio.to_thread(model.generate, prompt)  # ASO201 generate (tens of seconds)
    paint = DiffusionPipeline.from_pretrained("name").to("cuda")
    await asyncio.to_thread(paint, prompt)  # ASO201 diffusers.DiffusionPipeline.from_pretrained()


class Index:
    def __init__(self) -> None:
        self.text: str | None = None

    async def first(self, path: str) -> str | None:
        # Later calls find it.
        if self.text is None:
            self.text = await asyncio.to_thread(convert, path)
        return self.text


async def lifespan(app: object) -> None:
    await asyncio.to_thread(convert, "warm-up.pdf")


async def main() -> None:
    await asyncio.to_thread(convert, "once.pdf")


if __name__ == "__main__":
    asyncio.run(main())
