"""An offloaded function of the file's own becomes `async def` as a whole, where only the offload calls it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_async_offload.bindings import FUNCTIONS
from flake8_async_offload.cure import Run, in_source
from flake8_async_offload.fixes.awaiting import bounded, of_call, rewritten
from flake8_async_offload.fixes.callee import named
from flake8_async_offload.fixes.layout import UnclearError
from flake8_async_offload.fixes.results import returned, usable
from flake8_async_offload.fixes.taking import exchangeable, given
from flake8_async_offload.model import Edit, Reached, Remedy, Span
from flake8_async_offload.offload import Handed, Offload
from flake8_async_offload.resolve import Class, External, Function, Resolver, dotted_name
from flake8_async_offload.resolve.attributes import ancestors, enclosing_class, is_method
from flake8_async_offload.scopes import Scope
from flake8_async_offload.source import Source

_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def of_function(offload: Offload, reaches: tuple[Reached, ...], resolver: Resolver, source: Source) -> Remedy:
    """Return how an offloaded function becomes a coroutine function, or why it does not."""
    try:
        exchangeable(offload, resolver)
        callee = named(offload)
        scope = _function(callee, offload, resolver)
        name = _only_here(scope, resolver, source)
        edits = [*_calls(offload, scope, reaches, resolver, source), _as_coroutine(scope, source)]
        text = source.segment(callee.node)
        edits.append(rewritten(offload, text, resolver, source, safe=not bounded(offload, resolver)))
    except UnclearError as unclear:
        return Remedy(why=str(unclear))
    cls = enclosing_class(scope)
    private = f"{cls.name}.{name}" if cls else name
    return Remedy(tuple(edits), private=(private,) if _visible(scope) else ())


def _function(callee: Handed, offload: Offload, resolver: Resolver) -> Scope:
    """Return the scope of a plain function of this very file. Raises UnclearError."""
    value = resolver.value(callee.node, callee.scope)
    if not isinstance(value, Function) or not isinstance(node := value.scope.node, ast.FunctionDef):
        raise UnclearError("what runs is no function of the project, or bound to a name elsewhere")
    scope = value.scope
    if scope.module is not offload.scope.module:
        raise UnclearError("the function is in another file")
    bound = resolver.language.method["static"] | resolver.language.method["class"]
    around = scope.parent or scope
    if any(dotted_name(resolver.value(decorator, around)) not in bound for decorator in node.decorator_list):
        raise UnclearError(f"{scope.name} is decorated")
    if scope.yields:
        raise UnclearError(f"{scope.name} is a generator")
    if is_method(scope) and (base := _strange_base(around, resolver)):
        raise UnclearError(f"{scope.name} is a method, and {base} may call it")
    return scope


def _strange_base(cls: Scope, resolver: Resolver) -> str:
    """Return a base of a class, or of the project's classes above it, that is not the project's own."""
    for above in ancestors(resolver, Class(cls)):
        if isinstance(above, External):
            if above.name not in resolver.language.plain_bases:
                return above.name
            continue
        for base in getattr(above.scope.node, "bases", ()):
            plain = base.value if isinstance(base, ast.Subscript) else base
            if resolver.value(plain, above.scope.parent or cls) is None:
                return ast.unparse(base)
    return ""


def _visible(scope: Scope) -> bool:
    return scope.parent is None or not isinstance(scope.parent.node, FUNCTIONS)


def _only_here(scope: Scope, resolver: Resolver, source: Source) -> str:
    """Return the function's name. Raises UnclearError where it is public, or the file uses it more than once."""
    name, parent = scope.name, scope.parent
    if _visible(scope) and (not name.startswith("_") or name.endswith("__")):
        raise UnclearError(f"{name} is public: others may call it")
    around: ast.AST = parent.node if parent and not _visible(scope) else source.tree
    if sum(_is_use(node, scope) for node in _walk(around, scope, resolver)) != 1:
        raise UnclearError(f"{name} has other callers")
    return name


def _walk(around: ast.AST, scope: Scope, resolver: Resolver) -> Iterator[ast.AST]:
    """Yield the nodes that may speak of a function: not those of classes that have a method of that name themselves."""
    stack = [around]
    while stack:
        node = stack.pop()
        yield node
        stack += [child for child in ast.iter_child_nodes(node) if not _has_its_own(child, scope, resolver)]


def _has_its_own(node: ast.AST, scope: Scope, resolver: Resolver) -> bool:
    """Whether a class defines a method of the same name, and neither class is above the other."""
    cls, top = scope.parent, scope.module.scope
    outermost = isinstance(top.node, ast.Module) and node in top.node.body
    if not isinstance(node, ast.ClassDef) or not outermost or cls is None or cls.parent is not top:
        return False
    one, other = Class(cls), Class(top.child(node))
    named = any(isinstance(inner, _NAMED) and inner.name == scope.name for inner in node.body)
    return named and one not in ancestors(resolver, other) and other not in ancestors(resolver, one)


def _is_use(node: ast.AST, scope: Scope) -> bool:
    """Whether a node uses a function's name, or gives it another meaning."""
    match node:
        case ast.Name(id=name):
            return name == scope.name
        case ast.Attribute(attr=name) | ast.Constant(value=name) if _visible(scope):
            return name == scope.name
        case ast.ClassDef(body=body) if _visible(scope):
            again = (inner for inner in body if isinstance(inner, _NAMED) and inner is not scope.node)
            return any(inner.name == scope.name for inner in again)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return name == scope.name and node is not scope.node and not _visible(scope)
    return False


def _calls(
    offload: Offload, scope: Scope, reaches: tuple[Reached, ...], resolver: Resolver, source: Source
) -> list[Edit]:
    """Return the edits that await every SDK call in a function. Raises UnclearError where one of them is no such."""
    edits: list[Edit] = []
    found = set()
    for called in scope.calls:
        value = resolver.value(called.node.func, called.scope)
        twin = resolver.catalogue.twin(value.name) if isinstance(value, External) else None
        if not isinstance(value, External) or twin is None:
            continue
        found.add(value.name)
        run = Run(Handed(called.node.func, called.scope), tuple(called.node.args), tuple(called.node.keywords))
        remedy = of_call(called, in_source(twin, run, resolver, source), resolver, source)
        if returned(called.node, scope, resolver):
            usable(*given(offload), offload.scope, twin, resolver)
        if remedy.why:
            raise UnclearError(remedy.why)
        edits += remedy.edits
    most = 2 if isinstance(offload.callee and offload.callee.node, ast.Lambda) else 1
    for reached in reaches:
        if reached.chain[-1:] != (scope.name,) or len(reached.chain) > most or reached.name not in found:
            raise UnclearError(f"{reached.path} is more than one function away")
    return edits


def _as_coroutine(scope: Scope, source: Source) -> Edit:
    if not isinstance(scope.node, ast.FunctionDef):
        raise UnclearError("what runs is no function")
    span = source.span(scope.node)
    return Edit(Span(span.line, span.column, span.line, span.column), "async ")
