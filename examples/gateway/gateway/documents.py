"""The routes: look at a document, then transcribe it."""

from __future__ import annotations

import asyncio

import pymupdf
from fastapi import APIRouter, UploadFile

from gateway import batch, markitdown, website
from gateway.gemini import GeminiExtractor
from gateway.http import download

router = APIRouter(prefix="/documents")
extractor = GeminiExtractor()


def _page_count(content: bytes, content_type: str) -> int:
    if content_type != "application/pdf":
        return 1
    with pymupdf.open(stream=content, filetype="pdf") as document:
        return len(document)


@router.post("/prepare")
async def prepare(url: str) -> dict[str, int]:
    content, content_type = await download(url)
    return {"pages": await asyncio.to_thread(_page_count, content, content_type)}


@router.post("/prepare/upload")
async def prepare_upload(file: UploadFile) -> dict[str, int]:
    content = await file.read()
    return {"pages": await asyncio.to_thread(_page_count, content, file.content_type or "")}


@router.post("/transcribe")
async def transcribe(url: str) -> list[str]:
    content, _ = await download(url)
    return await extractor.extract(content)


@router.post("/website")
async def read_website(url: str) -> str:
    content, _ = await download(url)
    return await website.extract(content.decode(errors="ignore"))


@router.post("/office")
async def read_office(file: UploadFile) -> str:
    return await markitdown.extract(await file.read())


@router.post("/batch")
async def submit_batch(url: str) -> str:
    content, _ = await download(url)
    return await batch.submit(content)
