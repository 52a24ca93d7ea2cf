"""What the types that an annotation names are in a package."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

import griffe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_async_offload.catalog_verify.library import Found, Library

Code = griffe.Expr | str | None
_UNIONS = ("typing.Union", "typing.Optional", "Union", "Optional")
_FIRST = ("typing.Annotated", "typing.Final", "typing.ClassVar", "typing.Type", "type", "typing_extensions.Annotated")
ANY = ("typing.Any", "Any")
_DEPTH = 12


class Value(NamedTuple):
    """A module, class or function itself (`instance` false), or an instance of a class or of an unread type."""

    path: str
    found: Found | None
    instance: bool = False
    arguments: tuple[Code, ...] = ()  # type arguments, with the place their names are resolved from
    owner: griffe.Class | None = None  # the class a function was reached through


def annotated(
    library: Library, code: Code, scope: Found, owner: griffe.Class | None, depth: int = 0
) -> Iterator[Value]:
    """Yield an instance of each type an annotation names."""
    if depth > _DEPTH or code is None:
        return
    match code:
        case str():
            yield from annotated(library, _parsed(code, scope), scope, owner, depth + 1)
        case griffe.ExprBinOp():
            yield from annotated(library, code.left, scope, owner, depth + 1)
            yield from annotated(library, code.right, scope, owner, depth + 1)
        case griffe.ExprSubscript():
            arguments = code.slice.elements if isinstance(code.slice, griffe.ExprTuple) else [code.slice]
            yield from _subscripted(library, path_of(code.left), tuple(arguments), scope, owner, depth + 1)
        case griffe.ExprConstant():
            yield from annotated(library, _parsed(str(code.value).strip("\"'"), scope), scope, owner, depth + 1)
        case _:
            yield from _named(library, path_of(code), (), scope, owner, depth + 1)


def _subscripted(
    library: Library, path: str, arguments: tuple[Code, ...], scope: Found, owner: griffe.Class | None, depth: int
) -> Iterator[Value]:
    if path in _UNIONS:
        for argument in arguments:
            yield from annotated(library, argument, scope, owner, depth)
    elif path in _FIRST:
        yield from annotated(library, arguments[0], scope, owner, depth)
    else:
        yield from _named(library, path, arguments, scope, owner, depth)


def _named(
    library: Library, path: str, arguments: tuple[Code, ...], scope: Found, owner: griffe.Class | None, depth: int
) -> Iterator[Value]:
    last = path.rpartition(".")[2]
    if last == "Self" and owner:
        yield Value(owner.path, owner, instance=True)
        return
    found = library.lookup(path) if path != "None" and path not in ANY else None
    match found:
        case griffe.Class():
            yield Value(found.path, found, instance=True, arguments=arguments)
        case griffe.Attribute() if found.value is not None and depth < _DEPTH and found is not scope:
            bound = _bound(found.value)
            yield from annotated(library, bound or found.value, found, owner, depth + 1)
        case _ if path != "None":
            yield Value(path, None, instance=True, arguments=arguments)


def path_of(code: Code) -> str:
    """Return the dotted path that a name in an annotation or expression is imported from."""
    if isinstance(code, griffe.ExprName | griffe.ExprAttribute):
        try:
            return code.canonical_path
        except (griffe.GriffeError, KeyError, AttributeError):
            return str(code)
    return str(code)


def _parsed(text: str, scope: Found) -> Code:
    try:
        node = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        return None
    if isinstance(node, ast.Constant):
        return _parsed(node.value, scope) if isinstance(node.value, str) and node.value != text else None
    return griffe.safe_get_expression(node, parent=scope)  # type: ignore[arg-type]


def _bound(code: Code) -> Code:
    """Return the bound of a TypeVar."""
    if isinstance(code, griffe.ExprCall) and path_of(code.function).endswith("TypeVar"):
        return next((each.value for each in code.arguments if getattr(each, "name", "") == "bound"), "None")  # type: ignore[union-attr]
    return None
