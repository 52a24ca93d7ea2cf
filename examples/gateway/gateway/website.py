"""Text of a web page: trafilatura first, MarkItDown where that finds nothing."""

from __future__ import annotations

import asyncio
import io

import trafilatura
from markitdown import MarkItDown

from gateway.http import download


def extract_markdown(html: str) -> str | None:
    return trafilatura.extract(html, output_format="markdown", include_links=True)


async def extract(html: str) -> str:
    markdown = await asyncio.to_thread(extract_markdown, html)
    if not markdown and "<noscript" in html:
        rendered, _ = await download("http://renderer/render")
        html = rendered.decode()
        markdown = await asyncio.to_thread(extract_markdown, html)
    if not markdown:
        converter = MarkItDown(enable_plugins=False)
        result = await asyncio.to_thread(converter.convert_stream, io.BytesIO(html.encode()))
        markdown = result.markdown
    return markdown
