"""The rule ASO902; its docstring is its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_async_offload.rule import Rule

if TYPE_CHECKING:
    from flake8_async_offload.model import Site


class DecisionExpired(Rule):
    """Says that a decision no longer answers a finding, because its time is over.

    ## What it does

    It stands in the place of the finding that the decision answered up to and including its `expires` day (UTC), or,
    where the policy has `max-validity-days` and the record no `expires`, for that long after `reviewed-on`. A date
    that is no date counts as expired.

    ## Why is this bad

    "Under 5 a day; the default pool copes" was true on the day of the review. Traffic grows, SDKs gain async clients,
    and nobody looks again unless asked.

    ## Example

    ```toml
    reviewed-on = 2026-02-07
    expires = 2026-08-07
    ```

    ## Use instead

    Look at the call, the numbers and the rule's page again. Then `async-offload renew --expiring`, which moves the
    dates and notes who looked, or cure the call and let `async-offload prune` drop the record.

    ## The decision to record

    ```toml
    reviewed-by = "grace@example.com"
    reviewed-on = 2026-08-05
    expires = 2027-02-05
    ```

    ## When not to use it

    Leave out `expires` (and `max-validity-days`) where decisions are meant to hold for good. With this rule
    deselected the original finding is reported: an expired decision never answers anything.
    """

    code = "ASO902"
    name = "decision-expired"
    message = "decision expired: {decision.mark} on {target}, {why}; look at the call again, then async-offload renew"

    def applies(self, site: Site) -> bool:
        """Leave it to the ledger, which knows the decisions and fills in the message."""
        return False
