"""The two questions every face of the tool asks: which sites does a source have, and which findings."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from flake8_async_offload.bindings import COMPREHENSIONS
from flake8_async_offload.catalog import load
from flake8_async_offload.catalog.offloaders import by_last_name
from flake8_async_offload.classify import Classifier, Judgement
from flake8_async_offload.cure import Run, in_source
from flake8_async_offload.discover import Discovery, Handed, Offload
from flake8_async_offload.ledger.digest import digest
from flake8_async_offload.model import Finding, Place, Site, Twin
from flake8_async_offload.places import place
from flake8_async_offload.project import Project
from flake8_async_offload.reach import Reach
from flake8_async_offload.resolve import Resolver
from flake8_async_offload.rule import Rule
from flake8_async_offload.rules import RULES
from flake8_async_offload.scopes import Called, Module, Scope
from flake8_async_offload.settings import Settings
from flake8_async_offload.source import Source


class Workspace:
    """What is remembered from file to file: the project's modules, names, wrappers and bodies."""

    def __init__(self, settings: Settings | None = None) -> None:
        """Read nothing yet. Raises CatalogueError for a catalogue file of the project's that cannot be used."""
        self.settings = settings or Settings()
        self.project = Project()
        self.catalogue = load(self.settings.catalog)
        self.resolver = Resolver(self.project, self.catalogue)
        self.discovery = Discovery(self.resolver)
        self.classifier = Classifier(self.resolver)


def worth_walking(source: Source) -> bool:
    """Whether a text may hold a site: it names an offloader, or has coroutines that may call the project's wrappers."""
    return "async def" in source.text or source.mentions(frozenset(by_last_name()))


def sites(source: Source, workspace: Workspace) -> tuple[Site, ...]:
    """Return every place of a source where work leaves the event loop or blocks it, in the order of the text.

    Raises UnreadableError where the source cannot be parsed.
    """
    if not worth_walking(source):
        return ()
    module = workspace.project.module(source)
    reach = Reach([module], workspace.resolver)
    found = [_offloaded(offload, module, workspace, reach) for offload in workspace.discovery.offloads(module)]
    found += _direct(module, workspace, reach)
    return tuple(sorted(found, key=lambda site: site.span))


def findings(
    sites: Iterable[Site], *, reported: Callable[[type[Rule]], bool] = lambda rule: True
) -> tuple[tuple[Site, tuple[Finding, ...]], ...]:
    """Return each site with what the rules say of it, before decisions; `reported` says which rules are asked."""
    rules = [rule() for rule in RULES if reported(rule)]
    return tuple((site, tuple(rule.finding(site) for rule in rules if rule.applies(site))) for site in sites)


def _offloaded(offload: Offload, module: Module, workspace: Workspace, reach: Reach) -> Site:
    resolver, source = workspace.resolver, module.source
    resolver.restart()
    runs = workspace.discovery.runs(offload)
    parameter = workspace.discovery.is_wrapper_parameter(runs)
    judgement = Judgement() if parameter else workspace.classifier.judge(runs)
    run = Run.of(offload, resolver)
    twin = in_source(judgement.twin, run, resolver, source) if judgement.twin and run else judgement.twin
    where, executor = place(offload, resolver, source)
    within = offload.decorated.scope if offload.decorated else offload.scope
    context = reach.of(within, offload.trail)
    return Site(
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
        context=context.context,
        fan_out=context.fan_out,
        executor=executor,
        wrapper=parameter,
        digest=digest(offload.node),
    )


def _direct(module: Module, workspace: Workspace, reach: Reach) -> list[Site]:
    """Return the sites of SDK calls and long work that coroutines do themselves."""
    imported = {name.partition(".")[0] for name in module.imports}
    if not imported & workspace.catalogue.roots:
        return []
    found = []
    for called, value in workspace.discovery.direct_calls(module):
        facts = workspace.catalogue.facts(value.name)
        twin = workspace.catalogue.twin(value.name)
        if facts and (twin or facts.long):
            judgement = Judgement(value.name, facts, twin)
            found.append(_blocking(called, judgement, module, workspace, reach))
    return found


def _blocking(called: Called, judgement: Judgement, module: Module, workspace: Workspace, reach: Reach) -> Site:
    source = module.source
    run = Run(Handed(called.node.func, called.scope), tuple(called.node.args), tuple(called.node.keywords))
    twin: Twin | None = in_source(judgement.twin, run, workspace.resolver, source) if judgement.twin else None
    context = reach.of(called.scope, called.trail)
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
        context=context.context,
        fan_out=context.fan_out,
        digest=digest(called.node),
    )


def function_name(scope: Scope) -> str:
    """Return the dotted name of the function around a place; `<module>` at top level."""
    while isinstance(scope.node, (*COMPREHENSIONS, ast.Lambda)) and scope.parent:
        scope = scope.parent
    return scope.qualified_name
