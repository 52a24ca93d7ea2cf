"""The rule ASO905; its docstring is its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.rule import Rule

if TYPE_CHECKING:
    from flake8_async_offload.model import Site


class DecisionIncomplete(Rule):
    """Says that a record lacks what makes it a decision, so that it answers nothing.

    ## What it does

    It stands in the place of the finding where the record about the call has an unknown or mistyped key, lacks
    `decision`, `reason`, `reviewed-by`, `reviewed-on` or what `[policy] require` asks for, still has a TODO as its
    reason, is a `migrate-later` without `ticket`, holds for longer than the policy allows, was reviewed in the
    future, or shares its call with another record of equal rank.

    ## Why is this bad

    A bulk baseline looks like an audit and is none. Nobody can tell later why the call was fine.

    ## Example

    ```toml
    decision = "migrate-later"
    reason = "TODO"
    ```

    ## Use instead

    Judge the call and write the record out; `async-offload review` asks for all that is needed.

    ## The decision to record

    ```toml
    decision = "migrate-later"
    ticket = "OPS-1423"
    reason = "Two callers, both in the nightly job; moves with the SDK upgrade."
    reviewed-by = "ada@example.com"
    reviewed-on = 2026-02-07
    ```

    ## When not to use it

    Always leave it on: with it deselected the original finding is reported instead.
    """

    code = "ASO905"
    name = "decision-incomplete"
    message = "decision incomplete: {decision.mark} on {target} answers nothing: {why}"

    def applies(self, site: Site) -> bool:
        """Leave it to the ledger, which knows the decisions and fills in the message."""
        return False
