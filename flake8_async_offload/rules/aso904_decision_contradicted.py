"""The rule ASO904; its docstring is its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.rule import Rule

if TYPE_CHECKING:
    from flake8_async_offload.model import Site


class DecisionContradicted(Rule):
    """Says that the code does not do what its decision says.

    ## What it does

    A decision `dedicated-executor` says that the work has threads of its own. It stands in the place of the finding
    where the call in fact runs on the event loop, on the default executor, on AnyIO's or asgiref's shared threads, or
    on an executor made for the one call. Where the executor's making cannot be seen, it stays silent.

    ## Why is this bad

    The audit promises an isolation that is not there: the long call and everyone's DNS look-ups share a pool again.

    ## Example

    ```python
    # decided: dedicated-executor
    text = await asyncio.to_thread(converter.convert_stream, stream)
    ```

    ## Use instead

    ```python
    text = await asyncio.get_running_loop().run_in_executor(CONVERSIONS, converter.convert_stream, stream)
    ```

    ## The decision to record

    ```toml
    decision = "dedicated-executor"
    executor = "app.pools:CONVERSIONS"
    ```

    ## When not to use it

    Always leave it on: with it deselected the original finding is reported instead.
    """

    code = "ASO904"
    name = "decision-contradicted"
    message = (
        "decision contradicted: {decision.mark} on {target}, but {why}; do what it says, or decide anew with "
        "async-offload add"
    )

    def applies(self, site: Site) -> bool:
        """Leave it to the ledger, which knows the decisions and fills in the message."""
        return False
