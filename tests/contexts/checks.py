"""Tests: pytest's functions, fixtures and classes, unittest's cases."""

import asyncio
import unittest

import pytest


def work() -> None: ...


@pytest.fixture
async def ready():
    await asyncio.to_thread(work)  #> test: checks.ready


async def test_one(ready):
    await asyncio.to_thread(work)  #> test: checks.test_one


class TestSeveral:
    async def test_one(self):
        await asyncio.to_thread(work)  #> test: checks.TestSeveral.test_one


class Cases(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        await asyncio.to_thread(work)  #> test: checks.Cases.asyncSetUp

    async def test_one(self):
        await asyncio.to_thread(work)  #> test: checks.Cases.test_one
