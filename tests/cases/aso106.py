"""ASO106: an offloaded function does no work worth a thread."""

import asyncio


class Record:
    @property
    def owner(self) -> str:
        with open("owner") as file:
            return file.read()


def label(name: str) -> str:
    return name.strip().upper()


def read(name: str) -> bytes:
    with open(name, "rb") as file:
        return file.read()


def ask(service, name: str) -> object:
    return service.fetch(name)


async def show(name: str, record: Record) -> None:
    await asyncio.to_thread(label, name)  # ASO106 label
    await asyncio.to_thread(read, name)
    await asyncio.to_thread(ask, None, name)
    await asyncio.to_thread(lambda: record.owner)
