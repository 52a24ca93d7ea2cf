"""The catalogue's work entries: well-formed, without doubles, and about things that exist."""

from __future__ import annotations

import builtins
import importlib
import re
import sys
import tomllib
from collections import Counter
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from flake8_async_offload.catalog import pattern, reading
from flake8_async_offload.catalog.catalogue import load

WORK = Path(__file__).parents[1] / "flake8_async_offload" / "catalog" / "work"
FILES = sorted(WORK.glob("*.toml"))
REQUIRED = {"callables", "kind", "duration", "gil", "source"}
# An entry without a star stands for names of this form: "open", "os.walk", "io.FileIO().read", "spacy.load()".
NAME = re.compile(r"[\w*]+(\(\))*(\.[\w*]+(\(\))*)*")
# What these factories of the standard library give: inspection finds their methods here.
CLASSES = {
    "asyncio.get_event_loop": "asyncio.AbstractEventLoop",
    "asyncio.get_running_loop": "asyncio.AbstractEventLoop",
    "asyncio.new_event_loop": "asyncio.AbstractEventLoop",
    "asyncio.run_coroutine_threadsafe": "concurrent.futures.Future",
    "concurrent.futures.ProcessPoolExecutor().submit": "concurrent.futures.Future",
    "concurrent.futures.ThreadPoolExecutor().submit": "concurrent.futures.Future",
    "multiprocessing.Barrier": "multiprocessing.synchronize.Barrier",
    "multiprocessing.BoundedSemaphore": "multiprocessing.synchronize.BoundedSemaphore",
    "multiprocessing.Condition": "multiprocessing.synchronize.Condition",
    "multiprocessing.Event": "multiprocessing.synchronize.Event",
    "multiprocessing.JoinableQueue": "multiprocessing.queues.JoinableQueue",
    "multiprocessing.Pool": "multiprocessing.pool.Pool",
    "multiprocessing.Queue": "multiprocessing.queues.Queue",
    "multiprocessing.SimpleQueue": "multiprocessing.queues.SimpleQueue",
    "multiprocessing.managers.BaseManager().get_server": "multiprocessing.managers.Server",
    "subprocess.Popen().stderr": "io.BufferedReader",
    "subprocess.Popen().stdin": "io.BufferedWriter",
    "subprocess.Popen().stdout": "io.BufferedReader",
    "hmac.new": "hmac.HMAC",
    "threading.Lock": "_thread.LockType",
    "threading.RLock": "_thread.RLock",
    "urllib.request.build_opener": "urllib.request.OpenerDirector",
}
# What only an instance shows: it is bound at run time, by the system, or by a C type that has no name.
BOUND = re.compile(
    r"multiprocessing\.(Lock|RLock|Semaphore|BoundedSemaphore|Condition)\(\)\.acquire|threading\.Condition\(\)\.(acquire|release)"
    r"|select\.(poll|epoll)\(\).*|zlib\.(de)?compressobj\(\).*|csv\.writer\(\).*|hashlib\.\w+\(\).*|selectors\.EpollSelector.*"
    r"|sys\.std(in|out|err)\..*|.*\.serve_forever"
)
# New in a later Python than the oldest we run on, or not on every system.
LATER = re.compile(
    r"pathlib\.Path\(\)\.(walk|copy|copy_into|move|move_into|full_match|with_segments)|zipfile\.ZipFile\(\)\.mkdir|dbm\.(gnu|ndbm)\.open"
)
ELSEWHERE = {"_thread", "dbm", "fcntl", "grp", "os", "pathlib", "pty", "pwd", "select", "selectors", "signal", "socket"}


@cache
def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def entries() -> list[dict[str, Any]]:
    return [entry for path in FILES for entry in read(path).get("work", [])]


def trivial(key: str) -> list[str]:
    return [name for path in FILES for name in read(path).get("trivial", {}).get(key, [])]


def expanded(line: str) -> list[str]:
    """The names that the words in braces stand for."""
    parts = [part[1:-1].split(",") if part.startswith("{") else [part] for part in re.split(r"(\{[^{}]*\})", line)]
    return ["".join(words) for words in product(*parts)]


@cache
def names() -> list[str]:
    lines = [line for entry in entries() for line in entry["callables"]] + trivial("functions")
    return [name for line in lines for name in expanded(line)]


def stdlib() -> list[str]:
    known = {*sys.stdlib_module_names, *vars(builtins)}
    return [name for name in names() if re.split(r"[.(]", name)[0] in known]


