"""The two questions every face of the tool asks: which sites does a source have, and which findings."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from flake8_async_offload import content
from flake8_async_offload.bindings import COMPREHENSIONS, FUNCTIONS
from flake8_async_offload.blocking import direct_calls, direct_functions
from flake8_async_offload.catalog import load
from flake8_async_offload.catalog.limits import tied
from flake8_async_offload.circumstances import may_do_more, of_module, of_offload
from flake8_async_offload.classify import Classifier, Judgement
from flake8_async_offload.cure import Run, in_source
from flake8_async_offload.discover import Discovery
from flake8_async_offload.fixes import of_call, remedy
from flake8_async_offload.implicit import hidden
from flake8_async_offload.inference import Inference
from flake8_async_offload.ledger.answer import Answers, Terms, answer
from flake8_async_offload.ledger.digest import digest
from flake8_async_offload.ledger.judge import today
from flake8_async_offload.ledger.match import candidates, relative
from flake8_async_offload.ledger.read import find as find_ledger
from flake8_async_offload.ledger.read import read as read_ledger
from flake8_async_offload.ledger.record import Ledger
from flake8_async_offload.limits import bounded
from flake8_async_offload.model import Circumstances, Context, Finding, Place, Remedy, Site, Twin, Work
from flake8_async_offload.nesting import Nesting
from flake8_async_offload.offload import Handed, Offload
from flake8_async_offload.once import is_once
from flake8_async_offload.places import place
from flake8_async_offload.project import Project
from flake8_async_offload.reach import Reach
from flake8_async_offload.resolve import External, Function, Resolver, Value
from flake8_async_offload.rule import Reported, Rule
from flake8_async_offload.rules import BY_CODE, RULES
from flake8_async_offload.scopes import Called, Module, Scope
from flake8_async_offload.settings import Settings
from flake8_async_offload.source import Source
from flake8_async_offload.syntax import Trail
from flake8_async_offload.words import imported, may_offload
from flake8_async_offload.wrapping import learn_module

Asked: TypeAlias = Callable[[type[Rule], str], bool]  # whether a run reports a rule's findings in a file
LOCAL = (Work.CPU, Work.WAIT)  # work of this machine, in this process or a child of it
NO_LEDGER = Ledger(Path("async-offload.toml"))


class Workspace:
    """What is remembered from file to file: the project's modules, names, wrappers and bodies."""

    def __init__(self, settings: Settings | None = None, root: Path | None = None) -> None:
        """Read nothing yet; `root` is what paths are shown relative to.

        Raises CatalogueError for a catalogue file of the project's that cannot be used.
        """
        self.settings = settings or Settings()
        self.project = Project(root)
        self.catalogue = load(self.settings.catalog)
        self.resolver = Resolver(self.project, self.catalogue)
        self.discovery = Discovery(self.resolver)
        self.classifier = Classifier(self.resolver)
        self.learned: Collection[str] = ()  # the files that wrappers' names and imports were learned from
        self.imports: frozenset[str] | None = None  # first names of what the project imports, where all of it is known
        self._inference = Inference() if self.settings.deep else None

    def has_learned(self, source: Source) -> bool:
        """Whether a source is a file that was learned from, as it is on the disk: text in an editor may not be."""
        path = os.path.abspath(source.path)  # noqa: PTH100
        try:
            return path in self.learned and content.text(path) == source.text
        except OSError:
            return False

    def runs(self, offload: Offload, module: Module) -> Value | None:
        """Return what an offload runs; in a deep run astroid is asked for what is still nameless."""
        found = self.discovery.runs(offload)
        if found is not None or offload.callee is None or self._inference is None:
            return found
        node = offload.callee.node
        source = module.source
        name = self._inference.name(source.path, source.text, module.name, node.lineno, node.col_offset)
        if name is None:
            return None
        own = (scope for scope in module.scope.everything() if f"{module.name}.{scope.qualified_name}" == name)
        return next(
            (Function(scope) for scope in own if isinstance(scope.node, FUNCTIONS)), self.resolver.external(name)
        )

    def ledger_of(self, path: str) -> Ledger | None:
        """Return the ledger a file's decisions are in: the one the settings name, or the nearest above the file."""
        if self.settings.ledger:
            return read_ledger(Path(self.settings.ledger))
        folder = Path(path).parent if os.path.exists(path) else Path.cwd()  # noqa: PTH110
        found = find_ledger(folder)
        return read_ledger(found) if found else None

    def executor_for(self, site: Site) -> str | None:
        """Return the executor that long CPU-bound work should have: what a decision names, or else the settings."""
        ledger = self.ledger_of(site.path) if site.work is Work.CPU else None
        records = candidates(ledger, relative(site.path, ledger.path), site) if ledger and not ledger.errors else ()
        named = (record.executor for record in records if record.decision == "dedicated-executor")
        return next(filter(None, named), self.settings.cpu_executor)

    def terms(self, reported: Asked, path: str) -> Terms:
        """Return what the decisions about a file are answered by. Raises ValueError where ASO_TODAY is no date."""
        texts = {rule.code: rule.message for rule in RULES if rule.code.startswith("ASO90")}
        return Terms(today(os.environ), lambda code: code in BY_CODE and reported(BY_CODE[code], path), texts)


