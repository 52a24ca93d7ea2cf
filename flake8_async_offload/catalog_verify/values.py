"""What a dotted name with calls, an annotation or an expression stands for in a package."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import griffe

from flake8_async_offload.catalog import pattern
from flake8_async_offload.catalog_verify.annotations import ANY, Code, Value, annotated, path_of
from flake8_async_offload.catalog_verify.library import Found, Library, body

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEPTH = 12
_RETURNS = {"asyncio.get_running_loop": "asyncio.AbstractEventLoop()"}  # the function itself is written in C


class Reader:
    """Follows names through a library."""

    def __init__(self, library: Library, returns: dict[str, str] | None = None) -> None:
        self.library = library
        self._returns = {**_RETURNS, **(returns or {})}
        self._resolved: dict[str, list[Value]] = {}
        self._called: dict[tuple[str, str], list[Value]] = {}
        self._busy: set[tuple[str, str]] = set()  # attributes that are being followed: their values may name themselves

    def resolve(self, name: str) -> list[Value]:
        """Return what a public dotted name with () for calls may stand for; empty where it does not exist."""
        if name not in self._resolved:
            self._resolved[name] = self._resolve(name)
        return self._resolved[name]

    def _resolve(self, name: str) -> list[Value]:
        if name.endswith("()"):
            for line, target in self._returns.items():
                taken = pattern.match(line, name[:-2])
                if taken is not None and (told := self.resolve(pattern.fill(target, taken))):
                    return told
            return [value for callee in self.resolve(name[:-2]) for value in self.call(callee)]
        before, _, last = name.rpartition(".")
        if not before:
            found = self.library.lookup(last)
            return [Value(last, found)] if found else []
        return [value for owner in self.resolve(before) for value in self.step(owner, last)]

    def step(self, owner: Value, name: str) -> list[Value]:
        """Return what `owner.name` may be."""
        if owner.found is None:
            return []
        if isinstance(owner.found, griffe.Function):  # modal hangs the asynchronous form off the method
            return []
        member = self.library.member(owner.found, name)
        if member is None and owner.instance and isinstance(owner.found, griffe.Class):
            member = self.library.member(owner.found, "__getattr__")
            return self.call(Value(name, member, owner=owner.found)) if isinstance(member, griffe.Function) else []
        reached = owner.found if isinstance(owner.found, griffe.Class) else None
        if isinstance(member, griffe.Function) and _is_property(member):
            return self.call(Value(member.path, member, owner=reached))
        if isinstance(member, griffe.Attribute):
            return list(self.attribute(member, reached))
        return [Value(member.path, member, owner=reached)] if member else []

    def call(self, callee: Value, depth: int = 0) -> list[Value]:
        """Return what calling the value may give; a coroutine is given as its type."""
        found = callee.found
        if isinstance(found, griffe.Class):
            if not callee.instance:
                return [callee._replace(instance=True)]
            special = self.library.member(found, "__call__")
            return self.call(Value("", special, owner=found), depth) if isinstance(special, griffe.Function) else []
        if not isinstance(found, griffe.Function) or depth > _DEPTH:
            return []
        key = (found.path, callee.owner.path if callee.owner else "")
        if key not in self._called:
            self._called[key] = []  # a recursive function adds nothing by its own call
            self._called[key] = self._returned(found, callee.owner, depth)
        return self._called[key]

    def _returned(self, function: griffe.Function, owner: griffe.Class | None, depth: int) -> list[Value]:
        told = list(annotated(self.library, function.returns, function, owner)) if function.returns else []
        known = any(value.path not in ANY for value in told)
        return told if known else self.body_returns(function, owner, depth)

    def attribute(self, attribute: griffe.Attribute, owner: griffe.Class | None) -> Iterator[Value]:
        """Yield what an attribute or property may be: by its annotation, else its value, else what it returns."""
        key = (attribute.path, owner.path if owner else "")
        if key in self._busy:
            return
        self._busy.add(key)
        told = list(annotated(self.library, attribute.annotation, attribute, owner)) if attribute.annotation else []
        if all(value.path in ANY for value in told) and attribute.value is not None:
            told = list(self.valued(attribute.value, attribute, owner)) or told
        found = told or self.body_returns(attribute, owner, 0)
        self._busy.discard(key)
        yield from found

    def body_returns(
        self, code: griffe.Function | griffe.Attribute, owner: griffe.Class | None, depth: int
    ) -> list[Value]:
        """Return what the `return` statements of a function without an annotation give."""
        tree = body(code) if depth <= _DEPTH else None
        found: list[Value] = []
        for node in ast.walk(tree) if tree else ():
            if isinstance(node, ast.Return) and node.value is not None:
                expression = griffe.safe_get_expression(node.value, parent=code.parent)  # type: ignore[arg-type]
                found += self.valued(expression, code, owner, depth + 1)
        return found

    def valued(self, code: Code, scope: Found, owner: griffe.Class | None, depth: int = 0) -> Iterator[Value]:
        """Yield what an expression may be: a call, a chain of attributes, a parameter, a name of the module."""
        if depth > _DEPTH:
            return
        match code:
            case griffe.ExprCall():
                called: Code = code.function
                called = called.left if isinstance(called, griffe.ExprSubscript) else called  # Box[int](1)
                for callee in self.valued(called, scope, owner, depth + 1):
                    yield from self.call(callee, depth + 1)
            case griffe.ExprAttribute():
                *before, last = code.values
                left = griffe.ExprAttribute(before) if len(before) > 1 else before[0]
                for value in self.valued(left, scope, owner, depth + 1):
                    yield from self.step(value, str(getattr(last, "name", last)))
            case griffe.ExprBoolOp():
                for each in code.values:
                    yield from self.valued(each, scope, owner, depth + 1)
            case griffe.ExprIfExp():
                yield from self.valued(code.body, scope, owner, depth + 1)
                yield from self.valued(code.orelse, scope, owner, depth + 1)
            case griffe.ExprName():
                yield from self._variable(code, scope, owner, depth + 1)

    def _variable(self, name: griffe.ExprName, scope: Found, owner: griffe.Class | None, depth: int) -> Iterator[Value]:
        if name.name in ("self", "cls") and owner:
            yield Value(owner.path, owner, instance=name.name == "self")
            return
        for function in _functions_around(scope, owner):
            if name.name in function.parameters:
                yield from annotated(self.library, function.parameters[name.name].annotation, function, owner, depth)
                return
        local = list(self._local(name.name, scope, owner, depth))
        found = None if local else self.library.lookup(path_of(name))
        if isinstance(found, griffe.Attribute):
            local = list(self.attribute(found, None))
        elif found:
            local = [Value(found.path, found)]
        yield from local

    def _local(self, name: str, scope: Found, owner: griffe.Class | None, depth: int) -> Iterator[Value]:
        """Yield what a function's own variable may be: by its assignments and the imports in the function."""
        tree = body(scope) if isinstance(scope, griffe.Function) else None
        for node in ast.walk(tree) if tree else ():
            if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in node.targets):
                code = griffe.safe_get_expression(node.value, parent=scope.parent)  # type: ignore[arg-type]
                if str(code) != name:
                    yield from self.valued(code, scope, owner, depth + 1)
            elif isinstance(node, ast.ImportFrom):
                for path in (_imported(node, each, scope) for each in node.names if (each.asname or each.name) == name):
                    found = self.library.lookup(path)
                    yield from [Value(path, found)] if found else []


def _is_property(function: griffe.Function) -> bool:
    return any("property" in str(decorator.callable_path).rpartition(".")[2] for decorator in function.decorators)


def _imported(node: ast.ImportFrom, name: ast.alias, scope: Found) -> str:
    """Return the dotted path of a name that an import in a function brings."""
    package = scope.module.path.split(".")
    up = node.level - 1 if scope.module.is_init_module else node.level
    before = package[: len(package) - up] if node.level else []
    return ".".join([*before, *(node.module or "").split("."), name.name]).replace("..", ".")


def _functions_around(scope: Found, owner: griffe.Class | None) -> Iterator[griffe.Function]:
    if isinstance(scope, griffe.Function):
        yield scope
    start = owner.members.get("__init__") if owner else None
    if isinstance(scope, griffe.Attribute) and isinstance(start, griffe.Function):
        yield start
