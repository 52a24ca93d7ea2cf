"""The rule ASO908; its docstring is its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.rule import Rule

if TYPE_CHECKING:
    from flake8_async_offload.model import Site


class CallChangedSinceReview(Rule):
    """Says that the call was edited after somebody decided about it.

    ## What it does

    The tool writes a hash of the reviewed call expression into the record, as `seen`: callee and arguments, without
    layout and comments, the same on every Python version. It stands in the place of the finding where the call now
    has another hash.

    ## Why is this bad

    `convert_stream(page)` and `convert_stream(book)` are the same call to a name, and not the same to a pool.

    ## Example

    ```python
    text = await asyncio.to_thread(converter.convert_stream, book)   # reviewed with: page
    ```

    ## Use instead

    Look at the call again. If the decision still holds, `async-offload renew PATH::FUNCTION` notes that; the rest of
    the record stays.

    ## The decision to record

    ```toml
    reviewed-by = "grace@example.com"
    reviewed-on = 2026-03-01
    seen = "v1:93d0e1a7c4"
    ```

    ## When not to use it

    Records without `seen` are never reported. With the rule deselected the original finding is reported instead.
    """

    code = "ASO908"
    name = "call-changed-since-review"
    message = (
        "call changed since review: {decision.mark} saw another form of this call of {target}; look at it "
        "again, then async-offload renew {path}::{decision.function}"
    )

    def applies(self, site: Site) -> bool:
        """Leave it to the ledger, which knows the decisions and fills in the message."""
        return False
