"""The rule ASO907; its docstring is its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.rule import Rule

if TYPE_CHECKING:
    from flake8_async_offload.model import Site


class DecisionOvertaken(Rule):
    """Says that a call now has an async form, which its decision did not know of.

    ## What it does

    A record answers codes about pools and threads only (ASO104, ASO105, ASO2xx), and the call has come to have an
    async form: the SDK was upgraded, or the catalogue learned of it. It stands in the place of ASO101, ASO102, ASO103
    or ASO107 and repeats what to await.

    ## Why is this bad

    "It has to be a thread, so let it be the default pool" was right when there was no other way. Now there is one that
    needs no thread at all.

    ## Example

    ```toml
    target = "google.genai.Client().models.generate_content"
    codes = ["ASO212"]
    decision = "accepted"
    reason = "The SDK is synchronous."
    ```

    ## Use instead

    Await the async form that the message names, and let `async-offload prune` drop the record.

    ## The decision to record

    Where the thread stays on purpose, say so by the new code:

    ```toml
    codes = ["ASO101"]
    reason = "The async client leaks connections (issue 1532); again after 2.4."
    ```

    ## When not to use it

    With it deselected ASO101 and its kin are reported instead.
    """

    code = "ASO907"
    name = "decision-overtaken"
    message = "decision overtaken: {decision.mark} on {target} knew of no async form, and there is one; {why}"

    def applies(self, site: Site) -> bool:
        """Leave it to the ledger, which knows the decisions and fills in the message."""
        return False
