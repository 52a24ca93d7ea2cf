"""The answers of the catalogue files: asynchronous forms, what a callable does, what names stand for."""

from __future__ import annotations

import glob
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flake8_async_offload.catalog import compiled, pattern
from flake8_async_offload.catalog.entry import Verdict, deciding, is_form, judge, looks_async
from flake8_async_offload.catalog.error import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_async_offload.model import Facts, Twin


def load(user_files: tuple[str, ...] = ()) -> Catalogue:
    """Return the catalogue with the project's own files, given as paths or globs, before the built-in ones.

    It is the same object until a file of the project changes. Raises CatalogueError for a file that cannot be read.
    """
    for text in user_files:
        if not glob.has_magic(text) and not Path(text).is_file():
            raise CatalogueError(f"{text}:1: no such file")
    paths = sorted({path for text in user_files for path in _files(text)})
    return _load(tuple((path, Path(path).stat().st_mtime_ns, Path(path).stat().st_size) for path in paths))


def _files(text: str) -> Iterator[str]:
    """Yield the files that a path or glob stands for; no link to a folder is followed, it may lead around."""
    parts = Path(text).parts
    literal = next((number for number, part in enumerate(parts) if glob.has_magic(part)), len(parts))
    if literal == len(parts):
        yield text
        return
    start = Path(*parts[:literal])
    for path in start.glob("/".join(parts[literal:])):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(start).parts):
            yield str(path)


@lru_cache(maxsize=8)
def _load(stamps: tuple[tuple[str, int, int], ...]) -> Catalogue:
    return Catalogue(Path(path).absolute() for path, *_ in stamps)


