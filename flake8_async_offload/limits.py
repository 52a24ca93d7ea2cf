"""Whether a wait ends by itself: a time limit in the call or on its receiver, or a call that does not wait."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flake8_async_offload.catalog import limits
from flake8_async_offload.model import Facts
from flake8_async_offload.resolve import External, Resolver
from flake8_async_offload.scopes import Scope


def limited(
    name: str, facts: Facts, callee: ast.expr, arguments: Iterable[ast.expr], keywords: Iterable[ast.keyword],
    scope: Scope, resolver: Resolver,
) -> bool:  # fmt: skip
    """Whether a call of what waits ends by itself; a position or `**` that may hold the limit counts as one."""
    if name.startswith(limits.wait().ends):
        return True
    positional, named = list(arguments), list(keywords)
    if facts.timeout_argument and (positional or any(word.arg is None for word in named)):
        return not all(_is_none(argument) for argument in positional)
    return any(_ends(word, facts) for word in named) or _flagged(positional) or _on_receiver(callee, scope, resolver)


def _ends(word: ast.keyword, facts: Facts) -> bool:
    if word.arg in limits.wait().keywords:
        return isinstance(word.value, ast.Constant) and word.value.value is False
    return word.arg is not None and word.arg == facts.timeout_argument and not _is_none(word.value)


def _flagged(arguments: list[ast.expr]) -> bool:
    flags = limits.wait().flags
    named = (node for argument in arguments for node in ast.walk(argument))
    return any(getattr(node, "attr", getattr(node, "id", None)) in flags for node in named)


def _on_receiver(callee: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Whether the receiver was given a time limit when it was made, or anywhere in the file."""
    if not isinstance(callee, ast.Attribute):
        return False
    receiver = resolver.value(callee.value, scope)
    made = receiver.made if isinstance(receiver, External) else None
    keywords = made[1].keywords if made else ()
    given = any(word.arg in limits.wait().constructor and not _is_none(word.value) for word in keywords)
    return given or any(setter in scope.module.source.text for setter in limits.wait().setters)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
