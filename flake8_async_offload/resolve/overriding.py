"""The project's classes below a class, and the methods of theirs that run where the class leaves one open."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from flake8_async_offload.bindings import Definition
from flake8_async_offload.resolve.attributes import ancestors, enclosing_class, is_method
from flake8_async_offload.resolve.values import Class, Function, Instance
from flake8_async_offload.scopes import Module

if TYPE_CHECKING:
    from flake8_async_offload.resolve import Resolver

MOST_FILES = 20  # that name one base: what so many fill in has no kind of its own
_HEAD = r"(?m)^[ \t]*class[ \t]+\w+[ \t]*\(([^)]*)\)"
_NAME = r"[A-Za-z_]\w*"


def bases_in(text: str) -> frozenset[str]:
    """Return the names that the heads of a text's classes have in brackets, and of some more that look like it."""
    return frozenset(name for head in re.finditer(_HEAD, text) for name in re.findall(_NAME, head[1]))


class Subclasses:
    """The project's classes by the names of their bases; a file is parsed only when its classes are asked for."""

    def __init__(
        self,
        texts: Mapping[str, str],
        load: Callable[[str], Module | None],
        bases: Callable[[], Mapping[str, Collection[str]]] | None = None,
    ) -> None:
        """Take the project's files by path, and what gives the module of one; `bases` spares reading them all."""
        self._texts = texts
        self._load = load
        self._bases = bases or (lambda: {path: bases_in(text) for path, text in texts.items()})
        self._saying: dict[str, list[Module]] = {}

    @cached_property
    def _files(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path, names in self._bases().items():
            for name in names:
                found.setdefault(name, []).append(path)
        return found

    @property
    def is_asked(self) -> bool:
        """Whether anybody has asked: from then on each file of the project has its say."""
        return "_files" in self.__dict__ or bool(self._saying)

    def saying(self, part: str) -> list[Module]:
        """Return the modules whose text has some characters in it; none where too many have."""
        if part not in self._saying:
            paths = [path for path, text in self._texts.items() if part in text]
            found = [self._load(path) for path in paths] if len(paths) <= MOST_FILES else []
            self._saying[part] = [module for module in found if module]
        return self._saying[part]

    def below(self, resolver: Resolver, cls: Class) -> list[Class]:
        """Return the classes derived from one, directly or not; none where too many files name it."""
        memo, key = cls.scope.module.memo, ("below", id(cls.scope), 0)
        if key not in memo:
            memo[key] = self._search(resolver, cls)
        known: list[Class] = memo[key]
        return known

    def _search(self, resolver: Resolver, cls: Class) -> list[Class]:
        found, stack = [cls], [cls]
        while stack:
            base = stack.pop()
            files = self._files.get(base.scope.name, ())
            for path in files if len(files) <= MOST_FILES else ():
                derived = [each for each in self._classes(path) if base in ancestors(resolver, each)]
                stack += [each for each in derived if each not in found]
                found += [each for each in derived if each not in found]
        return found[1:]

    def _classes(self, path: str) -> Iterator[Class]:
        module = self._load(path)
        for bindings in module.scope.own_bindings.values() if module else ():
            for binding in bindings:
                if module and isinstance(binding, Definition) and isinstance(binding.node, ast.ClassDef):
                    yield Class(module.scope.child(binding.node))


def is_open_method(function: Function) -> bool:
    """Whether another class's method may run in a method's place: its receiver's class is not certain."""
    exact = isinstance(function.receiver, Instance) and function.receiver.made is not None
    return is_method(function.scope) and not exact and function.scope.name != "__init__"


def is_idle(function: Function) -> bool:
    """Whether a function's body does nothing, as where other classes are to fill it in."""
    node = function.scope.node
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and all(map(_does_nothing, node.body))


def overriders(resolver: Resolver, function: Function) -> tuple[Function, ...]:
    """Return the methods of the project that may run in a method's place, other than idle ones."""
    cls = enclosing_class(function.scope)
    if cls is None or resolver.subclasses is None:
        return ()
    receiver = function.receiver.type.scope if isinstance(function.receiver, Instance) else cls
    memo, key = receiver.module.memo, ("overriders", id(function.scope), id(receiver))
    if key not in memo:
        below = resolver.subclasses.below(resolver, Class(receiver))
        methods = (resolver.attribute(Instance(each), function.scope.name) for each in below)
        found = {
            each.scope: each for each in methods if isinstance(each, Function) and each.scope is not function.scope
        }
        memo[key] = tuple(each for each in found.values() if not is_idle(each))
    known: tuple[Function, ...] = memo[key]
    return known


def _does_nothing(node: ast.stmt) -> bool:
    match node:
        case ast.Pass() | ast.Raise():
            return True
        case ast.Return(value=value) | ast.Expr(value=value):
            return value is None or isinstance(value, ast.Constant) or ast.unparse(value) == "NotImplemented"
    return False
