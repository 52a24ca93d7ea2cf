"""Audits programs nobody would write, made of real ones: none may crash the tool or hang it.

    python -m benchmarks.fuzz [FOLDER...] [--count 100000] [--seed 0]

FOLDERs hold further Python projects to take statements from, beside the project's own case files; of each file that
mentions an offloader. Every input goes through the plugin's way, the audit's, all rules and all fixes. A failing one is
made smaller, line by line, and printed. Ends with 1 where there was one.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path

from flake8_async_offload.words import offloader_words
from tests.mutations import program
from tests.test_fuzz import examine, own_material

SECONDS = 2.0  # of CPU, for one input of a few dozen lines
MOST_CHARACTERS = 40_000


def texts(folders: list[Path]) -> list[str]:
    """Return the files that mention an offloader and can be read here."""
    found = []
    for path in sorted(path for folder in folders for path in folder.rglob("*.py") if path.is_file()):
        text = path.read_text(encoding="utf-8", errors="replace")
        if len(text) < MOST_CHARACTERS and any(word in text for word in offloader_words()) and _compiles(text):
            found.append(text)
    return found


def _compiles(text: str) -> bool:
    try:
        compile(text, "text", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def failure(text: str, folder: Path) -> str:
    """Return the last line of what went wrong with an input, or nothing."""
    start = time.process_time()
    try:
        examine(text, folder)
    except Exception:
        return traceback.format_exc().strip().splitlines()[-1]
    seconds = time.process_time() - start
    return f"took {seconds:.1f} s" if seconds > SECONDS else ""


def smaller(text: str, said: str, folder: Path) -> str:
    """Return a text as short as leaving out lines makes it that still fails in the same way."""
    kind = said.partition(":")[0].partition(" ")[0]
    lines = text.split("\n")
    step = len(lines) // 2
    while step:
        for start in range(0, len(lines), step):
            fewer = lines[:start] + lines[start + step :]
            if failure("\n".join(fewer), folder).startswith(kind):
                lines = fewer
                break
        else:
            step //= 2
    return "\n".join(lines)


def main() -> int:
    """Make and audit the programs; print the failures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    given = own_material(texts(arguments.folders))
    gc.freeze()  # millions of nodes: a collection that looks through them is no time of the tool's
    print(f"{len(given.statements)} statements, {len(given.expressions)} expressions, {len(given.names)} names")
    seen: set[str] = set()
    failed, slowest, start = 0, 0.0, time.process_time()
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_CACHE_HOME"] = str(Path(name, "cache"))
        Path(name, "pyproject.toml").touch()  # a project ends there: nothing above is looked at
        for seed in range(arguments.seed, arguments.seed + arguments.count):
            text = program(random.Random(seed), given)
            before = time.process_time()
            said = failure(text, Path(name))
            slowest = max(slowest, time.process_time() - before)
            failed += bool(said)
            if said and said not in seen:
                seen.add(said)
                print(f"\nseed {seed}: {said}\n{smaller(text, said, Path(name))}", flush=True)
            if (seed + 1) % 1_000 == 0:
                print(f"{seed + 1}: {failed} failed, {time.process_time() - start:.0f} s", flush=True)
    print(f"{arguments.count} inputs, {failed} failed, the slowest took {slowest:.2f} s of CPU")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
