"""Finds modules, classes and functions by their dotted names in unpacked packages, as griffe reads them."""

from __future__ import annotations

import ast
import contextlib
import logging
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import griffe

if TYPE_CHECKING:
    from collections.abc import Iterator

Found = griffe.Module | griffe.Class | griffe.Function | griffe.Attribute

_PLAIN = ("object", "abc.ABC", "typing.Protocol", "typing.Generic", "Exception")


class _Loader(griffe.GriffeLoader):
    """Reads the folders without `__init__` inside a package as well, as Python does: `e2b/sandbox_sync/main.py`."""

    def _get_or_create_parent_module(
        self, module: griffe.Module, subparts: tuple[str, ...], subpath: Path
    ) -> griffe.Module:
        folder = subpath.parents[len(subparts) - (subpath.stem != "__init__")]
        owner: object = module
        for part in subparts[:-1]:
            folder = folder / part
            if not isinstance(owner, griffe.Module):
                break
            if part not in owner.members and not any(folder.glob("__init__.*")):
                owner.set_member(part, self._create_module(part, [folder]))
            owner = owner.members.get(part)
        return super()._get_or_create_parent_module(module, subparts, subpath)


class Library:
    """The packages below some folders, loaded when a name asks for them."""

    def __init__(self, folders: list[Path]) -> None:
        logging.getLogger("griffe").setLevel(logging.CRITICAL)  # what it cannot resolve shows in the report
        self._loader = _Loader(search_paths=list(folders), allow_inspection=False)
        self._loaded: dict[str, griffe.Module | None] = {}
        self._lines: dict[str, list[griffe.Class]] = {}
        self._classes: dict[str, dict[str, list[griffe.Class]]] = {}

    def lookup(self, path: str, seen: tuple[str, ...] = ()) -> Found | None:
        """Return what the dotted path names, through imports and re-exports; None for what is not below the folders."""
        first, *parts = path.split(".")
        found: Found | None = self._package(first)
        for number, part in enumerate(parts, 1):
            if found is None:
                return None
            below = found.members.get(part) if isinstance(found, griffe.Module) and number < len(parts) else None
            found = below if isinstance(below, griffe.Module) else self.member(found, part, seen)
        return found

    def member(self, owner: Found, name: str, seen: tuple[str, ...] = ()) -> Found | None:
        """Return a member of a module or class, inherited ones and lazily imported ones included."""
        if isinstance(owner, griffe.Class):
            return next((found for base in self.line(owner) if (found := self._own(base, name, seen))), None)
        if isinstance(owner, griffe.Module):
            return self._own(owner, name, seen) or self._lazy(owner, name, seen)
        return None

    def _own(self, owner: griffe.Module | griffe.Class, name: str, seen: tuple[str, ...]) -> Found | None:
        member: griffe.Alias | Found | None = owner.members.get(name)  # type: ignore[assignment]
        path = member.target_path if isinstance(member, griffe.Alias) else None
        if isinstance(member, griffe.Module):  # an import of the submodule's own name hides the submodule
            path = owner.imports.get(name)
        if path and path not in seen:
            found = self.lookup(path, (*seen, path))
            # A proxy that only puts off the import of the submodule hides nothing: openai.resources.
            return member if isinstance(member, griffe.Module) and isinstance(found, griffe.Attribute) else found
        return None if isinstance(member, griffe.Alias) else member

    def line(self, owner: griffe.Class, below: tuple[str, ...] = ()) -> list[griffe.Class]:
        """Return the class and its bases in the order in which a member is looked for."""
        if owner.path not in self._lines:
            found = [base for path in base_paths(owner) if (base := self._class(path)) and base.path not in below]
            orders = [self.line(base, (*below, owner.path)) for base in found]
            self._lines[owner.path] = [owner, *_merged([*orders, found])]
        return self._lines[owner.path]

    def _class(self, path: str, depth: int = 0) -> griffe.Class | None:
        """Return the class of a name that may be assigned: `AsyncCommands = Commands`."""
        found = self.lookup(path)
        if isinstance(found, griffe.Attribute) and isinstance(found.value, griffe.ExprName) and depth < 4:
            return self._class(found.value.canonical_path, depth + 1)
        return found if isinstance(found, griffe.Class) else None

    def is_whole(self, owner: Found) -> bool:
        """Whether every member is known: no base class and no wildcard import that is not below the folders."""
        if isinstance(owner, griffe.Class):
            bases = (path for each in self.line(owner) for path in base_paths(each))
            return all(self._class(path) or path in _PLAIN for path in bases)
        return not any(name.endswith("/*") for name in owner.members)

    def named(self, package: str, name: str) -> list[griffe.Class]:
        """Return the package's classes of this simple name, wherever they are defined."""
        if package not in self._classes:
            table: dict[str, list[griffe.Class]] = {}
            root = self.lookup(package)
            for each in classes(root) if isinstance(root, griffe.Module) else ():
                table.setdefault(each.name, []).append(each)
            self._classes[package] = table
        return self._classes[package].get(name, [])

    def _package(self, name: str) -> griffe.Module | None:
        if name not in self._loaded:
            self._loaded[name] = None
            try:
                module = self._loader.load(name, try_relative_path=False)
            except (ImportError, griffe.GriffeError, KeyError):
                return None
            if isinstance(module, griffe.Module):
                self._loaded[name] = module
                self._loader.expand_exports(module)
                self._loader.expand_wildcards(module, external=False)
        return self._loaded[name]

    def _lazy(self, module: griffe.Module, name: str, seen: tuple[str, ...]) -> Found | None:
        """Return what a module's `__getattr__` imports under the name, by the tables it keeps for that."""
        if "__getattr__" not in module.members or f"{module.path}.{name}" in seen:
            return None
        for where in _lazy_modules(module, name):
            path = f"{module.path}{where}" if where.startswith(".") else where
            for candidate in (f"{path}.{name}", path, f"{module.path}.{where}.{name}"):
                if found := self.lookup(candidate, (*seen, f"{module.path}.{name}")):
                    return found
        here = self.named(module.path, name) if _says(str(module.filepath), name) else []
        return here[0] if len(here) == 1 else None


