"""Names that modules give only when they are asked: `__getattr__`, tables of lazy names, `importlib.import_module`."""

import asyncio
import importlib

import store
from store import Bucket, Shelf, by_branch, opened
from store.by_branch import Bucket as Again
from store.by_branch import made

module = importlib.import_module("store.remote")
local = importlib.import_module(".local", "store")
own = importlib.import_module(".local", __package__)


def numpy():
    import numpy

    return numpy


async def names(name: str) -> None:
    #? store.remote.Bucket.read
    await asyncio.to_thread(Bucket().read, "key")
    #? store.local.Shelf.read
    await asyncio.to_thread(Shelf().read, "key")
    #? store.remote.Bucket.read
    await asyncio.to_thread(store.Bucket().read, "key")
    #? store.local.Shelf.read
    await asyncio.to_thread(opened().read, "key")
    #? store.remote.Bucket.read
    await asyncio.to_thread(Again().read, "key")
    #? store.local.Shelf.read
    await asyncio.to_thread(by_branch.Shelf().read, "key")
    #? store.remote.Bucket.read
    await asyncio.to_thread(made.read, "key")
    #? store.remote.Bucket.read
    await asyncio.to_thread(module.Bucket().read, "key")
    #? store.local.opened
    await asyncio.to_thread(local.opened)
    #? store.local.opened
    await asyncio.to_thread(own.opened)
    #? numpy.load
    await asyncio.to_thread(numpy().load, "file")
    #? None
    await asyncio.to_thread(store.missing)
    #? None
    await asyncio.to_thread(importlib.import_module(name).load)
