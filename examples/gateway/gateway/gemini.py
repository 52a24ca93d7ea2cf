"""Transcription: one model call for each page, all pages of a document side by side."""

from __future__ import annotations

import asyncio

import pymupdf
from google import genai
from google.genai import errors, types


class GeminiExtractor:
    def __init__(self, model: str = "gemini-2.5-flash") -> None:
        self._client = genai.Client()
        self._model = model

    async def extract(self, content: bytes) -> list[str]:
        pages = pymupdf.open(stream=content).page_count
        return await asyncio.gather(*[self._transcribe(content, page) for page in range(pages)])

    async def _transcribe(self, content: bytes, page: int) -> str:
        contents = [types.Part.from_bytes(data=content, mime_type="application/pdf"), f"Transcribe page {page + 1}."]
        for attempt in range(3):
            try:
                answer = await asyncio.to_thread(
                    self._client.models.generate_content,
                    model=self._model,
                    contents=contents,
                )
                return answer.text or ""
            except errors.APIError:
                await asyncio.sleep(2**attempt)
        raise RuntimeError(f"page {page} could not be transcribed")