class Catalogue:
    """The answers of the catalogue's files, and of a project's own, which are asked first."""

    def __init__(self, further: Iterable[Path] = ()) -> None:
        self.further = list(further)  # the project's own
        self._compiled = compiled.Compiled(self.further)
        self._below: dict[str, dict[str, Any]] = {}  # what leads to the entries, by first name
        self._verdicts: dict[str, Verdict] = {}
        self.stamps: list[str] = self._compiled.index["key"]  # which files these are, and which version of each
        self.roots: frozenset[str] = frozenset(self._compiled.index["roots"])  # first names: openai, google, time, open

    def blocking_words(self, imports: frozenset[str] | None) -> frozenset[str]:
        """Return what calls that matter in a coroutine end in, where these packages are imported; * for any name."""
        words: dict[str, list[str]] = self._compiled.index["blocking"]
        return frozenset(
            word for root in ("", *(words if imports is None else imports)) for word in words.get(root, ())
        )

    def lasting_words(self, imports: frozenset[str]) -> frozenset[str]:
        """Return what calls that may take long, and have no asynchronous form, end in; * for any name."""
        words: dict[str, list[str]] = self._compiled.index["lasting"]
        return frozenset(word for root in imports for word in words.get(root, ()))

    def canonical(self, name: str) -> str:
        """Return the public dotted name for one that goes through another import path, or through a factory."""
        for _ in range(5):  # an alias of an alias of ...; ends even where two name each other
            moved = next(self._moved(name), name)
            if moved == name:
                break
            name = moved
        return name

    def twin(self, name: str) -> Twin | None:
        """Return the asynchronous form of a synchronous callee; one without a name says in `near` how to say it."""
        return self._verdict(name).twin

    def facts(self, name: str) -> Facts | None:
        """Return what a callee does, or None where the catalogue does not know it."""
        return self._verdict(name).facts

    def returns(self, name: str) -> str | None:
        """Return what a call of the callable stands for; None means the callable's own name with ()."""
        for line, target in self._lines("returns", name):
            taken = pattern.match(line, name)
            if taken is not None:
                return pattern.fill(target, taken)
        return None

    def is_async(self, name: str) -> bool:
        """Whether the name is asynchronous already, judged by its classes and modules."""
        return looks_async(name) and self._verdict(name).facts is None

    def has_async_class(self, name: str) -> bool:
        """Whether an instance is of a synchronous class that has an asynchronous one beside it."""
        twin = self.twin(f"{name}.__aenter__")
        return twin is not None and bool(twin.name)

    def is_trivial_method(self, name: str) -> bool:
        """Whether a method of this name does no work, on whatever receiver: `append`, `strip`."""
        return name in self._trivial

    def _verdict(self, name: str) -> Verdict:
        if name not in self._verdicts:
            self._verdicts[name] = self._judged(name)
        return self._verdicts[name]

    def _judged(self, name: str) -> Verdict:
        work = self._work(name)
        if name.endswith("()"):  # a call of what a call gave: nlp(text), of `nlp = spacy.load(...)`
            return Verdict(None, work)
        starts = self._found(name, "starts")
        for number in sorted({number for start in pattern.starts(name) for number in starts.get(start, ())}):
            decision = deciding(self._entries[number], name)
            if decision and not self._is_of_an_answer(name, decision, self._entries[number]):
                verdict = judge(self._entries[number], name, decision)
                return Verdict(verdict.twin, _joined(work, verdict.facts))
        return Verdict(None, work)

    def _is_of_an_answer(self, name: str, decision: tuple[str, str], entry: dict[str, Any]) -> bool:
        """Whether a line takes the name only with what a network call answered: `client.get().text.strip`."""
        key, line = decision
        calls = [name[:at] for at in range(len(name)) if name.startswith("().", at)]
        asked = (call for call in calls if pattern.match(line, call) is not None)
        return any(
            self._verdict(call).twin is not None or (key == "twins" and is_form(entry[key][line], call))
            for call in asked
        )

    def _work(self, name: str) -> Facts | None:
        for line, number in self._lines("callables", name):
            if pattern.match(line, name) is not None:
                return _facts(self._works[number])
        return None

    def _moved(self, name: str) -> Any:
        for line, target in self._lines("aliases", name):
            if found := pattern.match_start(line, name):
                # What an alias leaves out stands before the name that it keeps: "stripe._*.*" = "stripe.*".
                kept = len(found[0]) - len(pattern.wildcards(target))
                yield pattern.fill(target, found[0][kept:]) + found[1]
        for start in reversed(pattern.starts(name)):
            if start.endswith("()") and (result := self.returns(start[:-2])):
                yield result + name[len(start) :]

    def _lines(self, key: str, name: str) -> Iterator[Any]:
        """Yield the lines whose literal start the name has, the longest start first."""
        table = self._found(name, key)
        for start in reversed(pattern.starts(name)):
            for line, value in table.get(start, ()):
                yield line or start, value

    def _found(self, name: str, key: str) -> dict[str, Any]:
        """Return what is found by a key below the first name of a name."""
        first = compiled.first_name(name)
        if first not in self._below:
            self._below[first] = self._compiled.part(f".{first}") or {}
        found: dict[str, Any] = self._below[first].get(key, {})
        return found

    @cached_property
    def _entries(self) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self._compiled.part("entries")
        return entries

    @cached_property
    def _works(self) -> list[dict[str, Any]]:
        works: list[dict[str, Any]] = self._compiled.part("works")
        return works

    @cached_property
    def _trivial(self) -> frozenset[str]:
        return frozenset(self._compiled.part("trivial"))


def _facts(work: dict[str, Any]) -> Facts:
    from flake8_async_offload.model import Duration, Facts, Work

    return Facts(
        Work(work["kind"]),
        Duration(work["duration"]),
        long=work.get("long", False),
        many=work.get("many", False),
        gil=work.get("gil", "unknown"),
        lazy=work.get("lazy", False),
        thread_unsafe=work.get("thread-unsafe", False),
        copies=work.get("copies", False),
        timeout_argument=work.get("timeout-argument"),
        instant_with=tuple(work.get("instant-with", ())),
        note=work.get("note"),
        source=work.get("source"),
    )


def _joined(work: Facts | None, network: Facts | None) -> Facts | None:
    """Return the work entry's facts, with the kind of work that the SDK's file tells of what ends."""
    from flake8_async_offload.model import Work

    ends = work is not None and work.work is not Work.FOREVER
    return work._replace(work=network.work) if work and network and ends else work or network
