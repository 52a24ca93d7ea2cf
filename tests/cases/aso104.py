"""ASO104: another distribution has an asynchronous form of an offloaded call."""

import asyncio
import sqlite3
import unittest

import boto3
import httpx
import requests
from googleapiclient.discovery import build

storage = boto3.client("s3")
session = requests.Session()


async def moves(url: str) -> None:
    await asyncio.to_thread(requests.get, url)  # ASO104 httpx
    await asyncio.to_thread(session.post, url)  # ASO104 httpx
    await asyncio.to_thread(storage.put_object, Bucket="b", Key="k")  # ASO104 aioboto3


async def stays(url: str) -> None:
    await asyncio.to_thread(httpx.get, url)
    # That is a thread as well (ASO105).
    await asyncio.to_thread(sqlite3.connect("file").commit)
    # It reads a file of its own package.
    await asyncio.to_thread(build, "calendar", "v3")
    await asyncio.to_thread(open, url)


class Tests(unittest.IsolatedAsyncioTestCase):
    async def test_it(self) -> None:
        # What a test offloads is often as small as can be.
        await asyncio.to_thread(requests.get, "https://example.org")