def found(name: str) -> bool:
    """Whether a name of the standard library leads somewhere, as far as inspection can see."""
    for factory, cls in CLASSES.items():
        name = re.sub(rf"^{re.escape(factory)}(\(\))?\.", f"{cls}.", name)
    parts = [part for part in name.replace("()", "").split(".") if "*" not in part]
    value: Any = builtins
    if parts[0] in sys.stdlib_module_names:
        value = importlib.import_module(parts.pop(0))
    for part in parts:
        if not hasattr(value, part) and hasattr(value, "__path__"):
            importlib.import_module(f"{value.__name__}.{part}")
        if not hasattr(value, part):
            return False
        value = getattr(value, part)
    return True


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_keeps_to_the_schema(path: Path) -> None:
    assert reading.read(path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_entry_is_whole(path: Path) -> None:
    for entry in read(path)["work"]:
        said = entry["callables"]
        assert set(entry) >= REQUIRED, said
        assert all(value.strip() for value in entry.values() if isinstance(value, str)), said
        assert all(value for value in entry.values() if isinstance(value, bool)), f"{said}: a flag is true or left out"


def test_kind_and_duration_agree() -> None:
    for entry in entries():
        said, duration = entry["callables"], entry["duration"]
        assert entry["kind"] != "forever" or duration == "unbounded", said
        assert entry["kind"] != "trivial" or (duration == "instant" and "long" not in entry), said
        assert entry["kind"] == "wait" or "forever" in entry["kind"] or duration != "unbounded", said
        assert "long" not in entry or duration != "instant" or "lazy" in entry, said


def test_a_source_is_a_measurement_a_page_or_a_file() -> None:
    """No knowledge without evidence."""
    evidence = re.compile(r"measured 20\d\d-\d\d \(.+\)|https://\S+|\w+/\w+|GIL")
    assert [entry["callables"] for entry in entries() if not evidence.search(entry["source"])] == []


def test_a_name_is_a_public_dotted_name() -> None:
    assert [name for name in names() if not NAME.fullmatch(name)] == []


def test_a_callable_is_listed_once() -> None:
    assert [name for name, count in Counter(names()).items() if count > 1] == []


def test_no_name_is_caught_by_another_ones_stars() -> None:
    stars = [name for name in names() if "*" in name]
    caught = [
        (star, name) for star in stars for name in names() if star != name and pattern.match(star, name) is not None
    ]
    assert [(star, name) for star, name in caught if not _is_nearer(name, star)] == []


def _is_nearer(name: str, star: str) -> bool:
    """Whether a name with stars counts before another one: what is literal at its start is longer."""
    return "*" in name and len(name.partition("*")[0]) > len(star.partition("*")[0])


def test_no_call_of_an_sdk_with_an_async_client_is_listed() -> None:
    """Those stand in catalog/sdks. A second distribution, or asyncio itself, is another matter."""
    twins = {name: load().twin(name) for name in names() if "*" not in name}
    native = [name for name, twin in twins.items() if twin and not twin.package and twin.distribution != "stdlib"]
    assert native == []


def test_the_catalogue_answers_for_every_callable() -> None:
    catalogue = load()
    plain = [name for name in names() if "*" not in name]
    assert [name for name in plain if catalogue.facts(name) is None] == []


def test_a_result_that_is_named_can_be_asked_for_more() -> None:
    """A `returns` that leads to nothing we know is a slip of the pen."""
    known = {name.rpartition(".")[0] for name in names()} | set(names())
    results = {entry["returns"] for entry in entries() if "returns" in entry}
    assert sorted(results - known) == []


def test_trivial_methods_are_plain_names() -> None:
    methods = trivial("methods")
    assert methods
    assert all(name.isidentifier() for name in methods)
    assert len(methods) == len(set(methods))


def test_trivial_methods_leave_out_what_sdks_use_for_io() -> None:
    """`self._client.get(...)` on a client nobody knows may be a request."""
    io = {
        "get",
        "put",
        "set",
        "add",
        "keys",
        "delete",
        "send",
        "insert",
        "update",
        "remove",
        "close",
        "read",
        "write",
        "join",
    }
    assert io.isdisjoint(trivial("methods"))
    assert {"encode", "decode", "info", "exception", "copy", "find", "start"}.isdisjoint(trivial("methods"))
    assert {"append", "items", "strip"} <= set(trivial("methods"))


def test_what_runs_through_its_argument_is_not_trivial() -> None:
    """`sync_to_async(list)(queryset)` is a query."""
    assert {"list", "tuple", "set", "sum", "sorted", "next", "any", "max"}.isdisjoint(trivial("functions"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_standard_librarys_callables_exist() -> None:
    missing = [name for name in stdlib() if not (LATER.fullmatch(name) or BOUND.fullmatch(name) or found(name))]
    if sys.platform != "linux":
        missing = [name for name in missing if name.split(".")[0] not in ELSEWHERE]
    assert missing == []
    assert len(stdlib()) > 500
