"""The rule ASO903; its docstring is its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.rule import Rule

if TYPE_CHECKING:
    from flake8_async_offload.model import Site


class DecisionUnmatched(Rule):
    """Says that a decision is about a call that is no longer in the code.

    ## What it does

    A record names its call by file, function, offloader and target. flake8 reports the records of the linted file
    that name none of its calls, at line 1; `async-offload check` reports all of them, at the record's own line, for
    the files of the run.

    ## Why is this bad

    The call was removed, and the record is litter; or it was renamed or moved, and the call now stands without its
    decision. Either way the ledger no longer tells the truth.

    ## Example

    ```toml
    function = "extract"    # renamed to extract_markdown last week
    ```

    ## Use instead

    `async-offload relocate` proposes the one call that the record can have meant; `async-offload prune` drops records
    whose call is gone.

    ## The decision to record

    None: repair the record.

    ## When not to use it

    While files move by the dozen in a long-running branch; `check` on the main branch then still sees the leftovers.
    """

    code = "ASO903"
    name = "decision-unmatched"
    message = (
        "decision unmatched: {decision.mark} is about {target} in {decision.function} of {path}, which is "
        "not there; async-offload relocate or prune"
    )

    def applies(self, site: Site) -> bool:
        """Leave it to the ledger, which knows the decisions and fills in the message."""
        return False
