"""The question every face of the tool asks: which sites does a source have."""

from __future__ import annotations

from flake8_async_offload.candidates import candidates
from flake8_async_offload.model import Site
from flake8_async_offload.scopes import Module, Scope
from flake8_async_offload.source import Source
from flake8_async_offload.syntax import Trail
from flake8_async_offload.words import may_offload
from flake8_async_offload.workspace import Workspace
from flake8_async_offload.wrapping import learn_module


def sites(source: Source, workspace: Workspace) -> tuple[Site, ...]:
    """Return every place of a source where work leaves the event loop or blocks it, in the order of the text.

    Raises UnreadableError where the source cannot be parsed.
    """
    if not may_offload(source.text):
        return ()
    module = workspace.project.module(source)
    if not workspace.has_learned(source):
        learn_module(workspace.discovery, module)
    places = located(module, workspace)
    if not places:
        return ()
    from flake8_async_offload.reach import Reach  # lazily, as below

    reach = Reach([module], workspace.resolver)
    found = []
    for site, scope, trail in places:
        reached = reach.of(scope, trail, site.call)
        found.append(site._replace(context=reached.context, fan_out=reached.fan_out, spread=reached.spread))
    return tuple(found)


def located(
    module: Module, workspace: Workspace, *, everything: bool = False, blocking: bool = True
) -> list[tuple[Site, Scope, Trail | None]]:
    """Return a module's sites in the order of the text, each with the scope it stands in and what is around it.

    `everything`: also the implicit offloads that no rule judges. `blocking`: also what blocks the event loop itself.
    """
    found = candidates(module, workspace, everything=everything, blocking=blocking)
    if not any(found):
        return []
    from flake8_async_offload.describe import described  # lazily: most files have no site, and an editor waits

    return described(found, module, workspace)
