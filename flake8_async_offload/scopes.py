"""Modules and their scopes, from the standard `ast`; each scope is read on first need."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from flake8_async_offload.bindings import (
    COMPREHENSIONS,
    FUNCTIONS,
    SCOPES,
    Binding,
    Contents,
    Definition,
    Import,
    Lines,
    ScopeNode,
)
from flake8_async_offload.source import Source
from flake8_async_offload.syntax import Trail, around


@dataclass(frozen=True, slots=True)
class Called:
    """A call where it stands; `trail` leads from its parent node up to the scope's statement."""

    node: ast.Call
    scope: Scope
    trail: Trail | None

    def ancestors(self) -> Iterator[ast.AST]:
        """Yield the nodes around the call, innermost first, up to the function it stands in."""
        return around(self.trail)

    @property
    def is_awaited(self) -> bool:
        """Whether what the call gives is awaited on the spot, by `await`, `async with` or `async for`."""
        match list(islice(self.ancestors(), 2)):
            case [ast.Await() | ast.AsyncFor() | ast.comprehension(is_async=1), *_] | [ast.withitem(), ast.AsyncWith()]:
                return True
            case [around, *_] if isinstance(around, COMPREHENSIONS):
                first = around.generators[0]
                return bool(first.is_async) and first.iter is self.node
        return False


class Module:
    """A parsed file and the dotted name it is imported by."""

    def __init__(self, source: Source, name: str, file: Path | None = None) -> None:
        """Take the source, its dotted name, and the file that relative imports start from."""
        self.source = source
        self.name = name
        self.file = file
        self.scope = Scope(source.tree, None, self)
        self.parsed_annotations: dict[str, ast.expr | None] = {}
        self.memo: dict[tuple[str, int, int], Any] = {}  # answers about this module's nodes and scopes, by identity

    @cached_property
    def imports(self) -> frozenset[str]:
        """The modules that import statements anywhere in the file name."""
        bindings = (name for scope in self.scope.everything() for name in scope.own_bindings.values())
        found = (binding for several in bindings for binding in several if isinstance(binding, Import))
        return frozenset(binding.module for binding in found if not binding.level)

    @cached_property
    def walrus(self) -> bool:
        """Whether expressions may bind names."""
        return ":=" in self.source.text

    @cached_property
    def global_stores(self) -> dict[str, list[tuple[Binding, Scope]]]:
        """What functions assign to names they declare `global`."""
        found: dict[str, list[tuple[Binding, Scope]]] = {}
        if "global " not in self.source.text:
            return found
        for scope in self.scope.nested():
            for name in scope.declared_global:
                for binding in scope.own_bindings.get(name, ()):
                    found.setdefault(name, []).append((binding, scope))
        return found


