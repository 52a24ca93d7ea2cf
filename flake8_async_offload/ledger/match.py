"""Which records are about a site. A site's identity has no line: (path, function, call, target)."""

from __future__ import annotations

import os
import re
from functools import cache
from typing import TYPE_CHECKING, Final

from flake8_async_offload.ledger.digest import of_site

if TYPE_CHECKING:
    from pathlib import Path

    from flake8_async_offload.ledger.record import Decision, Ledger
    from flake8_async_offload.model import Finding, Site

LAMBDA: Final = "<lambda>"
_STDIN: Final = ("-", "stdin")
_WILD: Final = re.compile(r"\*\*/|\*\*|\*|\?")


def relative(name: str, ledger: Path) -> str | None:
    """Return a linted file's name relative to the ledger's folder, POSIX; None for text without a name.

    Links are not followed: the name is the one that people see and the ledger holds.
    """
    if name in _STDIN:
        return None
    folder = os.path.dirname(os.path.abspath(ledger))  # noqa: PTH100, PTH120 -- resolve() would follow links
    try:
        return os.path.relpath(os.path.abspath(name), folder).replace(os.sep, "/")  # noqa: PTH100
    except ValueError:  # another drive
        return os.path.abspath(name).replace(os.sep, "/")  # noqa: PTH100


def target(site: Site) -> str:
    """Return what a site runs, as a record names it: its dotted name, `<lambda>`, or else its source."""
    if site.target:
        return site.target
    source = " ".join(site.target_source.split())
    return LAMBDA if not source or source.startswith("lambda") else source


def calls(site: Site) -> tuple[str, str, str]:
    """Return a site's identity within its file."""
    return site.function, site.call, target(site)


def candidates(ledger: Ledger, path: str | None, site: Site) -> list[Decision]:
    """Return the records about a site, strongest first: literal ones, then patterns by their literal beginning."""
    if path is None:
        everywhere = [record for records in ledger.literals.values() for record in records]
        found = [record for record in everywhere if record.identity[1:] == calls(site)]
        return sorted(found, key=lambda record: record.seen != of_site(site))[:1]
    literal = [record for record in ledger.literals.get(path, ()) if record.identity[1:] == calls(site)]
    globs = [record for record in ledger.globs if _matches(record, path, site)]
    return literal + sorted(globs, key=rank, reverse=True)


def rank(record: Decision) -> int:
    """Return how strong a record is: a literal one above all, a pattern by the length of its literal beginning."""
    if not record.glob:
        return 1 << 30
    wild = _WILD.search(record.path)
    return wild.start() if wild else len(record.path)


def covers(record: Decision, finding: Finding) -> bool:
    """Whether a record answers findings of that code."""
    return finding.code.startswith(record.codes) if record.glob else finding.code in record.codes


def matches_path(record: Decision, path: str) -> bool:
    """Whether a record is about a file."""
    return bool(_path(record.path).fullmatch(path)) if record.glob else record.path == path


def _matches(record: Decision, path: str, site: Site) -> bool:
    names = zip((record.function, record.call, record.target), calls(site), strict=True)
    return (
        not path.startswith(("../", "/"))
        and matches_path(record, path)
        and all(_name(pattern or "*").fullmatch(name) for pattern, name in names)
    )


@cache
def _path(pattern: str) -> re.Pattern[str]:
    """Return a path pattern's meaning: `*` and `?` stay within one folder, `**` does not."""
    return _regex(pattern, {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"})


@cache
def _name(pattern: str) -> re.Pattern[str]:
    return _regex(pattern, {"**/": ".*/", "**": ".*", "*": ".*", "?": "."})


def _regex(pattern: str, meaning: dict[str, str]) -> re.Pattern[str]:
    parts: list[str] = []
    end = 0
    for wild in _WILD.finditer(pattern):
        parts += re.escape(pattern[end : wild.start()]), meaning[wild[0]]
        end = wild.end()
    return re.compile("".join((*parts, re.escape(pattern[end:]))), re.DOTALL)
