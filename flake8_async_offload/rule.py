"""What a rule is: a pure predicate over a frozen site, with its page as docstring."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from flake8_async_offload.model import Edit, Finding, Site


class Reported(StrEnum):
    """When a rule speaks."""

    ON = "on"  # by default
    OPT = "opt"  # only where the option aso-enable names it
    CHECK = "check"  # only in `async-offload check`: it needs the whole project


class Rule:
    """One rule. Its docstring is its page: Markdown, a one-line summary first, then the sections of every page."""

    code: ClassVar[str]
    name: ClassVar[str]
    message: ClassVar[str]  # str.format template over `site`; one line, constant part first, no trailing full stop
    reported: ClassVar[Reported] = Reported.ON
    implicit: ClassVar[bool] = False  # judges what frameworks offload by themselves
    in_tests: ClassVar[bool] = True  # judges tests, which wait for one thing at a time and notice what fails

    def applies(self, site: Site) -> bool:
        """Whether the site breaks this rule. Pure: it sees the site and nothing else."""
        raise NotImplementedError

    def text(self, site: Site) -> str:
        """Return the message for a site that breaks this rule."""
        return self.message.format(site=site)

    def fix(self, site: Site) -> tuple[Edit, ...]:
        """Return the edits that cure the site, or none where it takes judgement."""
        return ()

    def finding(self, site: Site) -> Finding:
        """Return the finding for a site that breaks this rule."""
        return Finding(site.path, site.span, self.code, f"{self.code} {self.text(site)}", site, self.fix(site))
