"""Says how well decisions survive time: recorded for all sites of one commit, held against a later one.

    python benchmarks/replay.py REPOSITORY OLD NEW [--verbose]

REPOSITORY is a clone or a bare git folder; nothing in it is run or changed. Whether a site survived is told by git
alone: the line on which its call starts is in both commits (through `git diff`, renames followed), and the later one
has a call of the same offloader there. `matched` of these are found again by the record made for them. The others are
in a renamed file or function, or what runs has another name: a record never answers a call of something else.
`elsewhere` are records that match, but none of the places that git says, which must be none; the same is counted of the
places that `async-offload relocate` would offer.
"""

from __future__ import annotations

import argparse
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from flake8_async_offload.commands.deciding import Audit, audited
from flake8_async_offload.ledger.find import FILENAME
from flake8_async_offload.ledger.match import calls, candidates
from flake8_async_offload.ledger.relocate import relocations
from flake8_async_offload.ledger.subject import Subject
from flake8_async_offload.ledger.write import START, Key, add
from flake8_async_offload.model import Site

HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
Place = tuple[str, int]  # path, line


@dataclass(frozen=True, slots=True)
class Moves:
    """Where the lines of an older commit's files are in a later one's."""

    names: dict[str, str]  # of files that are in both, old to new
    hunks: dict[str, list[tuple[int, int, int]]]  # by old name: first old line, old lines, new lines

    def to(self, path: str, line: int) -> Place | None:
        """Return where a line is now, or None where it was changed or is gone."""
        if path not in self.names:
            return None
        shift = 0
        for start, old, new in self.hunks.get(path, ()):
            if start <= line < start + old:
                return None
            if start + old <= line:
                shift += new - old
        return self.names[path], line + shift


def git(repository: Path, *arguments: str, asked: str = "") -> bytes:
    """Return what git says. The repository's own settings run nothing."""
    safe = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false")
    command = ["git", *safe, "-C", str(repository), *arguments]
    return subprocess.run(command, input=asked.encode(), capture_output=True, check=True).stdout


def moves(repository: Path, old: str, new: str) -> Moves:
    """Return where lines went, as git tells it."""
    kept = git(repository, "ls-tree", "-r", "--name-only", old).decode(errors="replace").splitlines()
    names = {name: name for name in kept}
    hunks: dict[str, list[tuple[int, int, int]]] = {}
    diff = git(
        repository, "diff", "-U0", "-M", "-l0", "--no-ext-diff", "--no-textconv", "--no-color", old, new, "--", "*.py"
    )
    name = ""
    for line in diff.decode(errors="replace").splitlines():
        if line.startswith("diff --git a/"):
            name = line.removeprefix("diff --git a/").partition(" b/")[0]
        elif line.startswith("rename to "):
            names[name] = line.removeprefix("rename to ")
        elif line.startswith("deleted file"):
            names.pop(name, None)
        elif match := HUNK.match(line):
            start, before, _, after = (int(part or 1) for part in match.groups())
            hunks.setdefault(name, []).append((start + (before == 0), before, after))
    return Moves(names, hunks)


def unpacked(repository: Path, commit: str, folder: Path) -> None:
    """Write a commit's Python and project files into a folder; blobs that the clone lacks are left out."""
    listed = git(repository, "ls-tree", "-r", "-z", "--format=%(objectname) %(path)", commit).decode().split("\0")
    wanted = [name.split(" ", 1) for name in listed if name.endswith((".py", ".pyi", "pyproject.toml"))]
    batch = git(repository, "cat-file", "--batch", asked="".join(f"{blob}\n" for blob, _ in wanted))
    at = 0
    for _, path in wanted:
        header = batch[at : batch.index(b"\n", at)]
        at += len(header) + 1
        if header.split()[1] == b"blob":
            size = int(header.split()[2])
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(batch[at : at + size])
            at += size + 1


