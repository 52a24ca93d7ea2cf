"""Says how often two branches that each record a decision conflict, and whether a merge is ever silently wrong.

    python benchmarks/merges.py [--merges 500] [--seed 1]

For ledgers of several sizes it takes a base, lets two branches each add one record, merges with `git merge-file`, and
reads the result: all records of both branches must be there, and no other. `appended` is the same with each record
put at the end of the file, as most tools would.
"""

from __future__ import annotations

import argparse
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from flake8_async_offload.ledger.write import START, add, key_of

PACKAGES = ("api", "billing", "documents", "gateway", "jobs", "search", "storage", "users")
VERBS = ("convert", "download", "extract", "index", "load", "parse", "render", "send", "store", "upload")
TARGETS = (
    "boto3.client().put_object",
    "markitdown.MarkItDown().convert",
    "pathlib.Path().read_bytes",
    "PIL.Image.open",
)
PEOPLE = ("ada@example.com", "grace@example.com")
SIZES = (25, 50, 100, 200)

Record = dict[str, object]


def drawn(random: Random) -> Record:
    """Return a record such as a project of some size holds: many share their reviewer, decision and reason."""
    day = f"2026-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    return {
        "path": f"app/{random.choice(PACKAGES)}/{random.choice(VERBS)}_{random.choice(VERBS)}.py",
        "function": f"{random.choice(VERBS)}_{random.choice(PACKAGES)}",
        "call": random.choice(("asyncio.to_thread", "asyncio.loop.run_in_executor")),
        "target": random.choice(TARGETS),
        "codes": [random.choice(("ASO101", "ASO201", "ASO212"))],
        "decision": "accepted",
        "risk": random.choice(("low", "medium")),
        "reason": random.choice(("Short.", "Rare, and the pool copes.", "Start-up only.")),
        "reviewed-by": random.choice(PEOPLE),
        "reviewed-on": tomllib.loads(f"day = {day}")["day"],
        "seen": f"v1:{random.getrandbits(40):010x}",
    }


def appended(text: str, record: Record) -> str:
    """Return the text with the record at its end."""
    return text + add(START, record).removeprefix(START)


def merged(folder: Path, base: str, ours: str, theirs: str) -> tuple[str, bool]:
    """Return git's merge, and whether it conflicts."""
    for name, text in (("base", base), ("ours", ours), ("theirs", theirs)):
        (folder / name).write_text(text)
    command = ["git", "merge-file", "-p", "ours", "base", "theirs"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout, done.returncode != 0


def records(text: str) -> dict[object, Record]:
    found = tomllib.loads(text)["decision"]
    assert len({key_of(record) for record in found}) == len(found)
    return {key_of(record): record for record in found}


def distinct(random: Random, number: int) -> list[Record]:
    """Return that many records about different calls."""
    found: dict[object, Record] = {}
    while len(found) < number:
        record = drawn(random)
        found[key_of(record)] = record
    return list(found.values())


def simulate(size: int, merges: int, seed: int, adding: Callable[[str, Record], str] = add) -> tuple[int, int]:
    """Return how many merges conflicted, and how many were silently wrong."""
    random = Random(f"{seed} {size}")
    conflicts = wrong = 0
    every = distinct(random, size + 2 * merges)
    known, new = every[:size], every[size:]
    base = add(START, *known)
    with TemporaryDirectory() as folder:
        for ours, theirs in zip(new[::2], new[1::2], strict=True):
            result, conflicting = merged(Path(folder), base, adding(base, ours), adding(base, theirs))
            expected = {key_of(record): record for record in (ours, theirs, *known)}
            conflicts += conflicting
            wrong += not conflicting and records(result) != expected
    return conflicts, wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--merges", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print("| records | merges | conflicts, sorted | silently wrong | conflicts, appended |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    for size in SIZES:
        conflicts, wrong = simulate(size, arguments.merges, arguments.seed)
        few = arguments.merges // 10
        at_end, _ = simulate(size, few, arguments.seed, appended)
        print(f"| {size} | {arguments.merges} | {conflicts / arguments.merges:.1%} | {wrong} | {at_end / few:.0%} |")


if __name__ == "__main__":
    main()
