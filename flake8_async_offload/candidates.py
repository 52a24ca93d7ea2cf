"""Where a module may have a site: found without asking what a callee does, so that most files stop here."""

from __future__ import annotations

from typing import NamedTuple

from flake8_async_offload.blocking import direct_calls, direct_functions, is_awaited_after_all, is_given_on
from flake8_async_offload.circumstances.hazards import Found, of_module
from flake8_async_offload.implicit import Hidden, hidden
from flake8_async_offload.model import Facts, Twin
from flake8_async_offload.offload import Offload
from flake8_async_offload.resolve import Function
from flake8_async_offload.scopes import Called, Module
from flake8_async_offload.words import imported
from flake8_async_offload.workspace import Workspace


class Direct(NamedTuple):
    """A call that a coroutine makes itself, of something that the catalogue knows."""

    called: Called
    name: str
    facts: Facts
    twin: Twin | None


class Candidates(NamedTuple):
    """What a module's sites are made of."""

    offloads: list[Offload]
    implicit: list[Hidden]
    calls: list[Direct]  # that have an asynchronous form, or may take long
    functions: list[tuple[Called, Function]]  # of the module's own, that coroutines call and that may take long
    hazards: list[Found]


def candidates(module: Module, workspace: Workspace, *, everything: bool, blocking: bool) -> Candidates:
    """Return what may be a site of a module.

    `everything`: also the implicit offloads that no rule judges. `blocking`: also what blocks the event loop itself.
    """
    resolver = workspace.resolver
    calls, functions = _direct(module, workspace) if blocking else ([], [])
    return Candidates(
        list(workspace.discovery.offloads(module)),
        list(hidden(module, resolver, everything=everything)),
        calls,
        functions,
        list(of_module(module, resolver)) if blocking else [],
    )


def _direct(module: Module, workspace: Workspace) -> tuple[list[Direct], list[tuple[Called, Function]]]:
    """Return the calls that coroutines make themselves of what the catalogue knows, and of what may call that."""
    catalogue, own = workspace.catalogue, imported([module.source.text])
    if not own & catalogue.roots:
        return [], []
    words = catalogue.blocking_words(own | workspace.imports if workspace.imports else None)
    calls = []
    for called, value in direct_calls(module, words, workspace.resolver):
        facts, twin = catalogue.facts(value.name), catalogue.twin(value.name)
        if facts is None or not (twin or facts.long) or is_awaited_after_all(called, workspace.resolver):
            continue
        is_iterator = twin is not None and twin.shape == "async for"
        if not (is_iterator and (called.is_returned or is_given_on(called, workspace.resolver))):
            calls.append(Direct(called, value.name, facts, twin))
    return calls, list(direct_functions(module, catalogue.lasting_words(own), workspace.resolver))
