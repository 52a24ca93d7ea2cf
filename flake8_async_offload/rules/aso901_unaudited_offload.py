"""The rule ASO901; its docstring is its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.rule import Reported, Rule

if TYPE_CHECKING:
    from flake8_async_offload.model import Site


class UnauditedOffload(Rule):
    """Says that nobody has decided about this offload yet.

    ## What it does

    In strict mode (`async-offload check --strict`, or `aso-enable = ASO901`) it reports every call that hands work to a
    thread or process and that no record of `async-offload.toml` is about, also where no other rule objects to it.

    ## Why is this bad

    An offload that is fine today takes a thread all the same. A team that wants to know each of them, and who said yes,
    needs the ones that came in since the last audit.

    ## Example

    ```python
    async def load(path: Path) -> bytes:
        return await asyncio.to_thread(path.read_bytes)
    ```

    ## Use instead

    The same code, once somebody has looked at it: `async-offload add app/files.py::load`.

    ## The decision to record

    ```toml
    [[decision]]
    path = "app/files.py"
    function = "load"
    call = "asyncio.to_thread"
    target = "pathlib.Path().read_bytes"
    codes = ["ASO901"]
    decision = "accepted"
    reason = "Local disk, files below 1 MB."
    reviewed-by = "ada@example.com"
    reviewed-on = 2026-02-07
    ```

    Any record about the call answers this rule, whatever its `codes`.

    ## When not to use it

    Where the other rules' findings are all that you want to decide about: the rule is off by default.
    """

    code = "ASO901"
    name = "unaudited-offload"
    message = (
        "unaudited offload: no decision is about {target} in {site.function}; review it with async-offload "
        "add {path}::{site.function}"
    )
    reported = Reported.OPT

    def applies(self, site: Site) -> bool:
        """Leave it to the ledger, which knows the decisions and fills in the message."""
        return False
