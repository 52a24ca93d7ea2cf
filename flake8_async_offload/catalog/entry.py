"""What one SDK's file says of a name: its asynchronous form, or that it has none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from flake8_async_offload.catalog.pattern import fill
from flake8_async_offload.catalog.pattern import match as match_line

if TYPE_CHECKING:
    from flake8_async_offload.model import Facts, Twin

# `aio`, `asyncio`, `async_client`, `aiohttp`, `kubernetes_asyncio`; AsyncOpenAI, SecretsAsyncClient, AIOProducer.
_ASYNC_MODULE = re.compile(r"_?(?:aio|async)\w*|\w+_(?:aio|async|asyncio)")
_ASYNC_ATTRIBUTE = re.compile(r"_?(?:aio|asyncio|async_|asynchronous)")  # not Elasticsearch().async_search
_ASYNC_CLASS = re.compile(r"_*[A-Z]?\w*?(?<![A-Z])(?:Async|Asyncio|AIO|Aio)(?![a-z])\w*")
_CLASS = re.compile(r"[^()]*\.[A-Z][^.()]*")


class Verdict(NamedTuple):
    """What the catalogue says of one name."""

    twin: Twin | None
    facts: Facts | None


def looks_async(name: str) -> bool:
    """Whether a class or module on the way to the name, never the method itself, says it is asynchronous already."""
    *way, last = name.split(".")
    modules = next((at for at, part in enumerate(way) if part.endswith("()")), len(way))
    return (
        last == "aio"
        or any(_ASYNC_MODULE.fullmatch(part) for part in way[:modules])
        or any(_ASYNC_ATTRIBUTE.fullmatch(part) for part in way[modules:])
        or any(_ASYNC_CLASS.fullmatch(part.removesuffix("()")) for part in (*way, last))
    )


def deciding(entry: dict[str, Any], name: str) -> tuple[str, str] | None:
    """Return the key and the line of the file that decide about the name, or None where it says nothing."""
    guarded, is_class = looks_async(name), _CLASS.fullmatch(name)

    def first(key: str) -> str | None:
        # A line that itself names an async-looking class means it: celery's AsyncResult is synchronous.
        # A wildcard takes no class: to construct one is no call of the SDK.
        fitting = (line for line in entry.get(key, ()) if match_line(line, name) is not None)
        fitting = (line for line in fitting if not is_class or "*" not in line.rpartition(".")[2])
        if key == "twins":
            fitting = (line for line in fitting if not is_form(entry[key][line], name))
        return next((line for line in fitting if not guarded or looks_async(line)), None)

    forms = () if first("except") else ("near", "twins")
    keys = ("factories", "local", *forms, "blocking")
    found = ((key, line) for key in keys if (line := first(key)))
    return next((each for each in found if each[0] != "twins" or entry["twins"][each[1]]), None)


def is_form(told: str | dict[str, str], name: str) -> bool:
    """Whether the name ends as the form would, so that it is one: `create_async` for `"acme.**.*_async"`."""
    target = told if isinstance(told, str) else told["to"]
    start, wild, end = re.sub(r"\*+", "*", target.rpartition(".")[2]).partition("*")
    last = name.rpartition(".")[2]
    affixed = "async" in start and last.startswith(start), "async" in end and last.endswith(end)
    return bool(wild) and any(affixed)


def judge(entry: dict[str, Any], name: str, decision: tuple[str, str]) -> Verdict:
    """Return what the key and line of the file that decide about the name say of it."""
    key, line = decision
    if key == "near":
        return _twin(entry, name, {"to": "", "near": entry["near"][line]})
    if key == "twins":
        told = entry["twins"][line]
        told = {"to": told} if isinstance(told, str) else told
        return _twin(entry, name, told | {"to": fill(told["to"], match_line(line, name) or ())})
    return Verdict(None, _network(entry, name, "blocking-io") if key == "blocking" else _local(entry))


def _local(entry: dict[str, Any]) -> Facts:
    from flake8_async_offload.model import Duration, Facts, Work

    return Facts(Work.TRIVIAL, Duration.INSTANT, source=entry["distribution"])


def _network(entry: dict[str, Any], name: str, work: str) -> Facts:
    from flake8_async_offload.model import Duration, Facts, Work

    grades = entry.get("durations", {})
    grade = next((grades[line] for line in grades if match_line(line, name) is not None), "seconds")
    return Facts(
        Work(work),
        Duration(grade),
        long=grade in (Duration.LONG, Duration.UNBOUNDED),
        gil="releases",
        note=entry.get("note"),
        source=entry.get("docs"),
    )


def _twin(entry: dict[str, Any], name: str, line: dict[str, str]) -> Verdict:
    from flake8_async_offload.model import Twin

    told = {key: entry.get(key) for key in ("since", "extra", "needs", "errors", "note", "package")} | line
    package = told["package"]
    twin = Twin(
        name=line["to"],
        distribution=package or entry["distribution"],
        shape=line.get("shape") or _group(entry, "shapes", name) or "await",
        backing=line.get("backing") or _group(entry, "backings", name) or entry.get("backing", "native"),
        since=told["since"],
        package=package,
        extra=told["extra"],
        needs=told["needs"],
        formerly=tuple(entry.get("formerly", ())),
        errors=told["errors"],
        near=line.get("near"),
        positional=line.get("positional"),
        plain=_is_told(entry, "plain", name),
        differs=_is_told(entry, "differs", name),
        note=told["note"],
    )
    work = "async-package" if package else "stdlib-twin" if entry["distribution"] == "stdlib" else "async-twin"
    return Verdict(twin, _network(entry, name, work))


def _is_told(entry: dict[str, Any], key: str, name: str) -> bool:
    return any(match_line(line, name) is not None for line in entry.get(key, ()))


def _group(entry: dict[str, Any], key: str, name: str) -> str | None:
    groups = entry.get(key, {})
    return next((word for word in groups if any(match_line(line, name) is not None for line in groups[word])), None)
