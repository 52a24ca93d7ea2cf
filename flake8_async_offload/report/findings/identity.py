"""A name for each finding that survives edits around it, so that a platform can tell old findings from new ones."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from flake8_async_offload.ledger.match import calls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flake8_async_offload.model import Finding


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """Return one hexadecimal fingerprint per finding: the ledger's identity and the code, without any line."""
    seen: Counter[tuple[str, ...]] = Counter()
    prints = []
    for finding in findings:
        identity = _identity(finding)
        seen[identity] += 1
        # identical calls in one function differ only in their order
        prints.append(digest((*identity, str(seen[identity]))))
    return prints


def _identity(finding: Finding) -> tuple[str, ...]:
    site = finding.site
    if site is None:
        return finding.path, finding.code, finding.text
    return finding.path, *calls(site), finding.code


def digest(identity: tuple[str, ...]) -> str:
    """Return the fingerprint of some strings."""
    return hashlib.sha256("\0".join(identity).encode("utf-8", "surrogatepass")).hexdigest()[:32]
