"""Routes as decorators and registrations write them: `@app.get("/documents")`."""

from __future__ import annotations

import ast

_VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "route", "websocket", "api_route"})


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
