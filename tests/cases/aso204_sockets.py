"""ASO204: a socket's time limit is set apart from the wait, and is none of a queue's."""

import asyncio
import queue
import socket

jobs: queue.Queue[str] = queue.Queue()


async def receives() -> None:
    client = socket.create_connection(("example.org", 80))
    client.settimeout(5)
    await asyncio.to_thread(client.recv, 1024)
    await asyncio.to_thread(jobs.get)  # ASO204 queue.Queue().get
