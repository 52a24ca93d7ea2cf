"""The rule ASO999; its docstring is its page."""

from __future__ import annotations

from flake8_async_offload.model import Site
from flake8_async_offload.rule import Rule


class InternalError(Rule):
    """Says that the tool failed on this file; every other result of the run stands.

    ## What it does

    One finding at line 1 of a file that the tool could not judge because of a fault of its own.

    ## Why is this bad

    The file's offloads were not looked at.

    ## Example

    There is none: an internal error is a bug.

    ## Use instead

    Report the message and the file to the project; meanwhile exclude the file.

    ## The decision to record

    None: no decision answers it.

    ## When not to use it

    Always leave it on.
    """

    code = "ASO999"
    name = "internal-error"
    message = "internal error, this file was not audited: {error}; please report it"

    def applies(self, site: Site) -> bool:
        """Leave it to the faces of the tool, which know what failed."""
        return False
