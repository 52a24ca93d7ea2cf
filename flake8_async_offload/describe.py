"""Sites: what is known of each place where work leaves the event loop, or blocks it."""

from __future__ import annotations

import ast
from typing import TypeAlias

from flake8_async_offload.bindings import COMPREHENSIONS
from flake8_async_offload.candidates import Candidates
from flake8_async_offload.catalog.limits import tied
from flake8_async_offload.circumstances.more import may_do_more
from flake8_async_offload.circumstances.offloaded import of_offload
from flake8_async_offload.classify import Judgement
from flake8_async_offload.cure import Run, in_source
from flake8_async_offload.decisions import executor_for
from flake8_async_offload.fixes import of_call, remedy
from flake8_async_offload.ledger.digest import canonical
from flake8_async_offload.limits import bounded
from flake8_async_offload.model import Circumstances, Place, Remedy, Site, Twin, Work
from flake8_async_offload.nesting import Nesting
from flake8_async_offload.offload import Handed, Offload
from flake8_async_offload.once import is_once
from flake8_async_offload.places import place
from flake8_async_offload.resolve import External, Function, Value
from flake8_async_offload.scopes import Called, Module, Scope
from flake8_async_offload.syntax import Trail
from flake8_async_offload.workspace import Workspace

Placed: TypeAlias = tuple[Site, Scope, "Trail | None"]  # a site, the scope it stands in and what is around it
LOCAL = (Work.CPU, Work.WAIT)  # work of this machine, in this process or a child of it


def described(found: Candidates, module: Module, workspace: Workspace) -> list[Placed]:
    """Return the sites that a module's candidates turn out to be, in the order of the text."""
    sites = [_offloaded(offload, module, workspace) for offload in found.offloads]
    for direct in found.calls:
        called, node = direct.called, direct.called.node
        call = node.func, node.args, node.keywords, called.scope
        facts = bounded(direct.name, direct.facts, *call, workspace.resolver)
        if direct.twin or facts.long:
            site = _blocking(called, Judgement(direct.name, facts, direct.twin), module, workspace)
            sites.append((site, called.scope, called.trail))
    for called, function in found.functions:
        site = _blocking(called, workspace.classifier.judge(function), module, workspace)
        if site.lasting(*LOCAL):
            sites.append((site, called.scope, called.trail))
    for called, name, hazards in found.hazards:
        site = _blocking(called, Judgement(name), module, workspace)
        sites.append((site._replace(circumstances=Circumstances(hazards=hazards)), called.scope, called.trail))
    for implicit in found.implicit:
        site, scope, trail = _offloaded(implicit.offload, module, workspace)
        sites.append((implicit.mark(site), implicit.runs or scope, None if implicit.runs else trail))
    return sorted(sites, key=lambda placed: placed[0].span)


def _offloaded(offload: Offload, module: Module, workspace: Workspace) -> Placed:
    resolver, source = workspace.resolver, module.source
    resolver.restart()
    runs = workspace.runs(offload, module)
    parameter = workspace.discovery.callees.parameter(runs) is not None
    run = Run.of(offload, resolver)
    judgement = Judgement() if parameter and not _does_more(runs) else _judged(runs, run, workspace)
    if runs is None:
        judgement = workspace.classifier.judge_any(workspace.discovery.callees.choices(offload))
    if offload.offloader.loop != "asyncio":
        judgement = _without_twins(judgement)
    twin = in_source(judgement.twin, run, resolver, source) if judgement.twin and run else judgement.twin
    where, executor = place(offload, resolver, source)
    within = offload.decorated.scope if offload.decorated else offload.scope
    site = Site(
        path=source.path,
        span=source.span(offload.node),
        function=function_name(within),
        call=offload.name,
        target=judgement.target,
        target_source=source.segment(offload.callee.node) if offload.callee else within.name,
        place=where,
        work=judgement.facts.work,
        duration=judgement.facts.duration,
        facts=judgement.facts,
        twin=twin,
        reaches=judgement.reaches,
        certain=judgement.certain,
        unjudged=judgement.unjudged,
        nested=Nesting(workspace.discovery, where, executor).of(runs),
        tied=any(call.name.startswith(tied()) for call in judgement.reaches),
        executor=executor,
        circumstances=of_offload(offload, runs, run, where, resolver, workspace.settings.oldest_python),
        wrapper=parameter,
        more=judgement.facts.work is Work.TRIVIAL and may_do_more(runs, resolver),
        once=is_once(offload.node, offload.scope, offload.trail),
        canonical=canonical(offload.node),
    )
    dedicated = executor_for(site, workspace.settings)
    cured = remedy(offload, judgement._replace(twin=twin), where, resolver, source, dedicated)
    return site._replace(remedy=cured), within, offload.trail


def _does_more(runs: Value | None) -> bool:
    return isinstance(runs, Function) and isinstance(runs.scope.node, ast.FunctionDef) and len(runs.scope.node.body) > 1


def _without_twins(judgement: Judgement) -> Judgement:
    """Return a judgement for another event loop than asyncio's, where nothing that needs asyncio's can be awaited."""
    return judgement._replace(twin=None, reaches=tuple(call._replace(twin=None) for call in judgement.reaches))


def _judged(runs: Value | None, run: Run | None, workspace: Workspace) -> Judgement:
    """Return what is known of what runs, as it is called here: a wait with a time limit ends."""
    found = workspace.classifier.judge(runs)
    if run is None or not isinstance(runs, External):
        return found
    call = run.callee.node, run.arguments, run.keywords, run.callee.scope
    return found._replace(facts=bounded(found.target or "", found.facts, *call, workspace.resolver))


def _blocking(called: Called, judgement: Judgement, module: Module, workspace: Workspace) -> Site:
    source = module.source
    run = Run(Handed(called.node.func, called.scope), tuple(called.node.args), tuple(called.node.keywords))
    twin: Twin | None = in_source(judgement.twin, run, workspace.resolver, source) if judgement.twin else None
    return Site(
        path=source.path,
        span=source.span(called.node),
        function=function_name(called.scope),
        call=judgement.target or "",
        target=judgement.target,
        target_source=source.segment(called.node.func),
        place=Place.LOOP,
        work=judgement.facts.work,
        duration=judgement.facts.duration,
        facts=judgement.facts,
        twin=twin,
        reaches=judgement.reaches,
        certain=judgement.certain,
        remedy=of_call(called, twin, workspace.resolver, source) if twin else Remedy(),
        once=is_once(called.node, called.scope, called.trail),
        canonical=canonical(called.node),
    )


def function_name(scope: Scope) -> str:
    """Return the dotted name of the function around a place; `<module>` at top level."""
    while isinstance(scope.node, (*COMPREHENSIONS, ast.Lambda)) and scope.parent:
        scope = scope.parent
    return scope.qualified_name