def _merged(orders: list[list[griffe.Class]]) -> Iterator[griffe.Class]:
    """Yield the classes so that each order is kept, as Python does; where they disagree, the first one wins."""
    orders = [list(order) for order in orders if order]
    while orders:
        later = {each.path for order in orders for each in order[1:]}
        head = next((order[0] for order in orders if order[0].path not in later), orders[0][0])
        yield head
        orders = [rest for order in orders if (rest := [each for each in order if each.path != head.path])]


def base_paths(owner: griffe.Class) -> Iterator[str]:
    """Yield the dotted paths of the bases a class names, without their type arguments."""
    for base in owner.bases:
        plain = base.left if isinstance(base, griffe.ExprSubscript) else base
        path = plain.canonical_path if isinstance(plain, griffe.Expr) else str(plain)
        if path.startswith(f"{owner.path}.") and owner.parent:  # a member of that name hides it from griffe
            path = str(plain)
            with contextlib.suppress(griffe.NameResolutionError):
                path = owner.parent.resolve(path)
        yield path


def classes(module: griffe.Module) -> Iterator[griffe.Class]:
    """Yield every class defined in the module and below."""
    waiting: list[Any] = [module]
    while waiting:
        each = waiting.pop()
        for member in each.members.values():
            if isinstance(member, griffe.Class):
                yield member
            if isinstance(member, griffe.Module):
                waiting.append(member)


def _lazy_modules(module: griffe.Module, name: str) -> Iterator[str]:
    """Yield the module names that stand beside the name in a table of the module: {name: module}, {module: [names]}."""
    yield from _told_together(str(module.filepath)).get(name, ())


def _says(path: str, name: str) -> bool:
    """Whether a file has the name anywhere: what it never says, its `__getattr__` can hardly give."""
    with contextlib.suppress(OSError):
        return name in Path(path).read_text(encoding="utf-8", errors="replace")
    return False


@lru_cache(maxsize=256)
def _told_together(path: str) -> dict[str, list[str]]:
    """Return word -> the words that stand on the other side of it in the dictionaries of a file."""
    found: dict[str, list[str]] = {}
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                words = [text.value for text in ast.walk(value) if isinstance(text, ast.Constant)]
                texts = [word for word in words if isinstance(word, str)]
                if isinstance(key, ast.Constant):
                    found.setdefault(str(key.value), []).extend(texts)
                    for word in texts:
                        found.setdefault(word, []).append(str(key.value))
    return found


def body(function: griffe.Function | griffe.Attribute) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """Return the syntax tree of a function or property."""
    path = function.filepath
    if isinstance(path, list) or function.endlineno is None:
        return None
    return _functions(str(path)).get((function.name, function.endlineno))


@lru_cache(maxsize=256)
def _functions(path: str) -> dict[tuple[str, int | None], ast.FunctionDef | ast.AsyncFunctionDef]:
    nodes = ast.walk(_tree(path))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {(node.name, node.end_lineno): node for node in nodes if isinstance(node, kinds)}


@lru_cache(maxsize=256)
def _tree(path: str) -> ast.Module:
    try:
        with open(path, encoding="utf-8") as stream:  # noqa: PTH123
            return ast.parse(stream.read())
    except (OSError, SyntaxError, ValueError):
        return ast.Module([], [])