class Scope:
    """One scope: what binds names in it, and what it stores on attributes."""

    def __init__(self, node: ScopeNode, parent: Scope | None, module: Module) -> None:
        """Nothing of the scope's body is read yet."""
        self.node = node
        self.parent = parent
        self.module = module
        self._children: dict[int, Scope] = {}

    def __repr__(self) -> str:
        return f"<Scope {self.module.name}:{self.qualified_name}>"

    @property
    def name(self) -> str:
        """Its own name; `<lambda>` and the like for scopes without one."""
        match self.node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return self.node.name
            case ast.Module():
                return "<module>"
            case ast.Lambda():
                return "<lambda>"
        return "<comprehension>"

    @cached_property
    def qualified_name(self) -> str:
        """Dotted name within the module, through classes and functions; comprehensions and lambdas do not count."""
        if isinstance(self.node, (*COMPREHENSIONS, ast.Lambda)) and self.parent:
            return self.parent.qualified_name
        if self.parent is None or self.parent.qualified_name == "<module>":
            return self.name
        return f"{self.parent.qualified_name}.{self.name}"

    @property
    def in_coroutine(self) -> bool:
        """Whether code here runs on the event loop: the nearest function is an `async def`."""
        scope: Scope | None = self
        while scope and isinstance(scope.node, COMPREHENSIONS):
            scope = scope.parent
        return scope is not None and isinstance(scope.node, ast.AsyncFunctionDef)

    def child(self, node: ScopeNode) -> Scope:
        """Return the scope of a node that stands directly in this one."""
        if id(node) not in self._children:
            self._children[id(node)] = Scope(node, self, self.module)
        return self._children[id(node)]

    def nested(self) -> Iterator[Scope]:
        """Yield every function and class scope below this one that statements define."""
        stack = [self]
        while stack:
            scope = stack.pop()
            for bindings in scope.own_bindings.values():
                for binding in bindings:
                    if isinstance(binding, Definition):
                        stack.append(scope.child(binding.node))
                        yield stack[-1]

    @property
    def own_bindings(self) -> dict[str, list[Binding]]:
        """Every binding made in this scope, by name, in the order of the text."""
        return self._contents.names

    @property
    def attribute_stores(self) -> dict[tuple[str, str], list[Binding]]:
        """What the scope stores on attributes of plain names: `("self", "client")` for `self.client = ...`."""
        return self._contents.attributes

    @property
    def declared_global(self) -> set[str]:
        """Names declared `global` here."""
        return self._contents.declared_global

    @property
    def declared_nonlocal(self) -> set[str]:
        """Names declared `nonlocal` here."""
        return self._contents.declared_nonlocal

    @property
    def loops(self) -> list[Lines]:
        """Lines of the loops among the scope's statements."""
        return self._contents.loops

    @property
    def returns(self) -> list[ast.Return]:
        """The scope's own return statements."""
        return self._contents.returns

    @property
    def yields(self) -> list[ast.expr]:
        """What the function yields, where it is a generator."""
        return self._expressions.yields

    @property
    def calls(self) -> list[Called]:
        """Every call in the scope's own code, its comprehensions included, in the order of the text."""
        return self._expressions.calls

    @cached_property
    def called_names(self) -> frozenset[str]:
        """The last names of what the scope's own code calls."""
        functions = (called.node.func for called in self.calls)
        return frozenset(
            node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "") for node in functions
        )

    @property
    def inner(self) -> list[Scope]:
        """The functions, lambdas and classes that stand directly in this scope."""
        return self._expressions.inner

    def everything(self) -> Iterator[Scope]:
        """Yield this scope and all scopes below it, comprehensions aside."""
        stack = [self]
        while stack:
            scope = stack.pop()
            yield scope
            stack.extend(reversed(scope.inner))

    @cached_property
    def _expressions(self) -> _Expressions:
        return _Expressions(self)

    @cached_property
    def _contents(self) -> Contents:
        return Contents(self.node, walrus=self.module.walrus)

    @cached_property
    def self_stores(self) -> dict[str, list[tuple[Binding, Scope]]]:
        """For a class: what its methods store on their first parameter, with the method's scope."""
        found: dict[str, list[tuple[Binding, Scope]]] = {}
        for bindings in self.own_bindings.values():
            for binding in bindings:
                if not isinstance(binding, Definition) or isinstance(binding.node, ast.ClassDef):
                    continue
                arguments = binding.node.args.posonlyargs + binding.node.args.args
                method = self.child(binding.node)
                for (base, attribute), stores in method.attribute_stores.items() if arguments else ():
                    if base == arguments[0].arg:
                        found.setdefault(attribute, []).extend((store, method) for store in stores)
        return found

    def owner(self, name: str) -> Scope | None:
        """Return the scope that binds `name` as seen from here; None for builtins and unbound names."""
        scope: Scope | None = self
        while scope:
            if name in scope.own_bindings and (scope is self or not isinstance(scope.node, ast.ClassDef)):
                if name in scope.declared_global:
                    return scope.module.scope
                if name not in scope.declared_nonlocal:
                    return scope
            scope = scope.parent
        return self.module.scope if name in self.module.global_stores else None


class _Expressions:
    """What the expressions of one scope call and yield; the bodies of nested functions and classes stay unread."""

    def __init__(self, scope: Scope) -> None:
        self.calls: list[Called] = []
        self.yields: list[ast.expr] = []
        self.inner: list[Scope] = []
        self._stack: list[tuple[ast.AST, Scope, Trail | None]] = []
        self._start(scope)
        while self._stack:
            self._visit(*self._stack.pop())

    def _start(self, scope: Scope) -> None:
        node = scope.node
        if isinstance(node, ast.Lambda):
            self._stack.append((node.body, scope, None))
        elif isinstance(node, COMPREHENSIONS):
            self._stack.append((node, scope.parent or scope, None))
        else:
            self._stack += [(statement, scope, None) for statement in reversed(node.body)]

    def _visit(self, node: ast.AST, scope: Scope, trail: Trail | None) -> None:
        if isinstance(node, ast.Call):
            self.calls.append(Called(node, scope, trail))
        elif isinstance(node, ast.Yield):
            self.yields.append(node.value or _NONE)
        link = (node, trail)
        if isinstance(node, SCOPES):
            self._enter(node, scope, link)
            return
        children = [(child, scope, link) for child in _children(node)]
        children.reverse()
        self._stack += children

    def _enter(self, node: ScopeNode, scope: Scope, link: Trail) -> None:
        inner = scope.child(node)
        if isinstance(node, COMPREHENSIONS):
            first, *_ = node.generators
            below = [(child, inner, link) for child in _children(node) if child is not first]
            self._stack += [*reversed(below), *((test, inner, link) for test in first.ifs), (first.iter, scope, link)]
            return
        self.inner.append(inner)
        outside: list[ast.expr] = list(getattr(node, "decorator_list", []))
        if isinstance(node, ast.ClassDef):
            outside += [*node.bases, *(keyword.value for keyword in node.keywords)]
        elif isinstance(node, FUNCTIONS):
            outside += [default for default in (*node.args.defaults, *node.args.kw_defaults) if default]
        self._stack += [(expression, scope, link) for expression in reversed(outside)]


_NONE = ast.Constant(None)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes below that can hold a call: names, constants and contexts cannot."""
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(value, list):
            for item in value:
                if isinstance(item, ast.AST) and not isinstance(item, _LEAVES):
                    yield item
        elif isinstance(value, ast.AST) and not isinstance(value, _LEAVES):
            yield value


_LEAVES = (ast.Name, ast.Constant, ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.alias)
