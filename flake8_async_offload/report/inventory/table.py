"""The inventory as a table for a wide terminal, as records for a narrow one, as plain lines for a pipe."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from flake8_async_offload.model import Inventory, Risk, Row
from flake8_async_offload.report import words
from flake8_async_offload.report.inventory import pools
from flake8_async_offload.report.inventory.groups import groups, hidden

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console, RenderableType
    from rich.text import Text

    from flake8_async_offload.report.setting import Setting

COLUMNS = ("Location", "Call", "Pool", "Work", "Duration", "Concurrency risk", "Decision or finding")
STYLES = {Risk.HIGH: "bold red", Risk.MEDIUM: "yellow", Risk.UNKNOWN: "magenta", Risk.LOW: "green", Risk.NONE: "dim"}
NARROW = 160  # below this, seven columns are columns of syllables
PIPE_WIDTH = 10_000  # what reads a pipe wants one line per site, however long


def table(inventory: Inventory, setting: Setting) -> str:
    """Return the pools, the sites and the totals as text; without colors and lines where there is no terminal."""
    buffer = StringIO()
    console = _console(buffer, setting)
    for pool in inventory.pools:
        console.print(pools.line(pool))
    for heading, rows in groups(inventory.rows, setting.group_by, inventory.root):
        console.print()
        if heading:
            console.print(heading, style="bold")
        for part in _rows(rows, inventory.root, setting):
            console.print(part)
    if implicit := hidden(inventory, setting):
        console.print("\nImplicit: what frameworks and libraries put into threads by themselves", style="bold")
        for heading, rows in groups(implicit, setting.group_by, inventory.root):
            if heading:
                console.print(f"\nimplicit, {heading}", style="bold")
            for part in _rows(rows, inventory.root, setting):
                console.print(part)
    console.print()
    for finding in inventory.overloads:
        console.print(
            f"{words.location(inventory.root, finding.site)}: {finding.text}" if finding.site else finding.text
        )
    for unread in inventory.errors:
        console.print(words.unread(unread, inventory.root), style="red")
    console.print(words.summary(inventory))
    # rich pads every line to the width of its widest
    return "\n".join(line.rstrip() for line in buffer.getvalue().strip("\n").split("\n")) + "\n"


def _console(buffer: StringIO, setting: Setting) -> Console:
    from rich.console import Console

    return Console(
        file=buffer,
        width=setting.width or PIPE_WIDTH,
        force_terminal=setting.color,
        no_color=not setting.color,
        color_system="standard" if setting.color else None,
        legacy_windows=False,
        markup=False,  # `[red]` in somebody's source is text
        emoji=False,
        highlight=False,
    )


def _rows(rows: Sequence[Row], root: str, setting: Setting) -> list[RenderableType]:
    if setting.width is not None and setting.width < NARROW:
        return [part for row in rows for part in (_record(row, root, setting, setting.width), "")][:-1]
    return [_table([_cells(row, root, setting) for row in rows], setting)] if rows else []


def _cells(row: Row, root: str, setting: Setting) -> tuple[Text, ...]:
    from rich.text import Text

    site = row.site
    between = " " if setting.width is None else "\n"
    return (
        Text(words.location(root, site), "bold"),
        Text.assemble(words.what_runs(site), between, (words.offloader(site), "dim")),
        Text(words.pool(site)),
        Text(site.work),
        Text(words.DURATION[site.duration]),
        Text(words.risk(site), STYLES[site.risk]),
        Text(words.verdict(row, setting)),
    )


def _table(rows: Sequence[tuple[Text, ...]], setting: Setting) -> RenderableType:
    from rich import box
    from rich.table import Table

    lines = box.SIMPLE_HEAD if setting.unicode else box.ASCII2
    boxed = Table(
        box=lines if setting.width else None, show_lines=setting.width is not None, pad_edge=False, expand=False
    )
    for column in COLUMNS:
        boxed.add_column(column, overflow="fold", no_wrap=setting.width is None, header_style="bold")
    for row in rows:
        boxed.add_row(*row)
    return boxed


def _record(row: Row, root: str, setting: Setting, width: int) -> RenderableType:
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    site = row.site
    where, call = Text(words.location(root, site), "bold"), Text(words.what_runs(site))
    about = ", ".join((words.pool(site), site.work, words.DURATION[site.duration], words.offloader(site)))
    below = [Text(about, "dim"), Text(words.risk(site), STYLES[site.risk])]
    if (verdict := words.verdict(row, setting)) != "-":
        below.append(Text(verdict))
    first = Text.assemble(where, "  ", call)
    if first.cell_len > width:
        first, below = where, [call, *below]
    return Group(first, *(Padding(line, (0, 0, 0, 2)) for line in below))
