"""Batch jobs: half the price, within a day."""

from __future__ import annotations

import asyncio
import json
import tempfile

from google import genai

client = genai.Client()
jobs: dict[str, str] = {}


async def submit(content: bytes) -> str:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as file:
        json.dump({"request": content.hex()}, file)
    uploaded = await asyncio.to_thread(client.files.upload, file=file.name)
    job = await asyncio.to_thread(client.batches.create, model="gemini-2.5-flash", src=uploaded.name)
    jobs[job.name] = "running"
    return job.name


async def poll_for_ever() -> None:
    while True:
        for name in list(jobs):
            await poll(name)
        await asyncio.sleep(60)


async def poll(name: str) -> None:
    job = await asyncio.to_thread(client.batches.get, name=name)
    if job.state.name == "JOB_STATE_SUCCEEDED":
        await asyncio.to_thread(client.files.download, file=job.dest.file_name)
        del jobs[name]
