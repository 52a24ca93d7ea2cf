"""Fetches the newest release of a distribution and unpacks it; nothing of it is installed or run."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path


class ReleaseError(RuntimeError):
    """A distribution that could not be fetched or unpacked."""


@dataclass(frozen=True, slots=True)
class Release:
    """A distribution's unpacked files and its version."""

    distribution: str
    version: str
    folder: Path


def fetched(distribution: str, into: Path) -> Release:
    """Return the newest release, downloaded with pip and unpacked below the folder, once."""
    if distribution == "stdlib":
        return Release(distribution, sys.version.split()[0], Path(sysconfig.get_path("stdlib")))
    target = into / distribution
    if not target.is_dir() or not any(target.iterdir()):
        _download(distribution, target)
    archive = next(path for path in sorted(target.iterdir()) if path.is_file())
    unpacked = target / "unpacked"
    if not unpacked.is_dir():
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(unpacked)
    return Release(distribution, archive.name.split("-")[1], unpacked)


def _download(distribution: str, target: Path) -> None:
    # Wheels only: for a source distribution pip runs the package's own build to learn its metadata.
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    options = ["--only-binary", ":all:", "--dest", str(target), distribution]
    run = subprocess.run([*pip, *options], capture_output=True, text=True, check=False)
    if run.returncode:
        last = run.stderr.strip().splitlines()[-1:]
        raise ReleaseError(f"{distribution}: no wheel; give its unpacked source with --path: {''.join(last)}")
