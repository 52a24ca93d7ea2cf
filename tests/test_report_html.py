"""The HTML report: one file, nothing from outside, usable in a browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import escape, unescape
from typing import TYPE_CHECKING

import pytest

from flake8_async_offload.model import Row
from flake8_async_offload.report import INVENTORY_REPORTS, Setting
from tests.test_report_samples import GEMINI, INVENTORY, LONG, OFFLOADED, RULES

if TYPE_CHECKING:
    from pathlib import Path

PAGE = INVENTORY_REPORTS["html"](INVENTORY, Setting(rules=RULES))
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


def text_of(html: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def headings(html: str) -> list[str]:
    return [text_of(heading) for heading in re.findall(r'class="group">\s*<h3>(.*?)</h3>', html)]


def test_the_page_needs_nothing_but_itself() -> None:
    assert not re.search(r"https?:|//[a-z]|@import|url\(|<link|<img|src=", PAGE)
    assert "default-src 'none'" in PAGE


def test_a_pool_is_a_bar_with_a_block_per_site_the_longest_first() -> None:
    first_pool = PAGE.partition('<div class="bar"')[2].partition("</div>")[0]
    assert re.findall(r'href="#(site-\d+)" class="risk-(\w+)" style="flex: (\d+)', first_pool) == [
        ("site-1", "high", "8"),
        ("site-2", "medium", "5"),
        ("site-3", "low", "2"),
    ]


def test_the_bars_of_all_pools_have_one_scale() -> None:
    assert re.findall(r'class="bar" style="width: (\d+)%"', PAGE) == ["100", "13"]  # 8 + 5 + 2 and 2
    many = INVENTORY_REPORTS["html"](INVENTORY._replace(rows=INVENTORY.rows * 9), Setting())
    assert re.findall(r'class="(bar many|bar" style="width: \d+%)"', many) == ["bar many", 'bar" style="width: 14%']


@pytest.mark.parametrize(("load", "said"), [(4, 'load" title="4 calls'), (25, 'load over" title="25 calls')])
def test_a_declared_load_is_a_part_of_its_pool(load: int, said: str) -> None:
    pool = INVENTORY.pools[0]._replace(load=load)
    html = INVENTORY_REPORTS["html"](INVENTORY._replace(pools=(pool,)), Setting())
    assert f'<div class="{said}' in html
    assert f'style="width: {load * 5}%"' in html


def test_what_is_over_capacity_and_what_frameworks_offload_stands_there_too() -> None:
    health = Row(GEMINI._replace(call="fastapi.route", target="app.health"), (OFFLOADED,))
    over = LONG._replace(code="ASO211", text="ASO211 pool over capacity: 9 busy threads; the pool has 3")
    html = INVENTORY_REPORTS["html"](INVENTORY._replace(implicit=(health,), overloads=(over,)), Setting())
    assert '<p class="alert">pool over capacity: 9 busy threads; the pool has 3</p>' in html
    assert "via fastapi.route" in html


def test_each_site_stands_there_with_its_decision() -> None:
    site = PAGE.partition('id="site-2"')[2].partition("</details>")[0]
    assert "accepted until 2026-08-07" in site
    assert text_of(site).endswith(
        "decision accepted reason Fallback path | under 5 a day. reviewed by ada@example.com "
        "reviewed on 2026-02-07 expires 2026-08-07 calls at once 4"
    )


def test_a_finding_comes_with_its_message_and_the_name_of_its_rule() -> None:
    site = text_of(PAGE.partition('id="site-1"')[2].partition("</details>")[0])
    assert "ASO101 offloaded call has an async form: google.genai.Client().models.generate_content async-twin" in site


def test_sites_stand_in_the_group_that_was_asked_for() -> None:
    by_file = INVENTORY_REPORTS["html"](INVENTORY, Setting(group_by="file"))
    assert headings(PAGE) == ["risk: high 1", "risk: medium 1", "risk: low 1", "risk: none 1"]
    assert headings(by_file)[0] == "gateway/db.py 1"


def test_text_from_the_code_is_never_markup() -> None:
    site = GEMINI._replace(target='</script><script>alert("x")</script>', risk_reason='" onclick="x')
    html = INVENTORY_REPORTS["html"](INVENTORY._replace(rows=(Row(site),)), Setting())
    assert html.count("<script>") == 1
    assert "&lt;script&gt;alert" in html
    assert not re.search(r"<[^>]*\sonclick=", html)


def in_browser(html: str, folder: Path, script: str) -> str:
    """Return the text that `script` gives back after the page's own script has run in a real browser."""
    file = folder / "page.html"
    told = f"<script>addEventListener('load', () => {{ document.title = {script}; }})</script>"
    file.write_text(html.replace("</body>", f"{told}</body>"), encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [str(CHROMIUM), *flags, *quiet, profile, "--dump-dom", file.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    return unescape(dom.partition("<title>")[2].partition("</title>")[0])


TYPE = "(text) => { search.value = text; search.dispatchEvent(new Event('input', {bubbles: true})); }"
TICK = "(value) => document.querySelector(`input[value='${value}']`).click()"
GROUP = "(by) => { group.value = by; group.dispatchEvent(new Event('change')); }"
FOLLOW = "(site) => { history.replaceState(null, '', site); dispatchEvent(new Event('hashchange')); }"
SHOWN = "() => [...document.querySelectorAll('.site:not([hidden])')].map((site) => site.id.slice(5)).join('')"

# What a reader does, one after the other, and which sites then stand there, in which order.
VISIT = [
    ("type('')", "1234"),
    ("tick('high')", "1"),
    ("tick('low')", "13"),
    ("tick('high'); tick('low'); tick('decided')", "2"),
    ("tick('decided'); type('ADA@example')", "2"),
    ("type('google documents')", "1"),
    ("type('nothing has this')", ""),
    ("type(''); group('file')", "4123"),
    ("group('decision')", "1234"),
    ("group('file'); tick('none')", "4"),
    ("follow('#site-1')", "1234"),  # a link to a hidden site brings everything back, as it was grouped at first
]


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_a_reader_can_filter_search_regroup_and_follow_a_block(tmp_path: Path) -> None:
    steps = ", ".join(f"(() => {{ {action}; return shown(); }})()" for action, _ in VISIT)
    script = (
        f"((search, select) => {{ const type = {TYPE}, tick = {TICK}, follow = {FOLLOW}, shown = {SHOWN};"
        f" const group = ((group) => {GROUP})(select); return JSON.stringify([{steps}, status()]);"
        " function status() { return [document.getElementById('shown').textContent,"
        " document.getElementById('site-1').open]; }"
        " })(document.getElementById('search'), document.getElementById('group'))"
    )
    *shown, status = json.loads(in_browser(PAGE, tmp_path, script))
    assert shown == [sites for _, sites in VISIT]
    assert status == ["4 of 4 shown", True]


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_a_phone_shows_the_longest_names_without_scrolling_sideways(tmp_path: Path) -> None:
    long = "名" * 50 + "_with_no_place_to_break" * 20
    site = GEMINI._replace(path=f"{long}.py", target=long, function=long, risk_reason=long, reached_from=(long,))
    decided = Row(site, (), {"decision": "accepted", "reason": long, "reviewed-by": long}, "answered")
    pools = tuple(pool._replace(name=long, workers_from=long) for pool in INVENTORY.pools)
    html = INVENTORY_REPORTS["html"](INVENTORY._replace(rows=(decided, *INVENTORY.rows), pools=pools), Setting())
    opened = html.replace("<details ", "<details open ")
    phone = f'<body><title></title><iframe width="360" srcdoc="{escape(opened)}"></iframe></body>'
    measured = (
        "((page) => JSON.stringify([page.querySelectorAll('.site').length,"
        " page.documentElement.scrollWidth - page.documentElement.clientWidth]))"
        "(document.querySelector('iframe').contentDocument)"
    )
    assert json.loads(in_browser(phone, tmp_path, measured)) == [5, 0]
