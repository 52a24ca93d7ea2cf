"""`async-offload review`: decide about the calls that are open, one by one."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from functools import reduce
from pathlib import Path

from flake8_async_offload import content
from flake8_async_offload.commands.deciding import Audit, audited, now, put, reviewer, say
from flake8_async_offload.commands.interview import interview
from flake8_async_offload.commands.questions import whole
from flake8_async_offload.commands.run import codes
from flake8_async_offload.ledger.save import save
from flake8_async_offload.ledger.subject import Subject
from flake8_async_offload.ledger.write import RefusedError, add

IDENTITY = ("path", "function", "call", "target")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATHS", help="files and folders; the project by default"
    )
    parser.add_argument("--select", type=codes, default=(), metavar="CODES", help="only these codes")
    parser.add_argument("--ignore", type=codes, default=(), metavar="CODES", help="not these codes")
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--answers", type=Path, metavar="FILE", help="take the decisions from [[decision]] blocks in a file"
    )
    how.add_argument("--bulk", action="store_true", help="write every open call as migrate-later, reason TODO")


def run(arguments: argparse.Namespace) -> int:
    """Record decisions; return 0, or 1 where calls stay open. Raises RefusedError for what cannot be recorded."""
    audit = audited(arguments.paths, arguments.select, arguments.ignore)
    todo = [subject for subject in audit.subjects if subject.open]
    if arguments.bulk:
        return _bulk(audit, todo)
    if arguments.answers:
        return _answered(audit, todo, arguments.answers)
    if not todo:
        say("Nothing is open.")
        return 0
    done = interview(audit, todo)
    say(f"{done} recorded, {len(todo) - done} open.")
    return int(done < len(todo))


def _bulk(audit: Audit, todo: Iterable[Subject]) -> int:
    """Write down what is open, in a form that answers nothing: a baseline must not look like an audit."""
    new = [subject for subject in todo if subject.key not in audit.recorded]
    who = reviewer(Path.cwd()) or "TODO"
    taken = {"decision": "migrate-later", "ticket": "TODO", "reason": "TODO", "reviewed-by": who, "reviewed-on": now()}
    if new:
        save(audit.ledger.path, lambda text: add(text, *(subject.draft | taken for subject in new)))
    say(f"{len(new)} written as migrate-later, reason TODO: each stays reported until somebody has judged it.")
    return int(bool(new))


def _answered(audit: Audit, todo: list[Subject], file: Path) -> int:
    """Record what a file decides, all of it or nothing."""
    try:
        raw = content.toml(content.of(file).decode())
    except ValueError as error:
        raise RefusedError(f"{file}: {error}") from None
    blocks = raw.get("decision")
    if raw.keys() - {"decision", "version"} or not isinstance(blocks, list) or not blocks:
        raise RefusedError(f"{file}: write [[decision]] blocks, each with path and function and what was decided")
    who = {"reviewed-by": name} if (name := reviewer(Path.cwd())) else {}
    records: dict[Subject, dict[str, object]] = {}
    wrong: list[str] = []
    for number, block in enumerate(blocks, 1):
        try:
            subject = _meant(audit, block)
            drafted = {
                name: value for name, value in subject.draft.items() if name not in block or name in subject.seen
            }
            records[subject] = whole(who | {"reviewed-on": now()} | block | drafted, audit.ledger.policy)
        except RefusedError as error:
            wrong.append(f"{file}, decision {number}: {error}")
    if wrong:
        raise RefusedError("\n".join(wrong))
    save(audit.ledger.path, lambda text: reduce(put, records.values(), text))
    left = [subject for subject in todo if subject not in records]
    say(f"{len(records)} recorded, {len(left)} open.")
    return int(bool(left))


def _meant(audit: Audit, block: Mapping[str, object]) -> Subject:
    """Return the one call that a block names by as much of its identity as that takes."""
    given = [(number, str(block[name])) for number, name in enumerate(IDENTITY) if name in block]
    fitting = [subject for subject in audit.subjects if all(subject.key[number] == text for number, text in given)]
    fitting = [subject for subject in fitting if subject.open] if len(fitting) > 1 else fitting
    if len(fitting) != 1:
        named = ", ".join(f"{name} = {block[name]!r}" for name in IDENTITY if name in block) or "nothing"
        raise RefusedError(f"{len(fitting)} calls have {named}; name one by path, function, call and target")
    return fitting[0]
