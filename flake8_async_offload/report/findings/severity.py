"""Which findings come first, and which of them are errors where a format knows errors and warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.model import Finding, Risk
from flake8_async_offload.report.words import WORST_FIRST

if TYPE_CHECKING:
    from collections.abc import Sequence

# A ledger that cannot be read answers nothing, and an internal error hides a file's findings.
BROKEN = ("ASO906", "ASO999")


def is_error(finding: Finding) -> bool:
    """Return whether a finding is an error; the others are warnings."""
    return finding.code in BROKEN or risk_of(finding) is Risk.HIGH


def risk_of(finding: Finding) -> Risk:
    """Return the risk of a finding's site; a finding about no site has an unknown one."""
    return finding.site.risk if finding.site else Risk.UNKNOWN


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings by severity and risk; equals keep their order."""
    return sorted(findings, key=lambda finding: (not is_error(finding), WORST_FIRST.index(risk_of(finding))))
