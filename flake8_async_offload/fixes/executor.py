"""Long CPU-bound work moves to the executor that a decision or the project's settings name for it."""

from __future__ import annotations

from flake8_async_offload.fixes.awaiting import direct
from flake8_async_offload.fixes.importing import line
from flake8_async_offload.fixes.layout import Layout, UnclearError
from flake8_async_offload.fixes.taking import begun
from flake8_async_offload.model import Edit, Place, Remedy, Span
from flake8_async_offload.offload import Offload
from flake8_async_offload.resolve import External, Resolver
from flake8_async_offload.source import Source


def of_work(offload: Offload, where: Place, named: str | None, resolver: Resolver, source: Source) -> Remedy:
    """Return how work moves to the executor `named` as `app.pools:CPU`, or why it does not; never safe."""
    module, _, name = (named or "").partition(":")
    if not name.isidentifier():
        return Remedy(why="no executor is named, by a decision or by cpu-executor in [tool.async-offload]")
    try:
        edits = [*_moved(offload, where, name, resolver, source), *line(module, name, offload.scope, source)]
    except UnclearError as unclear:
        return Remedy(why=str(unclear))
    return Remedy(tuple(edit._replace(safe=False) for edit in edits))


def _moved(offload: Offload, where: Place, name: str, resolver: Resolver, source: Source) -> list[Edit]:
    node, offloader = direct(offload), offload.offloader
    if where is not Place.DEFAULT:
        raise UnclearError("it does not run in the loop's default executor")
    Layout(node, source)
    if isinstance(offloader.executor, int) and len(node.args) > offloader.executor:
        return [Edit(source.span(node.args[offloader.executor]), name)]
    owner = offloader.name.rpartition(".")[0]
    if offloader.executor is not None or resolver.named(owner, offload.scope) != External(owner):
        raise UnclearError(f"{offloader.name} takes no executor")
    begun(offload, resolver)
    if node.keywords or not node.args:
        raise UnclearError("run_in_executor takes no keyword arguments")
    start = source.span(node.args[0])
    place = Span(start.line, start.column, start.line, start.column)
    func = Edit(source.span(node.func), f"{owner}.get_running_loop().run_in_executor")
    return [func, Edit(place, f"{name}, ")]
