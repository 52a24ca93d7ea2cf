"""Names followed through the source of installed packages, with `ast` alone: nothing is imported."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEPTH = 8  # imports, aliases and base classes followed on the way to one name
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Thing(NamedTuple):
    """A module (no node), class or function of a package; `instance` for what a class's call gives."""

    file: Path
    name: str  # dotted name of the module it stands in
    node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | None = None
    instance: bool = False


def resolve(name: str, folders: tuple[Path, ...]) -> Thing | None:
    """Return what a public dotted name with () for calls stands for, or None."""
    first, *parts = name.split(".")
    thing = _module(first.removesuffix("()"), folders) if not first.endswith("()") else None
    for part in parts:
        thing = thing and member(thing, part.removesuffix("()"), folders)
        if thing and part.endswith("()"):
            thing = _called(thing, folders)
    return thing


def member(owner: Thing, name: str, folders: tuple[Path, ...], depth: int = 0) -> Thing | None:
    """Return a module's name, or a class's method, property or attribute, base classes included."""
    if depth > _DEPTH:
        return None
    if owner.node is None:
        return _in_module(owner, name, folders, depth + 1)
    if not isinstance(owner.node, ast.ClassDef):
        return None
    for node in owner.node.body:
        if isinstance(node, _FUNCTIONS) and node.name == name:
            function = owner._replace(node=node, instance=False)
            return _called(function, folders) if _is_property(node) else function
    for annotation in _annotations(owner.node, name):
        return _typed(owner, annotation, folders, depth + 1)
    for base in owner.node.bases:
        above = _typed(owner, base, folders, depth + 1)
        if above and (found := member(above, name, folders, depth + 1)):
            return found
    return None


def _in_module(module: Thing, name: str, folders: tuple[Path, ...], depth: int) -> Thing | None:
    for node in _statements(str(module.file), module.file.stat().st_mtime_ns):
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef() if node.name == name:
                return module._replace(node=node)
            case ast.ImportFrom():
                for each in node.names:
                    if (each.asname or each.name) == name:
                        return _imported(module, node, each.name, folders, depth)
            case ast.Assign(targets=[ast.Name(id=left)], value=ast.Name(id=right)) if left == name != right:
                return member(module, right, folders, depth)
    return _module(f"{module.name}.{name}", folders)


def _imported(module: Thing, node: ast.ImportFrom, name: str, folders: tuple[Path, ...], depth: int) -> Thing | None:
    package = module.name.split(".")
    if node.level:
        up = node.level - (module.file.name == "__init__.py")
        package = package[: len(package) - up] if up else package
    parts = [*(package if node.level else []), *((node.module or "").split("."))]
    source = _module(".".join(part for part in parts if part), folders)
    return (
        member(source, name, folders, depth)
        if source and source != module
        else _module(f"{module.name}.{name}", folders)
    )


def _called(callee: Thing, folders: tuple[Path, ...]) -> Thing | None:
    if isinstance(callee.node, ast.ClassDef):
        return callee._replace(instance=True)
    if callee.node is None or callee.node.returns is None:
        return None
    found = _typed(callee, callee.node.returns, folders, 0)
    return found._replace(instance=True) if found else None


def _typed(scope: Thing, annotation: ast.expr, folders: tuple[Path, ...], depth: int) -> Thing | None:
    """Return the class that an annotation names: `X`, `"X"`, `m.X`, `X | None`, `Optional[X]`."""
    match annotation:
        case ast.Constant(value=str(text)):
            try:
                return _typed(scope, ast.parse(text, mode="eval").body, folders, depth + 1)
            except SyntaxError:
                return None
        case ast.BinOp(left=left, op=ast.BitOr()):
            return _typed(scope, left, folders, depth)
        case ast.Subscript(value=ast.Name(id="Optional") | ast.Attribute(attr="Optional"), slice=inner):
            return _typed(scope, inner, folders, depth)
        case ast.Name(id=name):
            return member(scope._replace(node=None, instance=False), name, folders, depth + 1)
        case ast.Attribute(value=value, attr=name):
            owner = _typed(scope, value, folders, depth + 1)
            return member(owner, name, folders, depth + 1) if owner else None
    return None


def _annotations(node: ast.ClassDef, name: str) -> Iterator[ast.expr]:
    """Yield the types of an attribute: annotated in the class or on self, or the class whose call is assigned."""
    for each in ast.walk(node):
        match each:
            case ast.AnnAssign(target=ast.Name(id=left) | ast.Attribute(value=ast.Name(id="self"), attr=left)):
                if left == name:
                    yield each.annotation
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=left)], value=ast.Call(func=func)):
                if left == name:
                    yield func


def _is_property(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any("property" in ast.unparse(decorator) for decorator in node.decorator_list)


def _module(name: str, folders: tuple[Path, ...]) -> Thing | None:
    below = name.replace(".", "/")
    for folder in folders:
        for path in (folder / below / "__init__.py", folder / f"{below}.py"):
            if path.is_file():
                return Thing(path, name)
    return None


@lru_cache(maxsize=512)
def _statements(path: str, _time: int) -> tuple[ast.stmt, ...]:
    """Return a module's statements, those under `if` and `try` as well."""
    try:
        waiting = list(ast.parse(Path(path).read_text(encoding="utf-8")).body)
    except (OSError, SyntaxError, ValueError, RecursionError):
        return ()
    found: list[ast.stmt] = []
    while waiting:
        node = waiting.pop(0)
        found.append(node)
        if isinstance(node, ast.If | ast.Try):
            waiting[:0] = [*node.body, *node.orelse]
    return tuple(found)
