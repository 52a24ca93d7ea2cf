"""Pools: how large they are and why, what runs in them unseen, and whether they can bear the declared load."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_async_offload.cli import main
from flake8_async_offload.inventory import inventory
from flake8_async_offload.model import Implicit, Inventory, Place, Pool, Row
from flake8_async_offload.report.inventory.pools import size
from flake8_async_offload.workspace import Workspace

OFFLOADS = """
import asyncio
import anyio
from concurrent.futures import ThreadPoolExecutor

SIZE = 8
own = ThreadPoolExecutor(max_workers=SIZE)

def ask(): ...

async def answer():
    await asyncio.to_thread(ask)
    await anyio.to_thread.run_sync(ask)
    await asyncio.get_running_loop().run_in_executor(own, ask)
"""
DECISION = """
version = 1
{pools}
[[decision]]
path = "app.py"
function = "answer"
call = "asyncio.to_thread"
target = "app.ask"
codes = [{codes}]
decision = "accepted"
calls-per-second = 6
duration-seconds = 12
reason = "Measured."
reviewed-by = "ada@example.com"
reviewed-on = 2026-02-07
"""


def audit(folder: Path, *files: tuple[str, str], workers: int | None = None) -> Inventory:
    """Return the inventory of some files, given by name and text."""
    for name, text in (("pyproject.toml", ""), *files):
        (folder / name).write_text(text, encoding="utf-8")
    paths = sorted(folder.glob("*.py"))
    found, _ = inventory(folder, paths, Workspace(root=folder), lambda rule, path: True, workers)
    return found


def pool(found: Inventory, place: Place) -> Pool:
    return next(each for each in found.pools if each.place is place)


def test_the_default_and_anyios_pool_are_shown_apart(tmp_path: Path) -> None:
    found = audit(tmp_path, ("app.py", OFFLOADS))
    sizes = {each.place: (each.workers, each.workers_from, each.sites) for each in found.pools}
    assert sizes == {
        Place.DEFAULT: (None, "min(32, cpus + 4)", 1),
        Place.LIMITER: (40, "AnyIO's default", 1),
        Place.DEDICATED: (8, "app.py:7", 1),
    }
    assert pool(found, Place.DEDICATED).kind == "concurrent.futures.ThreadPoolExecutor"
    assert pool(found, Place.DEDICATED).made == "app.py:7"


@pytest.mark.parametrize(
    ("text", "place", "workers", "said"),
    [
        (
            "loop.set_default_executor(ThreadPoolExecutor(max_workers=20))",
            Place.DEFAULT, 20, "set_default_executor at main.py:5",
        ),
        (
            "loop.set_default_executor(ThreadPoolExecutor())",
            Place.DEFAULT, None, "min(32, cpus + 4), set_default_executor at main.py:5",
        ),
        (
            "anyio.to_thread.current_default_thread_limiter().total_tokens = 100",
            Place.LIMITER, 100, "total_tokens at main.py:5",
        ),
        (
            "loop.set_default_executor(ThreadPoolExecutor(cpu_count() * 4))",
            Place.DEFAULT, None, "cpu_count() * 4, set_default_executor at main.py:5",
        ),
        (
            "limiter = anyio.to_thread.current_default_thread_limiter(); limiter.total_tokens = app.SIZE * 2",
            Place.LIMITER, 16, "total_tokens at main.py:5",
        ),
        (
            "anyio.to_thread.current_default_thread_limiter().total_tokens = loop.size",
            Place.LIMITER, None, "loop.size, total_tokens at main.py:5",
        ),
    ],
)  # fmt: skip
def test_what_resizes_a_shared_pool_is_found(
    tmp_path: Path, text: str, place: Place, workers: int | None, said: str
) -> None:
    main = f"import anyio, app\nfrom concurrent.futures import ThreadPoolExecutor\n\ndef start(loop):\n    {text}\n"
    found = pool(audit(tmp_path, ("app.py", OFFLOADS), ("main.py", main)), place)
    assert (found.workers, found.workers_from) == (workers, said)


def test_a_load_beyond_the_pool_is_reported_with_its_arithmetic(tmp_path: Path) -> None:
    ledger = DECISION.format(pools="[pools.default]\nworkers = 20", codes="")
    found = audit(tmp_path, ("app.py", OFFLOADS), ("async-offload.toml", ledger))
    assert [(finding.span.line, finding.text) for finding in found.overloads] == [
        (12, "ASO211 pool over capacity: the default executor: 6 x 12 s = 72 busy threads; the pool has 20")
    ]
    assert pool(found, Place.DEFAULT).head_room == -52


def test_a_pool_nobody_sized_has_32_at_most(tmp_path: Path) -> None:
    found = audit(tmp_path, ("app.py", OFFLOADS), ("async-offload.toml", DECISION.format(pools="", codes="")))
    assert [finding.text.rpartition("; ")[2] for finding in found.overloads] == ["the pool has at most 32"]


def test_what_if_asks_about_another_size(tmp_path: Path) -> None:
    ledger = DECISION.format(pools="[pools.default]\nworkers = 20", codes="")
    found = audit(tmp_path, ("app.py", OFFLOADS), ("async-offload.toml", ledger), workers=80)
    assert found.overloads == ()
    assert pool(found, Place.DEFAULT).head_room == 8


def test_a_decision_answers_for_an_overload(tmp_path: Path) -> None:
    ledger = DECISION.format(pools="", codes='"ASO211"')
    assert audit(tmp_path, ("app.py", OFFLOADS), ("async-offload.toml", ledger)).overloads == ()


IMPLICIT = """
import asyncio
import aiofiles
import anyio
from fastapi import BackgroundTasks, Depends, FastAPI, UploadFile
from fastapi.responses import FileResponse, StreamingResponse
from fastmcp import FastMCP
from langchain_core.tools import BaseTool, StructuredTool, tool
from litestar.background_tasks import BackgroundTask
from starlette.endpoints import HTTPEndpoint
from temporalio import activity
from typing import Annotated
import litestar