def sites(source: Source, workspace: Workspace) -> tuple[Site, ...]:
    """Return every place of a source where work leaves the event loop or blocks it, in the order of the text.

    Raises UnreadableError where the source cannot be parsed.
    """
    if not may_offload(source.text):
        return ()
    module = workspace.project.module(source)
    if not workspace.has_learned(source):
        learn_module(workspace.discovery, module)
    reach = Reach([module], workspace.resolver)
    found = []
    for site, scope, trail in located(module, workspace):
        reached = reach.of(scope, trail, site.call)
        found.append(replace(site, context=reached.context, fan_out=reached.fan_out, spread=reached.spread))
    return tuple(found)


def located(
    module: Module, workspace: Workspace, *, everything: bool = False, blocking: bool = True
) -> list[tuple[Site, Scope, Trail | None]]:
    """Return a module's sites in the order of the text, each with the scope it stands in and what is around it.

    `everything`: also the implicit offloads that no rule judges. `blocking`: also what blocks the event loop itself.
    """
    found = [_offloaded(offload, module, workspace) for offload in workspace.discovery.offloads(module)]
    if blocking:
        found += _direct(module, workspace)
        found += _hazardous(module, workspace)
    for implicit in hidden(module, workspace.resolver, everything=everything):
        site, scope, trail = _offloaded(implicit.offload, module, workspace)
        found.append((implicit.mark(site), implicit.runs or scope, None if implicit.runs else trail))
    return sorted(found, key=lambda place: place[0].span)


def judged(found: Iterable[Site], reported: Callable[[type[Rule]], bool]) -> list[tuple[Site, tuple[Finding, ...]]]:
    """Return each site with what the rules say of it, before decisions; `reported` says which rules are asked."""
    rules = [rule() for rule in RULES if reported(rule)]
    return [(site, tuple(rule.finding(site) for rule in rules if _judges(rule, site))) for site in found]


def _judges(rule: Rule, site: Site) -> bool:
    """Whether a rule speaks of a site; implicit offloads are only for the rules that say so, tests not for all."""
    meant = (rule.implicit or site.implicit is None) and (rule.in_tests or site.context is not Context.TEST)
    return meant and rule.applies(site)


def findings(found: Iterable[Site], path: str, workspace: Workspace, reported: Asked) -> Answers:
    """Return a file's sites with what the rules and the decisions say; `path` is the file's name as it was given.

    Raises ValueError where ASO_TODAY is no date.
    """
    cases = judged(found, lambda rule: reported(rule, path))
    ledger = workspace.ledger_of(path)
    terms = workspace.terms(reported, path)
    if ledger is None:
        ledger = NO_LEDGER
    return answer(ledger, relative(path, ledger.path), cases, terms)


