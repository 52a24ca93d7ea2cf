"""One catalogue file beside the real package: what its lines match, what is wrong, what they leave out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flake8_async_offload.catalog import pattern
from flake8_async_offload.catalog.entry import deciding, judge
from flake8_async_offload.catalog_verify import conventions
from flake8_async_offload.catalog_verify.annotations import Value
from flake8_async_offload.catalog_verify.kinds import kind
from flake8_async_offload.catalog_verify.results import result
from flake8_async_offload.catalog_verify.surface import callables

if TYPE_CHECKING:
    from flake8_async_offload.catalog.catalogue import Catalogue
    from flake8_async_offload.catalog_verify.values import Reader
    from flake8_async_offload.model import Twin

_ROOTED = ("twins", "near", "blocking")


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one catalogue file; the lists hold (synchronous name, what is said of it)."""

    file: str
    distribution: str
    version: str
    lines: dict[str, list[int]] = field(default_factory=dict)  # line of [twins] -> names matched, twins that are right
    right: dict[str, tuple[str, str]] = field(default_factory=dict)  # name -> its form, and the form's real shape
    missing: list[tuple[str, str]] = field(default_factory=list)
    not_awaitable: list[tuple[str, str]] = field(default_factory=list)
    shapes: list[tuple[str, str]] = field(default_factory=list)
    uncovered: list[tuple[str, str]] = field(default_factory=list)
    declined: list[tuple[str, str]] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    unlike: list[tuple[str, str]] = field(default_factory=list)
    results: dict[str, list[str]] = field(default_factory=lambda: {"plain": [], "differs": []})
    trusted: list[str] = field(default_factory=list)
    idle: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        """How many names are mapped to what does not exist or cannot be awaited, or give no plain value as told."""
        return len(self.missing) + len(self.not_awaitable) + len(self.unlike)

    @property
    def with_form(self) -> int:
        """How many synchronous names have an asynchronous form."""
        return len(self.right) + len(self.uncovered) + len(self.hidden)

    @property
    def share(self) -> float:
        """The share of them that is mapped, 0 to 1."""
        return len(self.right) / self.with_form if self.with_form else 1.0


def compare(table: dict[str, Any], file: str, version: str, reader: Reader, catalogue: Catalogue) -> Report:
    """Return what the package says of each line of the file's table; the catalogue is the one it stands in."""
    report = Report(file, table["distribution"], version)
    refused = {line for line, twin in table.get("twins", {}).items() if not twin}
    lines = [line for key in _ROOTED for line in table.get(key, ()) if line not in refused]
    report.lines.update({line: [0, 0] for line in table.get("twins", ())})
    begun = {start for line in lines for start in pattern.prefixes(line)}
    surface = callables(reader, lines, lambda name: _is_factory(table, name) or _is_begun(begun, name))
    surface |= _unread(table, reader, surface)
    used: set[tuple[str, str]] = set()
    for name, value in surface.items():
        decision = deciding(table, name)
        if decision:
            used.add(decision)
        if decision and decision[0] == "twins":
            _check(report, table, name, decision, reader)
            _check_answer(report, name, catalogue)
        else:
            _look_for_more(report, name, value, decision[0] if decision else None, reader, table)
    _idle(report, table, used, surface)
    return report


def _unread(table: dict[str, Any], reader: Reader, surface: dict[str, Value]) -> dict[str, Value]:
    """Return the names that lines spell out and that may be there unseen: of C modules, made at run time."""
    names = {name for line in table.get("twins", ()) for name in pattern.spelled_out(line)} - set(surface)
    return {name: Value(name, None) for name in sorted(names) if not _is_known(reader, name)}


def _is_known(reader: Reader, name: str) -> bool:
    """Whether the owner of the name is read whole, so that it would be known."""
    owners = reader.resolve(name.rpartition(".")[0])
    return any(reader.library.is_whole(owner.found) for owner in owners if owner.found)


