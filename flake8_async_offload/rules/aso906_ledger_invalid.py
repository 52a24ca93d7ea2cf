"""The rule ASO906; its docstring is its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.rule import Rule

if TYPE_CHECKING:
    from flake8_async_offload.model import Site


class LedgerInvalid(Rule):
    """Says that the ledger cannot be read as a whole, so that none of its decisions counts.

    ## What it does

    It reports, once for each linted file that has offloads, that `async-offload.toml` is not TOML, not UTF-8, too
    large, in the middle of a merge, of an unknown version, or has an unknown key outside its records. All findings
    are reported as if there were no ledger, and `async-offload check` ends with exit status 2.

    ## Why is this bad

    A ledger that is half read could pass what nobody accepted. A typing error in the policy would loosen it in silence.

    ## Example

    ```toml
    version = 1
    [policy]
    max-validty-days = 365
    ```

    ## Use instead

    ```toml
    version = 1
    [policy]
    max-validity-days = 365
    ```

    ## The decision to record

    None: correct the line that the message names. `async-offload fmt --check` in a pre-commit hook finds it earlier.

    ## When not to use it

    Always leave it on: with it deselected the findings are all reported, and nothing says why.
    """

    code = "ASO906"
    name = "ledger-invalid"
    message = "ledger invalid, no decision is used: {why}"

    def applies(self, site: Site) -> bool:
        """Leave it to the ledger, which knows the decisions and fills in the message."""
        return False