def enabled(settings: Settings, selected: Callable[[str, str], bool]) -> Asked:
    """Return which rules a run asks: those on by default and those the settings enable, where selected for a file."""

    def reported(rule: type[Rule], path: str) -> bool:
        asked = rule.reported is not Reported.OPT or any(rule.code.startswith(code) for code in settings.enable)
        return asked and selected(rule.code, path)

    return reported


def _offloaded(offload: Offload, module: Module, workspace: Workspace) -> tuple[Site, Scope, Trail | None]:
    resolver, source = workspace.resolver, module.source
    resolver.restart()
    runs = workspace.runs(offload, module)
    parameter = workspace.discovery.is_wrapper_parameter(runs)
    run = Run.of(offload, resolver)
    judgement = Judgement() if parameter and not _does_more(runs) else _judged(runs, run, workspace)
    if runs is None:
        judgement = workspace.classifier.judge_any(workspace.discovery.choices(offload))
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
        digest=digest(offload.node),
    )
    executor_for = workspace.executor_for(site)
    cured = remedy(offload, replace(judgement, twin=twin), where, resolver, source, executor_for)
    return replace(site, remedy=cured), within, offload.trail


def _does_more(runs: Value | None) -> bool:
    return isinstance(runs, Function) and isinstance(runs.scope.node, ast.FunctionDef) and len(runs.scope.node.body) > 1


def _without_twins(judgement: Judgement) -> Judgement:
    """Return a judgement for another event loop than asyncio's, where nothing that needs asyncio's can be awaited."""
    return replace(judgement, twin=None, reaches=tuple(replace(call, twin=None) for call in judgement.reaches))


def _judged(runs: Value | None, run: Run | None, workspace: Workspace) -> Judgement:
    """Return what is known of what runs, as it is called here: a wait with a time limit ends."""
    found = workspace.classifier.judge(runs)
    if run is None or not isinstance(runs, External):
        return found
    call = run.callee.node, run.arguments, run.keywords, run.callee.scope
    return replace(found, facts=bounded(found.target or "", found.facts, *call, workspace.resolver))


def _direct(module: Module, workspace: Workspace) -> list[tuple[Site, Scope, Trail | None]]:
    """Return the sites of SDK calls and long work that coroutines do themselves."""
    own = imported([module.source.text])
    if not own & workspace.catalogue.roots:
        return []
    words = workspace.catalogue.blocking_words(own | workspace.imports if workspace.imports else None)
    found = []
    for called, value in direct_calls(module, words, workspace.resolver):
        facts = workspace.catalogue.facts(value.name)
        twin = workspace.catalogue.twin(value.name)
        if facts:
            call = called.node.func, called.node.args, called.node.keywords, called.scope
            facts = bounded(value.name, facts, *call, workspace.resolver)
        is_handed_on = twin is not None and twin.shape == "async for" and called.is_returned
        if facts and (twin or facts.long) and not is_handed_on:
            judgement = Judgement(value.name, facts, twin)
            found.append((_blocking(called, judgement, module, workspace), called.scope, called.trail))
    lasting = workspace.catalogue.lasting_words(own)
    for called, function in direct_functions(module, lasting, workspace.resolver):
        site = _blocking(called, workspace.classifier.judge(function), module, workspace)
        if site.lasting(*LOCAL):
            found.append((site, called.scope, called.trail))
    return found


def _hazardous(module: Module, workspace: Workspace) -> list[tuple[Site, Scope, Trail | None]]:
    """Return the sites of calls that hold the event loop, or break it, by themselves."""
    found = []
    for called, name, hazards in of_module(module, workspace.resolver):
        site = _blocking(called, Judgement(name), module, workspace)
        found.append((replace(site, circumstances=Circumstances(hazards=hazards)), called.scope, called.trail))
    return found


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
        digest=digest(called.node),
    )


def function_name(scope: Scope) -> str:
    """Return the dotted name of the function around a place; `<module>` at top level."""
    while isinstance(scope.node, (*COMPREHENSIONS, ast.Lambda)) and scope.parent:
        scope = scope.parent
    return scope.qualified_name