app = FastAPI()
mcp = FastMCP("x")

def session(): ...
async def user(): ...
def lines():
    yield "line"
async def items():
    yield "item"
def log(): ...
class Query:
    def __init__(self, text: str): ...
class Checker:
    def __call__(self): ...
checker = Checker()

@app.get("/documents")                                       # route
def documents(
    one=Depends(session),                                    # dependency
    two: Annotated[str, Depends(session)] = "",
    other=Depends(user),
    query=Depends(Query),                                    # dependency
    checked=Depends(checker),                                # dependency
): ...

@app.post("/upload")
async def upload(file: UploadFile, tasks: BackgroundTasks):
    await file.read()                                        # file
    tasks.add_task(log)                                      # background
    tasks.add_task(user)
    async with aiofiles.open("file") as opened:              # file
        await opened.read()                                  # file
    await asyncio.open_connection("example.org", 80)         # name
    await asyncio.open_connection("127.0.0.1", 80)
    await asyncio.open_connection(sock=file)
    await asyncio.open_unix_connection("/run/socket")
    await asyncio.start_server(print, "0.0.0.0", 80)
    await asyncio.start_server(print, host="localhost")      # name
    await asyncio.get_running_loop().create_server(print, "", 80)
    async with await anyio.open_file("file") as other:       # file
        await other.read()                                   # file
    BackgroundTask(log)                                      # background
    StreamingResponse(items())
    StreamingResponse(item async for item in items())
    StreamingResponse(line.strip() for line in lines())      # response
    StreamingResponse(iter(["line"]))                        # response
    StreamingResponse(open("file", "rb"))                    # response
    StreamingResponse(lines())                               # response
    return FileResponse("file")                              # response

class Page(HTTPEndpoint):
    def get(self, request): ...                              # route
    async def post(self, request): ...

@litestar.get("/", sync_to_thread=True)                      # route
def index(): ...

@litestar.get("/loop", sync_to_thread=False)
def on_the_loop(): ...

@mcp.tool                                                    # tool
def ask(): ...

@tool                                                        # tool
def search(text: str): ...

@tool
async def asynchronous(text: str): ...

StructuredTool.from_function(log)                            # tool
StructuredTool.from_function(log, coroutine=user)
mcp.add_tool(log)                                            # tool

class Search(BaseTool):
    def _run(self, text: str): ...                           # tool

class Both(BaseTool):
    def _run(self, text: str): ...
    async def _arun(self, text: str): ...

