"""Routes as decorators and registrations write them: `@app.get("/documents")`."""

from __future__ import annotations

import ast

from flake8_async_offload.bindings import Assignment, Import
from flake8_async_offload.resolve import Resolver
from flake8_async_offload.scopes import Scope

_VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "route", "websocket", "api_route"})
_DEEPEST = 5
_ANY = "*"  # a part of a path that cannot be read


def looks_like_route(node: ast.expr) -> bool:
    """Whether a decorator registers a path, whoever the receiver is."""
    match node:
        case ast.Call(func=ast.Attribute(attr=verb), args=[ast.Constant(value=str(path)), *_]):
            return verb in _VERBS and (path.startswith("/") or not path)
    return False


def route(node: ast.expr, label: str) -> str:
    """Return what a decorator or a registering call serves, `GET /documents`, or the label where it names no path."""
    match node:
        case ast.Call(func=ast.Attribute(attr=verb), args=[ast.Constant(value=str(path)), *_]) if verb in _VERBS:
            return f"{verb.upper()} {path or '/'}"
    return label


def decorated(node: ast.expr, prefix: str, scope: Scope, resolver: Resolver) -> str:
    """Return what a decorator serves below a router's prefix, `GET /api/health`; empty where it names no path."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in _VERBS:
        return ""
    path = _given(node, scope, resolver)
    return "" if path is None else f"{node.func.attr.upper()} {prefix}{path}"


def registered(node: ast.Call, scope: Scope, below: str, resolver: Resolver) -> str:
    """Return what a call registers a function for below a prefix, `GET /documents`; empty where it names no path."""
    path = _given(node, scope, resolver)
    if path is None or not path.startswith(("/", _ANY)):
        return ""
    verbs = [word.value for word in node.keywords if word.arg == "methods"]
    named = [str(part.value) for verb in verbs for part in ast.walk(verb) if isinstance(part, ast.Constant)]
    return f"{'GET' if 'GET' in named or not named else named[0]} {below}{path}"


def prefix(router: ast.Call | None, scope: Scope, resolver: Resolver) -> str:
    """Return what all paths of a router begin with, by the call that made it."""
    given = next((word.value for word in router.keywords if word.arg == "prefix"), None) if router else None
    return "" if given is None else _text(given, scope, resolver, _DEEPEST)


def _given(node: ast.Call, scope: Scope, resolver: Resolver) -> str | None:
    path = next((word.value for word in node.keywords if word.arg == "path"), node.args[0] if node.args else None)
    text = _ANY if path is None else _text(path, scope, resolver, _DEEPEST)
    return None if text == _ANY else text


def _text(node: ast.expr, scope: Scope, resolver: Resolver, depth: int) -> str:
    """Return a string as far as it is constant, with a star for each part that is not."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(part, scope, resolver, depth - 1) for part in parts)
        case ast.FormattedValue(value=part):
            return _text(part, scope, resolver, depth)
        case ast.BinOp(op=ast.Add(), left=left, right=right) if depth:
            return _text(left, scope, resolver, depth - 1) + _text(right, scope, resolver, depth - 1)
        case ast.Name(id=name) if depth and (owner := scope.owner(name)):
            found = owner.own_bindings.get(name, [])
            match found:
                case [Assignment(value=ast.expr() as value, path=())]:
                    return _text(value, owner, resolver, depth - 1)
                case [Import(module=module, name=str(imported), level=level)]:
                    there = resolver.project.find(owner.module, module, level)
                    named = ast.copy_location(ast.Name(imported), node)
                    return _text(named, there.scope, resolver, depth - 1) if there else _ANY
    return _ANY
