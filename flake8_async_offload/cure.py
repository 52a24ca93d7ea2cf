"""What to write instead: the asynchronous form as an expression of the site's own source."""

from __future__ import annotations

import ast

from flake8_async_offload.catalog.versions import is_older
from flake8_async_offload.model import Twin
from flake8_async_offload.offload import Handed, Offload
from flake8_async_offload.resolve import External, Function, Partial, Resolver, dotted_name
from flake8_async_offload.source import Source

_FORMS = {
    "await": "await {}",
    "async for": "async for item in {}",
    "async for await": "async for item in await {}",
    "async with": "async with {} as result",
}


def in_source(twin: Twin, run: Run, resolver: Resolver, source: Source) -> Twin:
    """Return the twin with its callee and whole expression written in the source's own terms."""
    callee, same_object = _callee(twin, run.callee, resolver, source)
    positional = [source.segment(argument) for argument in run.arguments]
    arguments = ", ".join([*positional, *(_keyword(keyword, source) for keyword in run.keywords)])
    expression = _FORMS.get(twin.shape, "await {}").format(f"{callee}({arguments})")
    upgrade = _upgrade(twin, source, resolver)
    same_object = same_object and not twin.near and upgrade is None
    return twin._replace(callee=callee, expression=twin.near or expression, same_object=same_object, upgrade=upgrade)


def _upgrade(twin: Twin, source: Source, resolver: Resolver) -> str | None:
    """Return which release brings the twin, where the project's locked one is older."""
    for name in (twin.distribution, *twin.formerly) if twin.since else ():
        locked = resolver.release(source.path, name)
        if twin.since and locked and is_older(locked, twin.since):
            release = locked if name == twin.distribution else f"{name} {locked}"
            return f"needs {twin.distribution} >= {twin.since}, here it is {release}"
    return None


class Run:
    """What an offload runs and with which arguments: partials merged, a lambda's single call looked into."""

    def __init__(self, callee: Handed, arguments: tuple[ast.expr, ...] = (), keywords: tuple[ast.keyword, ...] = ()):
        """Take a callee and its arguments."""
        self.callee = callee
        self.arguments = arguments
        self.keywords = keywords

    @classmethod
    def of(cls, offload: Offload, resolver: Resolver) -> Run | None:
        """Return what an offload runs; None for a decorated function."""
        if offload.callee is None:
            return None
        run = cls(offload.callee, offload.arguments, offload.keywords)
        for _ in range(4):
            value = resolver.value(run.callee.node, run.callee.scope)
            if isinstance(value, Partial) and value.node.args:
                arguments = (*value.node.args[1:], *run.arguments)
                run = cls(Handed(value.node.args[0], value.scope), arguments, (*value.node.keywords, *run.keywords))
            elif isinstance(value, External) and value.name in resolver.language.runs and run.arguments:
                run = cls(Handed(run.arguments[0], run.callee.scope), run.arguments[1:], run.keywords)
            elif isinstance(value, Function) and isinstance(value.scope.node, ast.Lambda) and not run.arguments:
                body = value.scope.node.body
                if not isinstance(body, ast.Call):
                    return run
                return cls(Handed(body.func, value.scope), tuple(body.args), tuple(body.keywords))
            else:
                return run
        return run


def _callee(twin: Twin, callee: Handed, resolver: Resolver, source: Source) -> tuple[str, bool]:
    """Return the twin as an expression, from the longest part of the callee's source that leads to it."""
    node: ast.expr = callee.node
    while isinstance(node, ast.Attribute):
        node = node.value
        name = dotted_name(resolver.value(node, callee.scope))
        if name and twin.name.startswith(f"{name}."):
            rest = twin.name[len(name) :]
            return f"{source.segment(node)}{rest}", "()" not in rest
    return twin.name, False


def _keyword(node: ast.keyword, source: Source) -> str:
    value = source.segment(node.value)
    return f"{node.arg}={value}" if node.arg else f"**{value}"