def recorded(subjects: Iterable[Subject]) -> str:
    """Return a ledger with a decision about each call."""
    decision = {"decision": "accepted", "reason": "Replay.", "reviewed-by": "replay", "reviewed-on": date(2026, 1, 1)}
    return add(START, *(subject.draft | decision for subject in subjects))


def places(audit: Audit) -> Iterator[tuple[Place, Subject, Site]]:
    for subject in audit.subjects:
        for twin in subject.twins:
            yield (subject.path, twin.site.span.line), subject, twin.site


def replay(repository: Path, old: str, new: str, *, verbose: bool) -> Counter[str]:
    """Return the counts of one replay."""
    went = moves(repository, old, new)
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for name, commit in (("old", old), ("new", new)):
            (root / name).mkdir()
            unpacked(repository, commit, root / name)
            (root / name / FILENAME).write_text(START)
        before = audited([root / "old"])
        (root / "new" / FILENAME).write_text(recorded(before.subjects))
        after = audited([root / "new"])
        return compared(before, after, went, verbose=verbose)


def compared(before: Audit, after: Audit, went: Moves, *, verbose: bool) -> Counter[str]:
    """Count what became of the records."""
    counts: Counter[str] = Counter(records=len(before.subjects))
    now: dict[Place, list[Site]] = {}
    matched: dict[Key, list[Place]] = {}
    for place, subject, site in places(after):
        now.setdefault(place, []).append(site)
        for record in candidates(after.ledger, subject.path, site):
            matched.setdefault(record.key, []).append(place)
    expected: dict[Key, set[Place | None]] = {}
    for place, subject, site in places(before):
        counts["sites"] += 1
        target = went.to(*place)
        expected.setdefault(subject.key, set()).add(target)
        if target is None:
            counts["edited or gone"] += 1
        elif there := [other for other in now.get(target, ()) if other.call == site.call]:
            found = target in matched.get(subject.key, ())
            counts["survived"] += 1
            counts["of the same name"] += any(calls(other)[2] == subject.key[3] for other in there)
            counts["matched"] += found
            if not found and verbose:
                named = ", ".join(f"{other.function}: {other.target}" for other in there)
                print(f"  not matched: {place} {subject.key[1]}: {subject.key[3]} -> {target} {named}")
        else:
            counts["no such call"] += 1
            if verbose:
                print(f"  no such call: {place} {site.call} of {site.target} -> {target}")
    free = [subject for subject in after.subjects if subject.key not in after.recorded]
    moved = relocations(after.unmatched, free)
    offered = {record.key: [(new.path, twin.site.span.line) for twin in new.twins] for record, new in moved.items()}
    for name, found_at in (("elsewhere", matched), ("relocated wrongly", offered)):
        wrong = [key for key, there in found_at.items() if None not in expected[key] and not expected[key] & set(there)]
        counts[name] = len(wrong)
        for key in wrong if verbose else ():
            print(f"  {name}: {key} expected {expected[key]} found {found_at[key]}")
    counts["relocated"] = len(moved)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("repository", type=Path)
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--verbose", action="store_true", help="name each site that is not matched")
    arguments = parser.parse_args()
    counts = replay(arguments.repository, arguments.old, arguments.new, verbose=arguments.verbose)
    kept, same = counts["survived"], counts["of the same name"]
    print(f"{arguments.old}..{arguments.new}: {counts['sites']} sites, {counts['records']} records")
    print(f"survived: {kept}; what runs has the same name: {same}; matched: {counts['matched']}", end=" ")
    print(f"({counts['matched'] / max(kept, 1):.1%} and {counts['matched'] / max(same, 1):.1%})")
    print(f"matched elsewhere: {counts['elsewhere']}")
    print(f"records that relocate offers a place: {counts['relocated']}, the wrong one: {counts['relocated wrongly']}")
    print(f"own line edited or gone: {counts['edited or gone']}; no such call there: {counts['no such call']}")


if __name__ == "__main__":
    main()
