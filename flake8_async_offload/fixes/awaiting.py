"""An offloaded or blocking call becomes an awaited one, where that is exact."""

from __future__ import annotations

import ast
import re

from flake8_async_offload.catalog.offloaders import language
from flake8_async_offload.cure import Run
from flake8_async_offload.fixes import callee
from flake8_async_offload.fixes.layout import Item, Layout, UnclearError, expression
from flake8_async_offload.fixes.results import usable
from flake8_async_offload.fixes.taking import exchangeable, given
from flake8_async_offload.model import Edit, Place, Remedy, Twin, Work
from flake8_async_offload.offload import Offload
from flake8_async_offload.resolve import External, Resolver
from flake8_async_offload.scopes import Called, Scope
from flake8_async_offload.source import Source
from flake8_async_offload.spread import spread

_LOCK = re.compile(r"lock(?!ed)|mutex|semaphore|condition", re.IGNORECASE)


def of_offload(
    offload: Offload, target: str | None, twin: Twin, where: Place, resolver: Resolver, source: Source
) -> Remedy:
    """Return how an offload becomes an awaited call of the twin, or why it does not."""
    try:
        written = callee.of_offload(twin, offload, target, where, resolver, source)
        _by_position(twin, offload, resolver)
        exchangeable(offload, resolver)
        usable(*given(offload), offload.scope, twin, resolver)
        edit = rewritten(offload, written.text, resolver, source, safe=not bounded(offload, resolver))
        return Remedy((edit, *written.imports))
    except UnclearError as unclear:
        return Remedy(why=str(unclear))


def rewritten(offload: Offload, text: str, resolver: Resolver, source: Source, *, safe: bool) -> Edit:
    """Return the edit that makes an offload a call of `text` with the same arguments. Raises UnclearError."""
    layout = Layout(offload.node, source)
    return Edit(layout.origin, _checked(f"{text}{_arguments(offload, layout, resolver)}"), safe)


def of_call(called: Called, twin: Twin, resolver: Resolver, source: Source) -> Remedy:
    """Return how a blocking call becomes an awaited call of the twin, or why it does not."""
    node = called.node
    try:
        written = callee.of_call(twin, called, resolver, source)
        usable(node, called.trail, called.scope, twin, resolver)
        _may_await(called)
        layout = Layout(node, source)
        layout.no_comment(0, layout.end(node.func))
        text = _checked(f"await {written.text}({layout.inside(node)})")
    except UnclearError as unclear:
        return Remedy(why=str(unclear))
    above = called.trail[0] if called.trail else None
    tight = isinstance(above, ast.Attribute | ast.Subscript) or (isinstance(above, ast.Call) and above.func is node)
    return Remedy((Edit(layout.origin, f"({text})" if tight else text), *written.imports))


def direct(offload: Offload) -> ast.Call:
    """Return the offload's own call. Raises UnclearError where a wrapper or a decorator makes the offload."""
    if not isinstance(offload.node, ast.Call) or offload.callee is None or offload.decorated:
        raise UnclearError("a decorator makes the offload")
    if offload.later:
        raise UnclearError("something else makes the offload, later")
    if offload.name != offload.offloader.name:
        raise UnclearError(f"{offload.name.rpartition('.')[2]} makes the offload, and may do more")
    if any(isinstance(argument, ast.Starred) for argument in offload.node.args[: offload.offloader.callee + 1]):
        raise UnclearError("what runs is in a starred argument")
    return offload.node


def removed(offload: Offload) -> list[Item]:
    """Return what of an offload call's arguments is not the callee's."""
    node = direct(offload)
    kept = {id(argument) for argument in (*offload.arguments, *offload.keywords)}
    items: list[Item] = [*node.args, *node.keywords]
    return [item for item in items if id(item) not in kept]


def bounded(offload: Offload, resolver: Resolver) -> bool:
    """Whether the offload may bound how many calls run at once: by where or how it runs, or by its pool in a loop."""
    node, executor = direct(offload), offload.executor
    named = executor is not None and not (isinstance(executor.node, ast.Constant) and executor.node.value is None)
    own = any(keyword.arg in offload.offloader.own for keyword in node.keywords)
    return named or own or spread(offload.scope, offload.trail, resolver, node, offload.name) is not None


