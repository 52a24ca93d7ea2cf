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


def registered(node: ast.Call) -> str:
    """Return what a call registers a function for, `GET /documents`; empty where it names no path first."""
    match node:
        case ast.Call(args=[ast.Constant(value=str(path)), *_]) if path.startswith("/"):
            verbs = [word.value for word in node.keywords if word.arg == "methods"]
            named = [str(part.value) for verb in verbs for part in ast.walk(verb) if isinstance(part, ast.Constant)]
            return f"{'GET' if 'GET' in named or not named else named[0]} {path}"
    return ""
