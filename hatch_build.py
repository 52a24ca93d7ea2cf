"""Puts the compiled catalogue into the wheel: the first run where it is installed need not compile it."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledCatalogue(BuildHookInterface[Any]):
    """Compiles the catalogue's files as they are in the source tree."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the compiled file to a wheel; an editable installation keeps its own in the user's cache folder."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from flake8_async_offload.catalog.compiled import SHIPPED, built_in, packed, shipped_key

        self._folder = TemporaryDirectory()
        made = Path(self._folder.name, SHIPPED.name)
        made.write_bytes(packed(built_in(), shipped_key()))
        build_data["force_include"][str(made)] = str(SHIPPED.relative_to(self.root).as_posix())

    def finalize(self, version: str, _build_data: dict[str, Any], _artifact: str) -> None:
        """Leave nothing behind."""
        if version != "editable":
            self._folder.cleanup()
