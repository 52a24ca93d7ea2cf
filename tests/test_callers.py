"""What the callers in a whole project tell of a public function's parameters, and of what a class is made with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_audit import audited

WORK = """
import asyncio

async def load(client, key):
    await asyncio.to_thread(client.get, key)

class Worker:
    def __init__(self, client, clock):
        self.client = client
        self.clock = clock

    async def run(self):
        await asyncio.to_thread(self.client.get, "url")
        await asyncio.to_thread(self.clock.tick)
"""
MAIN = """
import requests
import shop
from shop.work import Worker, load

session = requests.Session()

async def main(clock):
    await load(session, "url")
    await shop.work.load(client=session, key="url")
    await Worker(session, clock).run()
"""


@pytest.mark.parametrize(
    ("more", "client"),
    [
        ("", "requests.Session().get"),
        ("import httpx\nfrom shop.work import load\nload(httpx.Client(), 'url')\n", None),
        ("from shop.work import load\ndef start(client): load(client, 'url')\n", None),
        ("def start(other): other.load(1, 'url')\n", None),
        ("from shop.work import load\nstart(load)\n", None),
    ],
    ids=["all give the same", "one gives another", "one gives what it is given", "another's method", "handed on"],
)
def test_all_callers_in_the_project_tell_what_a_parameter_is(tmp_path: Path, more: str, client: str | None) -> None:
    files = {"__init__.py": "from shop import work\n", "work.py": WORK, "main.py": MAIN, "more.py": more}
    (tmp_path / "shop").mkdir()
    for name, text in files.items():
        (tmp_path / "shop" / name).write_text(text, encoding="utf-8")
    sites = audited(".", cwd=tmp_path)["sites"]
    targets = [site["target"] for site in sites if site["path"] == "shop/work.py"]  # type: ignore[attr-defined]
    assert targets == [client, "requests.Session().get", None]
