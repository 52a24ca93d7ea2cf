"""What a run tells: findings, files it could not read, rows and pools."""

from typing import NamedTuple

from flake8_async_offload.model.circumstances import Edit
from flake8_async_offload.model.facts import Span
from flake8_async_offload.model.kinds import Place
from flake8_async_offload.model.site import Site


class Finding(NamedTuple):
    """One line of the report."""

    path: str
    span: Span
    code: str
    text: str
    site: Site | None = None
    edits: tuple[Edit, ...] = ()


class Unread(NamedTuple):
    """A file, or a part of one, that could not be read: said, never passed over in silence."""

    path: str
    line: int
    message: str
    internal: bool = False  # a fault of this tool, not of the file


class Pool(NamedTuple):
    """Threads or processes that several sites share."""

    name: str
    place: Place
    workers: int | None
    workers_from: str
    sites: int
    implicit: int = 0  # sites that frameworks make by themselves
    kind: str | None = None  # public dotted name of its executor's class
    made: str | None = None  # where: "gateway/pools.py:12"
    load: float | None = None  # workers that the decisions say are busy at once
    arithmetic: str = ""  # how: "6 x 12 s + 4 at once"
    ceiling: int | None = None  # where its size follows the machine's: the most it can be

    @property
    def most(self) -> int | None:
        """The most workers it can have, on whatever machine; None where nobody knows."""
        return self.workers if self.workers is not None else self.ceiling

    @property
    def head_room(self) -> float | None:
        """Workers that the declared load leaves free, at most; below zero, work waits."""
        return None if self.load is None or self.most is None else self.most - self.load


class Row(NamedTuple):
    """A site in the inventory, with what the rules and the ledger say of it."""

    site: Site
    findings: tuple[Finding, ...] = ()  # before decisions
    decision: dict[str, object] | None = None  # the ledger's record that names this site
    status: str = "open"  # open | answered | expired | ... ; "fine" where no rule objects

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the findings, before decisions."""
        return tuple(finding.code for finding in self.findings)


class Inventory(NamedTuple):
    """A whole project's offloads: what `audit` shows."""

    root: str
    rows: tuple[Row, ...]
    pools: tuple[Pool, ...] = ()
    errors: tuple[Unread, ...] = ()
    files: int = 0  # read, with or without offloads
    implicit: tuple[Row, ...] = ()  # what frameworks offload by themselves
    overloads: tuple[Finding, ...] = ()  # ASO211: pools that the declared load is too much for
