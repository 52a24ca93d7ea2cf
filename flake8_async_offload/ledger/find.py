"""Where a project keeps its decisions."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

FILENAME: Final = "async-offload.toml"


def find(start: Path) -> Path | None:
    """Return the ledger in a folder or in the nearest one above it."""
    start = Path(os.path.abspath(start))  # noqa: PTH100 -- resolve() would follow links
    return next((path for folder in (start, *start.parents) if (path := folder / FILENAME).is_file()), None)