@activity.defn                                               # activity
def work(): ...
"""


def test_what_frameworks_offload_is_listed_apart(tmp_path: Path) -> None:
    expected = {
        (number, line.split("# ")[1])
        for number, line in enumerate(IMPLICIT.splitlines(), 1)
        if line.rpartition("# ")[2] in list(Implicit)
    }
    found = audit(tmp_path, ("app.py", IMPLICIT))
    assert {(row.site.span.line, row.site.implicit) for row in found.implicit} == expected
    assert found.rows == ()
    assert sum(each.implicit for each in found.pools) == len(expected)


def test_pools_of_the_offloaders_own_are_told_apart(tmp_path: Path) -> None:
    text = "from nicegui import run\nfrom temporalio import activity\n\n@activity.defn\ndef work(): ...\n\n"
    found = audit(tmp_path, ("app.py", text + "async def answer():\n    await run.io_bound(work)\n"))
    assert {(each.name, each.sites, each.implicit) for each in found.pools} == {
        ("a dedicated executor of nicegui.run.io_bound", 1, 0),
        ("a dedicated executor of temporalio.activity", 0, 1),
    }


def test_only_the_rules_that_judge_them_speak_of_implicit_offloads(tmp_path: Path) -> None:
    text = "from fastapi import FastAPI\nfrom markitdown import MarkItDown\napp = FastAPI()\n"
    text += '@app.get("/health")\ndef health():\n    MarkItDown().convert("a.pdf")\n'
    rows: tuple[Row, ...] = audit(tmp_path, ("app.py", text)).implicit
    assert [row.codes for row in rows] == [("ASO207",)]


def test_a_registered_route_is_reached_by_requests_and_not_at_start_up(tmp_path: Path) -> None:
    text = "from starlette.routing import Route\n\ndef home(request):\n    open('home.html').read()\n\n"
    (row,) = audit(tmp_path, ("app.py", text + "routes = [Route('/home', home)]\n")).implicit
    assert row.site.risk_reason == "under a second; reached from app.home"


def test_of_a_pool_that_nobody_knows_only_that_is_said(tmp_path: Path) -> None:
    text = "from nicegui import run\n\nasync def answer(ask):\n    await run.io_bound(ask)\n"
    assert size(pool(audit(tmp_path, ("app.py", text)), Place.DEDICATED)) == "size unknown"


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("ThreadPoolExecutor()", "min(32, cpus + 4) workers"),
        ("ProcessPoolExecutor()", "cpus workers"),
        ("ThreadPoolExecutor(max_workers=2)", "2 workers (app.py:4)"),
        ("ThreadPoolExecutor(max_workers=chosen())", "chosen() workers (app.py:4)"),
    ],
)
def test_an_executor_says_its_own_size(tmp_path: Path, made: str, said: str) -> None:
    text = "import asyncio\nfrom concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor\n\n"
    text += f"own = {made}\n\nasync def answer():\n    await asyncio.get_running_loop().run_in_executor(own, print)\n"
    (found,) = audit(tmp_path, ("app.py", text)).pools
    assert size(found) == said


def test_a_load_that_just_fits_is_no_overload(tmp_path: Path) -> None:
    # In binary fractions, 0.07 x 100 is more than 7.
    ledger = DECISION.format(pools="[pools.default]\nworkers = 7", codes="")
    ledger = ledger.replace("= 6\n", "= 0.07\n").replace("= 12\n", "= 100\n")
    found = audit(tmp_path, ("app.py", OFFLOADS), ("async-offload.toml", ledger))
    assert (pool(found, Place.DEFAULT).head_room, found.overloads) == (0, ())


@pytest.mark.parametrize("workers", ["0", "-3", "many"])
def test_what_if_takes_only_a_size_that_a_pool_can_have(workers: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["audit", "--workers", workers])
    assert left.value.code == 2
    assert "is no number of threads" in capsys.readouterr().err


def test_a_path_may_be_a_constant_of_another_file(tmp_path: Path) -> None:
    app = "from fastapi import FastAPI\nfrom paths import HEALTH\n\napp = FastAPI()\n\n@app.get(HEALTH)\ndef f(): ...\n"
    found = audit(tmp_path, ("app.py", app), ("paths.py", 'PREFIX = "/internal"\nHEALTH = f"{PREFIX}/healthz"\n'))
    assert [(row.site.route, row.codes) for row in found.implicit] == [("GET /internal/healthz", ("ASO207",))]
