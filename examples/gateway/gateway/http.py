"""Downloads, with the asynchronous client from the start."""

from __future__ import annotations

import httpx


async def download(url: str) -> tuple[bytes, str]:
    async with httpx.AsyncClient(timeout=30) as client:
        answer = await client.get(url)
        return answer.content, answer.headers.get("content-type", "")