def _by_position(twin: Twin, offload: Offload, resolver: Resolver) -> None:
    """Raise UnclearError where more is given by position than the twin takes."""
    run = Run.of(offload, resolver)
    if twin.positional is None or run is None:
        return
    known = twin.positional.split()
    if len(run.arguments) > len(known) or any(isinstance(argument, ast.Starred) for argument in run.arguments):
        raise UnclearError(f"{twin.name} takes no more than {' and '.join(known)} by position")


def _may_await(called: Called) -> None:
    """Raise UnclearError where an `await` would mean something else, or keep others waiting for a lock."""
    for above in called.ancestors():
        if isinstance(above, ast.GeneratorExp):
            raise UnclearError("it stands in a generator expression")
        if isinstance(above, ast.With) and _LOCK.search(" ".join(ast.unparse(item) for item in above.items)):
            raise UnclearError("a lock is held, and others on the event loop may wait for it")


def _arguments(offload: Offload, layout: Layout, resolver: Resolver) -> str:
    """Return the callee's arguments as they are laid out, in parentheses; nothing where they follow the offload."""
    node = direct(offload)
    gone = removed(offload)
    if offload.offloader.passes == "none":
        return ""
    handed = offload.callee.node if offload.callee else node
    if isinstance(handed, ast.Lambda):
        return _of_lambda(handed, offload, layout, resolver)
    if isinstance(handed, ast.Call):
        layout.keep(handed)
    inside = layout.inside(node, gone)
    if isinstance(handed, ast.Call):
        return _of_partial(handed, inside, offload, layout, resolver)
    return f"({inside})"


def _of_lambda(node: ast.Lambda, offload: Offload, layout: Layout, resolver: Resolver) -> str:
    body, signature = node.body, node.args
    if not isinstance(body, ast.Call) or ast.unparse(signature) or offload.arguments or offload.keywords:
        raise UnclearError("the lambda does more than one call")
    for inner in ast.walk(body):
        if isinstance(inner, ast.NamedExpr):
            raise UnclearError("the lambda assigns a name of its own")
        if (
            isinstance(inner, ast.Call)
            and inner is not body
            and not _trivial(inner, offload.scope.child(node), resolver)
        ):
            raise UnclearError("the lambda's arguments are computed in the thread")
    return layout.outside(body)


def _trivial(node: ast.Call, scope: Scope, resolver: Resolver) -> bool:
    value = resolver.value(node.func, scope)
    facts = resolver.catalogue.facts(value.name) if isinstance(value, External) else None
    return facts is not None and facts.work is Work.TRIVIAL


def _of_partial(node: ast.Call, outside: str, offload: Offload, layout: Layout, resolver: Resolver) -> str:
    """Return a partial's arguments and those the offload adds, in one pair of parentheses."""
    value = resolver.value(node.func, offload.scope)
    if not isinstance(value, External) or value.name not in language().partial or not node.args:
        raise UnclearError("what runs is made by another call")
    bound = layout.shifted(layout.inside(node, node.args[:1]), node)
    if not outside.strip():
        return f"({bound})"
    names = [keyword.arg for keyword in (*node.keywords, *offload.keywords)]
    if "#" in bound or len(names) != len(set(names)) or (node.keywords and offload.arguments):
        raise UnclearError("arguments are bound and given in an order that cannot be kept")
    bound = bound.rstrip().removesuffix(",")
    return f"({bound}, {outside.lstrip()})" if bound.strip() else f"({outside})"


def _checked(text: str) -> str:
    """Return the text of an expression that gives one answer. Raises UnclearError."""
    node = expression(text)
    if node is None:
        raise UnclearError("the result would not be an expression")
    call = node.value if isinstance(node, ast.Await) else node
    for keyword in call.keywords if isinstance(call, ast.Call) else ():
        if keyword.arg == "stream" and not (isinstance(keyword.value, ast.Constant) and not keyword.value.value):
            raise UnclearError("it may give a stream, which is iterated in another way")
    return text
