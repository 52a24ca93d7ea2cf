"""How often each code occurs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flake8_async_offload.report.words import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flake8_async_offload.model import Finding
    from flake8_async_offload.report.setting import Setting


def statistics(findings: Sequence[Finding], setting: Setting) -> str:
    """Return a line per code, the most frequent first: how often, the code, and the rule's name."""
    counts = Counter(finding.code for finding in findings)
    first = {finding.code: finding for finding in reversed(findings)}
    listed = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "".join(f"{number:<8}{code} {_name(first[code], setting)}\n" for code, number in listed)


def _name(finding: Finding, setting: Setting) -> str:
    rule = setting.rules.get(finding.code)
    return rule.name if rule else message(finding)
