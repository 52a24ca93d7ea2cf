"""Whether a wait ends by itself: a time limit in the call or on its receiver, or a call that does not wait."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flake8_async_offload.bindings import Assignment
from flake8_async_offload.catalog import limits
from flake8_async_offload.model import Duration, Facts
from flake8_async_offload.resolve import External, Instance, Resolver
from flake8_async_offload.scopes import Scope


def bounded(
    name: str, facts: Facts, callee: ast.expr, arguments: Iterable[ast.expr], keywords: Iterable[ast.keyword],
    scope: Scope, resolver: Resolver,
) -> Facts:  # fmt: skip
    """Return what a call does: a wait that ends by itself takes as long as it takes, and no longer."""
    if any(ast.unparse(word) in facts.instant_with for word in keywords if facts.instant_with):
        return facts._replace(duration=Duration.INSTANT, long=False)
    if facts.many and _is_given_few(callee, arguments, scope, resolver):
        return facts._replace(duration=Duration.SHORT, long=False)
    if facts.duration is not Duration.UNBOUNDED:
        return facts
    ends = name.startswith(limits.wait().ends) or _limited(facts, callee, arguments, keywords, scope, resolver)
    ends = ends or _started(name, callee, scope, resolver) or _is_section(name, callee, scope)
    return facts._replace(duration=Duration.VARIABLE) if ends else facts


def _is_given_few(callee: ast.expr, arguments: Iterable[ast.expr], scope: Scope, resolver: Resolver) -> bool:
    """Whether a call, or what made its receiver, goes over a literal: a few items that somebody wrote down."""
    given = next(iter(arguments), None)
    receiver = resolver.value(callee.value, scope) if isinstance(callee, ast.Attribute) else None
    made = receiver.made if isinstance(receiver, External) else None
    return _is_literal(given, scope) or (
        made is not None and bool(made[1].args) and _is_literal(made[1].args[0], made[0])
    )


def _is_literal(node: ast.expr | None, scope: Scope) -> bool:
    if isinstance(node, ast.Name):
        found = scope.own_bindings.get(node.id, [])
        values = [binding.value for binding in found if isinstance(binding, Assignment) and not binding.path]
        return len(values) == len(found) == 1 and not isinstance(values[0], ast.Name) and _is_literal(values[0], scope)
    if isinstance(node, ast.Dict):  # columns by name
        return bool(node.values) and all(_is_literal(value, scope) for value in node.values)
    if not isinstance(node, ast.List | ast.Tuple | ast.Set):
        return False
    return bool(node.elts) and not any(isinstance(part, ast.Starred) for part in node.elts)


def _limited(
    facts: Facts, callee: ast.expr, arguments: Iterable[ast.expr], keywords: Iterable[ast.keyword], scope: Scope,
    resolver: Resolver,
) -> bool:  # fmt: skip
    """Whether a call of what waits ends by itself; a position or `**` that may hold the limit counts as one."""
    positional, named = list(arguments), list(keywords)
    if facts.timeout_argument and (positional or any(word.arg is None for word in named)):
        return not all(_is_none(argument) or _is_yes(argument) for argument in positional)
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
    settable = isinstance(receiver, External) and receiver.name.startswith(limits.wait().settable)
    return given or (settable and any(setter in scope.module.source.text for setter in limits.wait().setters))


def _started(name: str, callee: ast.expr, scope: Scope, resolver: Resolver) -> bool:
    """Whether a wait is for what the same function started, and so goes on for as long as its work."""
    known = limits.wait()
    starts = known.started if scope.in_coroutine else (*known.started, *known.own)
    while name.startswith(starts) and isinstance(callee, ast.Attribute):
        callee = callee.value
        receiver = resolver.value(callee, scope)
        made = receiver.made if isinstance(receiver, External | Instance) else None
        here = made is not None and made[0] is scope
        if here or (name.startswith(known.started) and _is_of_calls(callee, scope)):
            return True
    return name.startswith(known.children) and not scope.called_names.isdisjoint(known.forks)


def _is_of_calls(node: ast.expr, scope: Scope) -> bool:
    """Whether a name of a function is only ever what calls in it give: a function that started the work for it."""
    found = scope.own_bindings.get(node.id, []) if isinstance(node, ast.Name) else []
    return bool(found) and all(isinstance(each, Assignment) and isinstance(each.value, ast.Call) for each in found)


def _is_section(name: str, callee: ast.expr, scope: Scope) -> bool:
    """Whether a thread takes a lock and gives it back, so that it waits for others' sections: `with lock:` in full."""
    known = limits.wait()
    if not name.startswith(known.sections) or not isinstance(callee, ast.Attribute) or scope.in_coroutine:
        return False
    lock = ast.dump(callee.value)
    functions = (called.node.func for called in scope.calls)
    attributes = (node for node in functions if isinstance(node, ast.Attribute) and node.attr in known.releases)
    return any(ast.dump(node.value) == lock for node in attributes)


def _is_yes(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True  # `get(True)`: that it waits, not for how long


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
