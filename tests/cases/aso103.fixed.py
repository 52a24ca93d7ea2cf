"""ASO103: a standard library call that asyncio has its own form of runs in a thread."""

import asyncio
import socket
import subprocess
import time
import unittest
from functools import partial

from twisted.internet import defer, threads


async def waits() -> None:
    await asyncio.sleep(1)  # ASO103 await asyncio.sleep(...)
    await asyncio.sleep(1)  # ASO103 await asyncio.sleep(...)
    await asyncio.sleep(1)


async def runs(command: list[str]) -> None:
    await asyncio.to_thread(subprocess.run, command, check=True)  # ASO103 asyncio.create_subprocess_exec(...)
    await asyncio.get_running_loop().run_in_executor(None, partial(subprocess.check_output, command))  # ASO103
    process = subprocess.Popen(command)
    await asyncio.to_thread(process.wait)  # ASO103 subprocess.Popen().wait


async def resolves(host: str) -> None:
    for *_, address in await asyncio.get_running_loop().getaddrinfo(host, 443, type=socket.SOCK_STREAM):  # ASO103
        await asyncio.get_running_loop().getnameinfo(address, 0)  # ASO103 asyncio.get_running_loop().getnameinfo
    await asyncio.to_thread(socket.getaddrinfo, host, 443, socket.AF_INET)  # ASO103 getaddrinfo


def convert_and_store(path: str) -> None:
    subprocess.run(["convert", path], check=True)
    with open(path, "rb") as file:
        file.read()


async def does_other_work_too(path: str) -> None:
    await asyncio.to_thread(convert_and_store, path)


class Tests(unittest.IsolatedAsyncioTestCase):
    async def test_it(self) -> None:
        # In a test nobody else waits for the thread.
        await asyncio.to_thread(time.sleep, 1)
        while True:
            await asyncio.to_thread(time.sleep, 1)


@defer.inlineCallbacks
def on_another_loop():
    # Twisted's reactor: nothing of asyncio's can be awaited there.
    yield threads.deferToThread(time.sleep, 1)