def _is_factory(table: dict[str, Any], name: str) -> bool:
    return (deciding(table, name) or ("", ""))[0] == "factories"


def _is_begun(starts: set[str], name: str) -> bool:
    """Whether lines speak of what the callable gives: `acme.Client().files.content().*`."""
    return any(start.startswith(f"{name}()") for start in starts)


def _check(report: Report, table: dict[str, Any], name: str, decision: tuple[str, str], reader: Reader) -> None:
    twin = judge(table, name, decision).twin
    line = decision[1]
    if twin is None:
        return
    report.lines[line][0] += 1
    if _any(table, "trusted", name):
        report.trusted.append(name)
        return
    each = kind(reader, twin.name)
    if each is None:
        report.missing.append((name, twin.name))
    elif each.shape is None:
        report.not_awaitable.append((name, twin.name))
    else:
        report.lines[line][1] += 1
        report.right[name] = (twin.name, each.shape)
        if not each.allows(twin.shape):
            report.shapes.append((name, f"{twin.shape} here, {each.shape} in the package"))
        _check_result(report, name, twin, reader)


def _check_result(report: Report, name: str, twin: Twin, reader: Reader) -> None:
    """Enter a name by what it gives, as the package says it, or the file alone; and where the two disagree."""
    said = "plain" if twin.plain else "differs" if twin.differs else ""
    found = result(reader, name, twin.name) if twin.shape == "await" or said else None
    if found or (said and found is None):
        report.results[found or said].append(name)
    if said and found is not None and found != said:
        report.unlike.append((name, f"{said} here, {found or 'neither plain nor another'} in the package"))


def _check_answer(report: Report, name: str, catalogue: Catalogue) -> None:
    """Move a name whose line is right to `hidden` where another file or an alias makes the catalogue answer else."""
    answer = catalogue.twin(catalogue.canonical(name))
    if name in report.right and (answer is None or answer.name != report.right[name][0]):
        del report.right[name]
        report.hidden.append((name, answer.name if answer else "nothing"))


def _look_for_more(
    report: Report, name: str, value: Value, key: str | None, reader: Reader, table: dict[str, Any]
) -> None:
    """Enter an asynchronous form that no line maps to, unless the sync side is told to need none."""
    if value.found is not None and value.found.is_class:
        return
    candidate = conventions.found(reader, name)
    if candidate is None:
        return
    refused = [line for line, twin in table.get("twins", {}).items() if not twin]
    if (
        key is None
        and not _any(table, "except", name)
        and not any(pattern.match(line, name) is not None for line in refused)
    ):
        report.uncovered.append((name, f"{candidate[0]} ({candidate[1].shape})"))
    else:
        report.declined.append((name, f"{key or 'except'}, but there is {candidate[0]} ({candidate[1].shape})"))


def _any(table: dict[str, Any], key: str, name: str) -> bool:
    return any(pattern.match(line, name) is not None for line in table.get(key, ()))


def _idle(report: Report, table: dict[str, Any], used: set[tuple[str, str]], surface: dict[str, Value]) -> None:
    """Enter the lines that match nothing; what is made at run time may match all the same."""
    for key in ("factories", "local", "near", "twins", "blocking"):
        told = (line for line in table.get(key, ()) if key != "twins" or table[key][line])
        report.idle.extend(f"{key}: {line}" for line in told if (key, line) not in used)
    groups = [
        (key, line) for key in ("except", "trusted", "plain", "differs", "durations") for line in table.get(key, ())
    ]
    for key in ("shapes", "backings"):
        groups += [(key, line) for lines in table.get(key, {}).values() for line in lines]
    for key, line in groups:
        if not any(pattern.match(line, name) is not None for name in surface):
            report.idle.append(f"{key}: {line}")
    if "trusted" in table:
        unseen = ("**.", *(line.removesuffix("**") for line in table["trusted"]))
        report.idle[:] = [line for line in report.idle if not line.partition(": ")[2].startswith(unseen)]
