"""Office documents and everything else that MarkItDown can read."""

from __future__ import annotations

import asyncio
import io

from markitdown import MarkItDown


async def extract(content: bytes) -> str:
    converter = MarkItDown(enable_plugins=False)
    result = await asyncio.to_thread(converter.convert_stream, io.BytesIO(content))
    return result.markdown
