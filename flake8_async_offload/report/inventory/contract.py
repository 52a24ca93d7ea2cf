"""The inventory as JSON: a contract that other programs read. Fields are added, never renamed."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from flake8_async_offload.report.text import encodable, visible
from flake8_async_offload.report.words import path_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_async_offload.model import Executor, Inventory, Pool, Row, Site, Twin, Unread
    from flake8_async_offload.report.setting import Setting

VERSION = 1


def contract(inventory: Inventory, _setting: Setting) -> str:
    """Return one JSON object, in ASCII, that holds the whole inventory."""
    document = {
        "version": VERSION,
        "root": visible(inventory.root),
        "pools": [_pool(pool) for pool in inventory.pools],
        "sites": [site_object(row, inventory.root) for row in inventory.rows],
        "unresolved": sum(row.site.target is None for row in inventory.rows),
        "errors": [_error(unread, inventory.root) for unread in inventory.errors],
        "statistics": _statistics(inventory),
        "implicit_sites": [_implicit(row, inventory.root) for row in inventory.implicit],
        "over_capacity": [visible(finding.text) for finding in inventory.overloads],
    }
    return json.dumps(document, indent=2, default=str) + "\n"


def site_object(row: Row, root: str) -> dict[str, object]:
    """Return one site of the contract, with the rules' codes and the decision that names it."""
    return {
        **_where(row.site, root),
        **_what(row.site),
        "context": row.site.context,
        "fan_out": row.site.fan_out,
        "reached_from": list(map(visible, row.site.reached_from)),
        "risk": row.site.risk,
        "risk_reason": visible(row.site.risk_reason),
        "codes": list(row.codes),
        "decision": row.decision,
        "status": row.status,
    }


def _implicit(row: Row, root: str) -> dict[str, object]:
    site = row.site
    return {**site_object(row, root), "implicit": site.implicit, "route": visible(site.route), "note": site.note}


def _where(site: Site, root: str) -> dict[str, object]:
    return {
        "path": path_from(root, site.path),
        "line": site.span.line,
        "column": site.span.column + 1,
        "end_line": site.span.end_line,
        "end_column": site.span.end_column + 1,
        "function": visible(site.function),
    }


def _what(site: Site) -> dict[str, object]:
    return {
        "call": visible(site.call),
        "place": site.place,
        "executor": _executor(site.executor),
        "target": None if site.target is None else visible(site.target),
        "target_source": encodable(site.target_source),
        "does": list(map(visible, site.does)),
        "work": site.work,
        "duration": site.duration,
        "holds_gil": site.facts.gil,
        "twin": _twin(site.twin),
    }


def _executor(executor: Executor | None) -> dict[str, object] | None:
    if executor is None:
        return None
    return {
        "name": visible(executor.name),
        "kind": visible(executor.kind),
        "workers": executor.workers,
        "workers_from": executor.workers_from,
        "made": executor.made,
    }


def _twin(twin: Twin | None) -> dict[str, object] | None:
    if twin is None:
        return None
    return {
        "expression": encodable(twin.expression),
        "name": twin.name,
        "distribution": twin.distribution,
        "since": twin.since,
        "backing": twin.backing,
    }


def _pool(pool: Pool) -> dict[str, object]:
    return {
        "name": visible(pool.name),
        "place": pool.place,
        "workers": pool.workers,
        "workers_from": visible(pool.workers_from),
        "sites": pool.sites,
        "implicit": pool.implicit,
        "kind": pool.kind,
        "made": pool.made,
        "load": pool.load,
        "head_room": pool.head_room,
    }


def _error(unread: Unread, root: str) -> dict[str, object]:
    return {"path": path_from(root, unread.path), "line": unread.line, "message": visible(unread.message)}


def _statistics(inventory: Inventory) -> dict[str, object]:
    sites = [row.site for row in inventory.rows]
    return {
        "files": inventory.files,
        "sites": len(sites),
        "places": _counted(site.place for site in sites),
        "work": _counted(site.work for site in sites),
        "risks": _counted(site.risk for site in sites),
        "codes": _counted(code for row in inventory.rows for code in row.codes),
        "status": _counted(row.status for row in inventory.rows),
    }


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(map(str, values)).items()))
