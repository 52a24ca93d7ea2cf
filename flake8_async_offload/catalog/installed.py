"""Asynchronous forms in installed packages that the catalogue does not know: usual names, verified in the source."""

from __future__ import annotations

import ast
import re
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_async_offload.catalog.entry import looks_async
from flake8_async_offload.catalog.sources import Thing, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_async_offload.model import Twin

NOTE = "found in the installed package, not in the catalogue"
_AWAITED = ("Awaitable", "Coroutine", "Future", "Task")
_ITERATED = ("AsyncIterator", "AsyncIterable", "AsyncGenerator")
_ENTERED = ("AsyncContextManager", "AbstractAsyncContextManager")


def site_folders() -> tuple[Path, ...]:
    """Return the folders of installed packages beside this one."""
    names = ("site-packages", "dist-packages")
    return tuple(path for path in map(Path, sys.path) if path.name in names and path.is_dir())


@lru_cache(maxsize=4096)
def found_twin(name: str, folders: tuple[Path, ...]) -> Twin | None:
    """Return the asynchronous form of a synchronous callee under a usual name, if it is there and is asynchronous."""
    root = name.partition(".")[0]
    if root in sys.stdlib_module_names or root.endswith("()") or looks_async(name) or name.endswith("()"):
        return None
    callee = resolve(name, folders)
    if callee is None or not isinstance(callee.node, ast.FunctionDef) or _shape(callee):
        return None
    for candidate in _candidates(name):
        twin = resolve(candidate, folders)
        if twin and (shape := _shape(twin)):
            from flake8_async_offload.model import Twin

            return Twin(candidate, root, shape=shape, note=NOTE)
    return None


def _candidates(name: str) -> Iterator[str]:
    """Yield the usual names: Async<Class>, <package>.aio, <method>_async, async_<method>, a<method>."""
    parts = name.split(".")
    *owner, last = parts
    for at, part in enumerate(owner):
        if re.match(r"[A-Z]", part):
            for each in (f"Async{part}", part.replace("Client", "AsyncClient"), part.removeprefix("Sync")):
                if each != part:
                    yield ".".join([*owner[:at], each, *owner[at + 1 :], last])
        for module in ("aio", "asyncio"):
            yield ".".join([*owner[: at + 1], module, *owner[at + 1 :], last])
    for form in (f"{last}_async", f"async_{last}", f"a{last}"):
        yield ".".join([*owner, form])


def _shape(thing: Thing) -> str | None:
    """Return how the result of a function is used, or None where it is not asynchronous."""
    node = thing.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return None
    if any("asynccontextmanager" in ast.unparse(decorator) for decorator in node.decorator_list):
        return "async with"
    if isinstance(node, ast.AsyncFunctionDef):
        return "async for" if _yields(node) else "await"
    told = node.returns.value if isinstance(node.returns, ast.Subscript) else node.returns
    last = ast.unparse(told).strip("\"'").partition("[")[0].rpartition(".")[2] if told else ""
    shapes = {"await": _AWAITED, "async for": _ITERATED, "async with": _ENTERED}
    return next((shape for shape, words in shapes.items() if last in words), None)


def _yields(function: ast.AsyncFunctionDef) -> bool:
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Yield):
            return True
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))
    return False
