"""The rule ASO909; its docstring is its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.rule import Rule

if TYPE_CHECKING:
    from flake8_async_offload.model import Site


class DecisionCountDiffers(Rule):
    """Says that a function holds more, or fewer, calls of one kind than its decision is for.

    ## What it does

    Calls of the same target through the same offloader in one function share one record, which says how many it is
    for (`count`, 1 where it is not written). It stands in the place of the findings of all of them where the code has
    another number.

    ## Why is this bad

    A second call doubles the load that was judged, and by name it looks like the first.

    ## Example

    ```python
    first = await asyncio.to_thread(converter.convert_stream, cover)
    second = await asyncio.to_thread(converter.convert_stream, book)   # new
    ```

    ## Use instead

    Look at all of them; if the decision holds for each, `async-offload renew PATH::FUNCTION` writes the number.

    ## The decision to record

    ```toml
    count = 2
    ```

    ## When not to use it

    Always leave it on: with it deselected the original findings are reported instead.
    """

    code = "ASO909"
    name = "decision-count-differs"
    message = (
        "decision count differs: {decision.mark} on {target} in {decision.function}, {why}; look at them "
        "all, then async-offload renew {path}::{decision.function}"
    )

    def applies(self, site: Site) -> bool:
        """Leave it to the ledger, which knows the decisions and fills in the message."""
        return False
