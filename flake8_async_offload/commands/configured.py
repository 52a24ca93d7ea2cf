"""What flake8 would make of a finding here: its options, its per-file-ignores and the `# noqa` comments."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from flake8.processor import FileProcessor

    from flake8_async_offload.model import Finding

# What a whole file says to ruff counts where it names our codes; without codes it is about ruff's own.
_RUFF_FILE: Final = re.compile(r"^\s*#\s*ruff\s*:\s*noqa\s*:\s*(?P<codes>[A-Z0-9, ]+)", re.IGNORECASE | re.MULTILINE)


class ConfigurationError(ValueError):
    """The flake8 configuration cannot be used; the text is flake8's own."""


def flake8_options(select: Sequence[str] = (), ignore: Sequence[str] = ()) -> argparse.Namespace:
    """Return the options flake8 would run with in this folder.

    A `select` that does not name us hides nothing: who runs our command has asked for our codes. What the
    configuration ignores stays ignored. Raises ConfigurationError.
    """
    from flake8.exceptions import EarlyQuit, ExecutionError

    asked = ["--select", ",".join(select)] if select else ["--extend-select", "ASO"]
    try:
        return parsed([*asked, *(["--extend-ignore", ",".join(ignore)] if ignore else [])])
    except (ExecutionError, EarlyQuit) as error:
        raise ConfigurationError(f"flake8 cannot run here: {error}") from error
    except SystemExit as error:  # argparse has said why
        raise ConfigurationError("flake8 cannot run here; correct its configuration") from error


def parsed(arguments: list[str]) -> argparse.Namespace:
    """Return flake8's options for a command line and the configuration of this folder.

    As flake8 parses them, but for what other plugins and the project's own would add: they are not loaded. Raises
    what flake8 raises.
    """
    import flake8
    from flake8.main.options import register_default_options, stage1_arg_parser
    from flake8.options.aggregator import aggregate_options
    from flake8.options.config import load_config
    from flake8.options.manager import OptionManager

    from flake8_async_offload.plugin import Plugin

    first = stage1_arg_parser()
    _, rest = first.parse_known_args(arguments)
    config, folder = load_config(None, [], isolated=False)
    manager = OptionManager(version=flake8.__version__, plugin_versions="", parents=[first], formatter_names=[])
    register_default_options(manager)
    Plugin.add_options(manager)
    manager.extend_default_select(["ASO"])
    return aggregate_options(manager, config, folder, rest)


class Silence:
    """Says whether flake8 leaves a finding out, by the configuration or by a comment in the file."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Take the options; files are read when they are asked about."""
        from flake8.formatting.default import Nothing
        from flake8.style_guide import StyleGuideManager

        self._options = options
        self._guides = StyleGuideManager(options, Nothing(options))
        self._text = cache(self._read)

    def __call__(self, finding: Finding) -> bool:
        """Whether a finding is silenced; its path leads from the working directory to the file."""
        from flake8.style_guide import Decision
        from flake8.violation import Violation

        guide = self._guides.style_guide_for(finding.path)
        if guide.should_report_error(finding.code) is not Decision.Selected:
            return True
        if self._options.disable_noqa:
            return False
        file, whole = self._text(finding.path)
        line = file.noqa_line_for(finding.span.line)
        place = finding.path, finding.span.line, finding.span.column + 1, finding.text, line
        return (
            whole is None or finding.code.startswith(whole) or Violation(finding.code, *place).is_inline_ignored(False)
        )

    def _read(self, path: str) -> tuple[FileProcessor, tuple[str, ...] | None]:
        """Return a file as flake8 sees it, and the codes that it silences as a whole; None where all are."""
        from flake8.processor import FileProcessor

        try:
            file = FileProcessor(path, self._options)
        except OSError:  # it has vanished, and its comments with it
            file = FileProcessor(path, self._options, [])
        found = _RUFF_FILE.finditer("".join(file.lines))
        codes = tuple(code for match in found for code in re.findall(r"ASO\d+", match["codes"].upper()))
        return file, None if file.should_ignore_file() else codes
