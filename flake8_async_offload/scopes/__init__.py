"""Modules and their scopes, from the standard `ast`; each scope is read on first need."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from flake8_async_offload.bindings import (
    COMPREHENSIONS,
    Binding,
    Definition,
    Import,
    Lines,
    ScopeNode,
    spans,
)
from flake8_async_offload.scopes.contents import Contents
from flake8_async_offload.scopes.expressions import Called, Expressions
from flake8_async_offload.scopes.standing import Standing
from flake8_async_offload.source import Source
from flake8_async_offload.syntax import KindTest, last_name

__all__ = ["Called", "Module", "Scope"]


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
        bindings = (
            name
            for scope in self.scope.everything(self.source.lines_saying("import "))
            for name in scope.own_bindings.values()
        )
        found = (binding for several in bindings for binding in several if isinstance(binding, Import))
        return frozenset(binding.module for binding in found if not binding.level)

    @cached_property
    def walrus(self) -> list[int]:
        """The lines on which expressions may bind names."""
        return self.source.lines_saying(":=")

    @cached_property
    def asked(self) -> list[int]:
        """The lines on which `isinstance` is asked, or a `match` may."""
        return sorted({*self.source.lines_saying("isinstance("), *self.source.lines_saying("case ")})

    @cached_property
    def global_stores(self) -> dict[str, list[tuple[Binding, Scope]]]:
        """What functions assign to names they declare `global`."""
        found: dict[str, list[tuple[Binding, Scope]]] = {}
        for scope in self.scope.nested(self.source.lines_saying("global ")):
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
        return isinstance(self.home.node, ast.AsyncFunctionDef)

    @property
    def home(self) -> Scope:
        """The scope that the code here belongs to: a comprehension's is that of what it stands in."""
        scope = self
        while isinstance(scope.node, COMPREHENSIONS) and scope.parent:
            scope = scope.parent
        return scope

    def child(self, node: ScopeNode) -> Scope:
        """Return the scope of a node that stands directly in this one."""
        if id(node) not in self._children:
            self._children[id(node)] = Scope(node, self, self.module)
        return self._children[id(node)]

    def nested(self, near: Sequence[int]) -> Iterator[Scope]:
        """Yield the function and class scopes below this one that statements define, where lines are in them."""
        stack = [self] if near else []
        while stack:
            scope = stack.pop()
            for bindings in scope.own_bindings.values():
                for binding in bindings:
                    if isinstance(binding, Definition) and spans(binding.node.lineno, binding.line, near):
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
    def element_stores(self) -> dict[tuple[str, str], list[Binding]]:
        """What the scope puts into containers: `("", "held")` for `held[key] = x`, `("self", "held")` on self."""
        return self._contents.elements

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
    def conditions(self) -> list[ast.If]:
        """The scope's own `if` statements."""
        return self._contents.conditions

    @property
    def kinds(self) -> dict[str, list[KindTest]]:
        """What `isinstance` tells of names and attributes on some of the scope's lines, `self.client` among them."""
        return self._contents.kinds

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
        return frozenset(last_name(called.node.func) for called in self.calls)

    @property
    def inner(self) -> list[Scope]:
        """The functions, lambdas and classes that stand directly in this scope."""
        return self._expressions.inner

    def everything(self, near: Sequence[int] | None = None) -> Iterator[Scope]:
        """Yield this scope and all scopes below it, comprehensions aside; or of those only the ones lines are in."""
        stack = [self]
        while stack:
            scope = stack.pop()
            yield scope
            stack += reversed(scope.inner if near is None else scope._standing.on(near))  # noqa: SLF001

    @cached_property
    def _standing(self) -> Standing:
        return Standing(self.inner)

    @cached_property
    def _expressions(self) -> Expressions:
        return Expressions(self)

    @cached_property
    def _contents(self) -> Contents:
        return Contents(self.node, self.module.walrus, self.module.asked)

    @cached_property
    def self_stores(self) -> dict[str, list[tuple[Binding, Scope]]]:
        """For a class: what its methods store on their first parameter, with the method's scope."""
        return self._on_self(lambda method: method.attribute_stores)

    @cached_property
    def class_stores(self) -> dict[str, list[tuple[Binding, Scope]]]:
        """For a class: what its methods store on the class itself, by its name, with the method's scope."""
        return self._on_self(lambda method: method.attribute_stores, self.name)

    @cached_property
    def self_elements(self) -> dict[str, list[tuple[Binding, Scope]]]:
        """For a class: what its methods put into containers that are attributes of their first parameter."""
        return self._on_self(lambda method: method.element_stores)

    def _on_self(
        self, stored: Callable[[Scope], dict[tuple[str, str], list[Binding]]], named: str = ""
    ) -> dict[str, list[tuple[Binding, Scope]]]:
        found: dict[str, list[tuple[Binding, Scope]]] = {}
        for bindings in self.own_bindings.values():
            for binding in bindings:
                if not isinstance(binding, Definition) or isinstance(binding.node, ast.ClassDef):
                    continue
                arguments = binding.node.args.posonlyargs + binding.node.args.args
                method = self.child(binding.node)
                wanted = named or (arguments[0].arg if arguments else "")
                for (base, attribute), stores in stored(method).items() if wanted else ():
                    if base == wanted:
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
