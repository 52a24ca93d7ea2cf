"""Entry points: the functions that frameworks, task queues, command lines and test runners call by themselves."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import TypeAlias

from flake8_async_offload.bindings import FUNCTIONS, Assignment, spans
from flake8_async_offload.catalog.contexts import Entry, entries
from flake8_async_offload.model import Context
from flake8_async_offload.resolve import Class, Function, Package, Resolver, Value, dotted_name
from flake8_async_offload.resolve.attributes import ancestors, enclosing_class
from flake8_async_offload.routes import looks_like_route, route
from flake8_async_offload.scopes import Called, Module, Scope

Use: TypeAlias = tuple[Called, ast.expr, str]  # a call, the part of it that is a function, the keyword it is given by
EntryPoint: TypeAlias = tuple[Context, str]  # and what it is called in reports: "GET /documents", "shop.main.lifespan"


class EntryPoints:
    """Says which functions are entry points; each is asked about once."""

    def __init__(self, resolver: Resolver, mentions: Callable[[Scope], list[Use]], scripts: Iterable[str] = ()) -> None:
        """Take what answers names, what finds a function's uses, and what the project's commands run."""
        self._resolver = resolver
        self._mentions = mentions
        self._scripts: dict[str, list[str]] = {}
        for script in scripts:
            self._scripts.setdefault(script.rpartition(":")[2].rpartition(".")[2], []).append(script)
        self._known: dict[int, EntryPoint | None] = {}

    def of(self, function: Scope) -> EntryPoint | None:
        """Return the context that a function is called in by itself, and what it is called; None where it is not."""
        key = id(function)
        if key not in self._known:
            self._known[key] = None  # for as long as it is asked: a function may stand in itself
            self._known[key] = self._find(function)
        return self._known[key]

    def _find(self, function: Scope) -> EntryPoint | None:
        label = f"{function.module.name}.{function.qualified_name}"
        if is_test(function):
            return Context.TEST, label
        decorators = list(self._decorators(function))
        methods = list(self._methods(function))
        for entry in entries():
            context = Context(entry.context)
            for name, node in decorators:
                if entry.decorators.match(name):
                    return context, route(node, label)
            if _is_named(function, entry) or any(entry.methods.match(method) for method in methods):
                return context, label
        for _, node in decorators:
            if looks_like_route(node):
                return Context.REQUEST, route(node, label)
        return self._registered(function, label) or self._script(function, label) or self._made(function)

    def _decorators(self, function: Scope) -> Iterator[tuple[str, ast.expr]]:
        for decorator in getattr(function.node, "decorator_list", []):
            node = decorator.func if isinstance(decorator, ast.Call) else decorator
            value = self._resolver.value(node, function.parent or function)
            yield dotted_name(value) or "", decorator

    def _methods(self, function: Scope) -> Iterator[str]:
        """Yield a method's names as the classes above it call it."""
        cls = enclosing_class(function)
        for base in ancestors(self._resolver, Class(cls)) if cls else ():
            yield f"{dotted_name(base)}.{function.name}"

    def _registered(self, function: Scope, label: str) -> EntryPoint | None:
        """Return the context that a call registers the function for: `FastAPI(lifespan=f)`, `add_get("/", f)`."""
        for called, node, keyword in self._mentions(function):
            if node is called.node.func:
                continue
            name = dotted_name(self._resolver.value(called.node.func, called.scope)) or ""
            for entry in entries() if name else ():
                if entry.arguments.match(name) or entry.arguments.match(f"{name} {keyword}="):
                    value = self._resolver.value(node, called.scope)
                    if isinstance(value, Function) and value.scope.node is function.node:
                        return Context(entry.context), route(called.node, label)
        return self._listed(function, label)

    def _listed(self, function: Scope, label: str) -> EntryPoint | None:
        """Return the context that a variable with a name of the framework's own holds the function for."""
        for entry in entries():
            if not entry.listed or not _imports(function, entry):
                continue
            for scope in function.module.scope.everything(function.module.source.lines_naming((function.name,))):
                for name in entry.listed.intersection(scope.own_bindings):
                    if any(_holds(binding, function.name) for binding in scope.own_bindings[name]):
                        return Context(entry.context), label
        return None

    def _script(self, function: Scope, label: str) -> EntryPoint | None:
        """Return the command line for what a command of the project's runs: `[project.scripts]`."""
        for script in self._scripts.get(function.name, ()):
            module, _, path = script.partition(":")
            found = function.module if module == function.module.name else None
            found = found or self._resolver.project.find(function.module, module)
            value: Value | None = Package(found) if found else None
            for name in path.split("."):
                value = self._resolver.attribute(value, name)
            if isinstance(value, Function) and value.scope.node is function.node:
                return Context.COMMAND_LINE, label
        return None

    def _made(self, function: Scope) -> EntryPoint | None:
        """Return what the function around is, where that gives this one back: a middleware in its factory."""
        maker = function.parent
        if maker is None or not isinstance(maker.node, FUNCTIONS):
            return None
        given = (found.value for found in maker.returns)
        returned = any(isinstance(node, ast.Name) and node.id == function.name for node in given)
        return self.of(maker) if returned else None


def is_test(function: Scope) -> bool:
    """Whether a function stands in a file of tests."""
    module = function.module
    path = PurePath(module.source.path)
    name = path.name
    folders = () if path.is_absolute() else path.parts[:-1]  # above the project's root, names say nothing
    in_tests = not {"test", "tests", "testing"}.isdisjoint((*module.name.split(".")[:-1], *folders))
    return in_tests or name.startswith(("test_", "conftest")) or name.endswith("_test.py")


def uses(name: str, module: Module) -> Iterator[Use]:
    """Yield the calls of a name, and those that hand over what has the name, itself or in a list."""
    lines = module.source.lines_using(name)
    for scope in module.scope.everything(lines):
        for called in scope.calls:
            near = spans(called.node.lineno, called.node.end_lineno or called.node.lineno, lines)
            for node, keyword in _parts(called.node) if near else ():
                if name == (node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)):
                    yield called, node, keyword


def _parts(node: ast.Call) -> Iterator[tuple[ast.expr, str]]:
    """Yield what a call calls and is given, each with its keyword; of a display what is in it as well."""
    yield node.func, ""
    positional = ((given, "") for given in node.args)
    for given, keyword in (*positional, *((word.value, word.arg or "") for word in node.keywords)):
        yield given, keyword
        inside = given.values if isinstance(given, ast.Dict) else getattr(given, "elts", ())
        yield from ((each, keyword) for each in inside)


def _is_named(function: Scope, entry: Entry) -> bool:
    """Whether a function has a name that frameworks go by, in a file that imports the framework."""
    return entry.names.match(function.name) and _imports(function, entry)


def _imports(function: Scope, entry: Entry) -> bool:
    """Whether the file imports one of an entry's modules, or something below it."""
    if not entry.imports:
        return True
    memo, key = function.module.memo, ("imports", id(entry), 0)
    if key not in memo:
        said = [name for name in entry.imports if name in function.module.source.text]
        memo[key] = any(f"{each}.".startswith(f"{name}.") for name in said for each in function.module.imports)
    known: bool = memo[key]
    return known


def _holds(binding: object, name: str) -> bool:
    value = binding.value if isinstance(binding, Assignment) else None
    return value is not None and any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(value))
