"""What a decision makes of a finding: answered while it holds, and reported with the reason when it does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from flake8_async_offload.ledger.answer import Answer, Answers, Terms, answer, leftover
from flake8_async_offload.ledger.digest import of_site, together
from flake8_async_offload.ledger.find import FILENAME
from flake8_async_offload.ledger.judge import today
from flake8_async_offload.ledger.match import relative
from flake8_async_offload.ledger.read import parse
from flake8_async_offload.ledger.record import Decision, Ledger
from flake8_async_offload.model import Finding, Place, Site, Span
from flake8_async_offload.rules.aso901_unaudited_offload import UnauditedOffload
from flake8_async_offload.rules.aso902_decision_expired import DecisionExpired
from flake8_async_offload.rules.aso903_decision_unmatched import DecisionUnmatched
from flake8_async_offload.rules.aso904_decision_contradicted import DecisionContradicted
from flake8_async_offload.rules.aso905_decision_incomplete import DecisionIncomplete
from flake8_async_offload.rules.aso906_ledger_invalid import LedgerInvalid
from flake8_async_offload.rules.aso907_decision_overtaken import DecisionOvertaken
from flake8_async_offload.rules.aso908_call_changed_since_review import CallChangedSinceReview
from flake8_async_offload.rules.aso909_decision_count_differs import DecisionCountDiffers

RULES = (
    *(UnauditedOffload, DecisionExpired, DecisionUnmatched, DecisionContradicted, DecisionIncomplete),
    *(LedgerInvalid, DecisionOvertaken, CallChangedSinceReview, DecisionCountDiffers),
)
TEXTS = {rule.code: rule.message for rule in RULES}
SITE = Site(
    path="./app/a.py",
    span=Span(7, 4, 7, 40),
    function="f",
    call="asyncio.to_thread",
    target="conv.Conv().convert",
    target_source="conv.convert",
    place=Place.DEFAULT,
    canonical="f()",
)
RECORD = """
[[decision]]
path = "app/a.py"
function = "f"
call = "asyncio.to_thread"
target = "conv.Conv().convert"
codes = ["ASO201"]
decision = "accepted"
reason = "Short."
reviewed-by = "ada@example.com"
reviewed-on = 2026-02-07
"""
GLOB = RECORD.replace('"app/a.py"', '"app/**"\nmatch = "glob"').replace('"ASO201"', '"ASO"')
WHO = '"accepted" by ada@example.com on 2026-02-07 (async-offload.toml:3)'


def found(site: Site, *codes: str) -> tuple[Site, Sequence[Finding]]:
    return site, [Finding(site.path, site.span, code, f"{code} the original text", site) for code in codes]


def ledger(records: str) -> Ledger:
    read = parse(f"version = 1\n{records}".encode(), Path("/project", FILENAME))
    assert not read.errors
    return read


def terms(*, day: str = "2026-03-01", without: str = "ASO901") -> Terms:
    return Terms(date.fromisoformat(day), lambda code: code not in without.split(), TEXTS)


def of(
    records: str,
    *judged: tuple[Site, Sequence[Finding]],
    day: str = "2026-03-01",
    without: str = "ASO901",
    path: str | None = "app/a.py",
) -> Answers:
    return answer(ledger(records), path, judged or [found(SITE, "ASO201")], terms(day=day, without=without))


def only(records: str, *judged: tuple[Site, Sequence[Finding]], **run: str) -> Answer:
    (site,) = of(records, *judged, **run).sites
    return site


def codes(answers: Answers) -> list[str]:
    return [finding.code for finding in answers.findings]


def test_without_a_record_a_finding_is_open() -> None:
    site = only("")
    assert (site.status, site.left, site.record) == ("open", site.findings, None)


def test_a_record_answers_the_findings_of_its_codes() -> None:
    site = only(RECORD)
    assert (site.status, site.left) == ("answered", ())
    assert site.record is not None
    assert site.record["reviewed-on"] == "2026-02-07"


def test_another_code_of_the_same_call_stays_open() -> None:
    site = only(RECORD, found(SITE, "ASO201", "ASO301"))
    assert (site.status, [finding.code for finding in site.left]) == ("open", ["ASO301"])


@pytest.mark.parametrize(
    "site",
    [
        SITE._replace(function="g"),
        SITE._replace(call="anyio.to_thread.run_sync"),
        SITE._replace(target="conv.Conv().close"),
        SITE._replace(target=None),
    ],
)
def test_a_record_never_answers_another_call(site: Site) -> None:
    answers = of(RECORD, found(site, "ASO201"))
    assert codes(answers) == ["ASO201", "ASO903"]
    assert answers.file[0].span == Span(1, 0, 1, 0)
    assert answers.file[0].path == SITE.path


def test_line_and_column_do_not_matter() -> None:
    assert only(RECORD, found(SITE._replace(span=Span(900, 0, 901, 1)), "ASO201")).left == ()


@pytest.mark.parametrize(
    ("source", "name"),
    [("lambda: f(x) or\n g(y)", "<lambda>"), ("callbacks[\n  0 ]", "callbacks[ 0 ]"), ("", "<lambda>")],
)
def test_what_has_no_name_is_known_by_its_source(source: str, name: str) -> None:
    site = SITE._replace(target=None, target_source=source)
    assert only(RECORD.replace("conv.Conv().convert", name), found(site, "ASO201")).left == ()


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("app/a.py", "app/a.py"),
        ("./app/a.py", "app/a.py"),
        ("app/../app//a.py", "app/a.py"),
        ("/project/app/a.py", "app/a.py"),
        ("../a.py", "../a.py"),
        ("stdin", None),
        ("-", None),
    ],
)
def test_every_spelling_of_a_name_is_the_same_file(
    name: str, path: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    there = name.replace("/project", str(tmp_path)) if name.startswith("/") else name
    assert relative(there, Path(FILENAME)) == path
    assert relative(there, tmp_path / FILENAME) == path


def test_links_are_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    monkeypatch.chdir(tmp_path)
    assert relative("link/a.py", tmp_path / FILENAME) == "link/a.py"


def test_from_a_folder_below_the_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "app").mkdir()
    monkeypatch.chdir(tmp_path / "app")
    assert relative("a.py", tmp_path / FILENAME) == "app/a.py"
    assert relative("../a.py", tmp_path / FILENAME) == "a.py"


def test_text_without_a_name_is_matched_without_a_path() -> None:
    other = RECORD.replace("app/a.py", "b.py") + 'seen = "v1:ffffffffff"\n'
    answers = of(other + RECORD + f'seen = "{of_site(SITE)}"\n', path=None)
    assert (codes(answers), answers.sites[0].status) == ([], "answered")
    assert codes(of(GLOB, path=None)) == ["ASO201"]  # a pattern is nothing without its path


class TestPatterns:
    @pytest.mark.parametrize(
        ("pattern", "path", "yes"),
        [
            ("app/**", "app/a.py", True),
            ("app/**", "app/b/c/a.py", True),
            ("app/**", "apps/a.py", False),
            ("**/a.py", "a.py", True),
            ("**/a.py", "b/c/a.py", True),
            ("**/a.py", "b/ca.py", False),
            ("*/a.py", "b/a.py", True),
            ("*/a.py", "b/c/a.py", False),
            ("app/?.py", "app/a.py", True),
            ("app/?.py", "app/ab.py", False),
            ("app[1]/*.py", "app[1]/a.py", True),
            ("app.py*", "appXpy", False),
            ("**", "../a.py", False),
        ],
    )
    def test_stars_stay_in_a_folder_and_double_stars_do_not(self, pattern: str, path: str, yes: bool) -> None:
        answers = of(GLOB.replace("app/**", pattern), path=path)
        assert (answers.sites[0].status == "answered") is yes

    def test_names_may_be_patterns_or_left_out(self) -> None:
        bare = "".join(line for line in GLOB.splitlines(keepends=True) if not line.startswith(("function", "target")))
        assert only(bare.replace('"asyncio.to_thread"', '"asyncio.*"')).status == "answered"
        assert only(bare.replace('"asyncio.to_thread"', '"anyio.*"')).status == "open"

    @pytest.mark.parametrize(("code", "status"), [("ASO", "answered"), ("ASO2", "answered"), ("ASO3", "open")])
    def test_codes_may_be_prefixes(self, code: str, status: str) -> None:
        assert only(GLOB.replace('"ASO"', f'"{code}"')).status == status

    def test_a_literal_record_beats_a_pattern_even_when_it_fell(self) -> None:
        assert only(GLOB + RECORD + "expires = 2026-02-28\n").status == "expired"

    def test_a_pattern_answers_the_codes_that_the_literal_record_leaves(self) -> None:
        assert only(GLOB + RECORD, found(SITE, "ASO201", "ASO301")).status == "answered"

    def test_the_longest_literal_beginning_wins(self) -> None:
        longer = GLOB.replace("app/**", "app/a*") + "expires = 2026-02-28\n"
        assert only(GLOB + longer).status == "expired"

    def test_two_of_equal_rank_answer_nothing(self) -> None:
        other = GLOB.replace('function = "f"', 'function = "*"')
        (finding,) = only(GLOB + other).left
        why = "async-offload.toml:15 is a pattern of equal rank; make one of them more exact"
        assert finding.text == f"ASO905 decision incomplete: {WHO} on conv.Conv().convert answers nothing: {why}"

    def test_two_literal_records_about_one_call_answer_nothing(self) -> None:
        (finding,) = only(RECORD + RECORD).left
        why = "async-offload.toml:14 is about the same call; keep one of them (async-offload.toml:3)"
        assert finding.text == f"ASO905 decision incomplete: {WHO} on conv.Conv().convert answers nothing: {why}"


class TestFailOpen:
    @pytest.mark.parametrize(
        ("more", "code", "status", "said"),
        [
            ("expires = 2026-02-28", "ASO902", "expired", "it held until 2026-02-28"),
            ('expires = "soon"', "ASO902", "expired", "expires must be a date"),
            ("count = 2", "ASO909", "count-differs", "the decision is for 2, the code has 1"),
            ('seen = "v1:ffffffffff"', "ASO908", "changed", "saw another form of this call"),
            ("risky = 1", "ASO905", "incomplete", 'unknown key "risky"; did you mean "risk" (async-offload.toml:13)'),
            ("risk = 1", "ASO905", "incomplete", "risk must be a string"),
        ],
    )
    def test_a_decision_that_fell_says_so_in_place_of_the_finding(
        self, more: str, code: str, status: str, said: str
    ) -> None:
        site = only(f"{RECORD}{more}\n")
        (finding,) = site.left
        assert (finding.code, finding.span, finding.site, site.status) == (code, SITE.span, SITE, status)
        assert said in finding.text
        assert WHO in finding.text
        assert finding.text.startswith(f"{code} {TEXTS[code].partition(':')[0]}")
        assert "\n" not in finding.text

    @pytest.mark.parametrize("more", ["expires = 2026-02-28", "count = 2", 'seen = "v1:ffffffffff"', "risky = 1"])
    def test_with_its_code_deselected_the_finding_itself_is_reported(self, more: str) -> None:
        site = only(f"{RECORD}{more}\n", without="ASO901 ASO902 ASO905 ASO908 ASO909")
        assert site.left == site.findings

    def test_one_decision_falls_once_for_all_findings_of_a_site(self) -> None:
        records = RECORD.replace('["ASO201"]', '["ASO201", "ASO301"]') + "expires = 2026-02-28\n"
        assert codes(of(records, found(SITE, "ASO201", "ASO301"))) == ["ASO902"]

    @pytest.mark.parametrize(("day", "status"), [("2026-08-07", "answered"), ("2026-08-08", "expired")])
    def test_the_last_day_is_included(self, day: str, status: str) -> None:
        assert only(f"{RECORD}expires = 2026-08-07\n", day=day).status == status

    @pytest.mark.parametrize(("day", "status"), [("2026-03-09", "answered"), ("2026-03-10", "expired")])
    def test_without_expires_the_policys_longest_validity_ends_it(self, day: str, status: str) -> None:
        policy = "[policy]\nmax-validity-days = 30\n"
        assert only(f"{policy}{RECORD}", day=day).status == status

    def test_a_review_in_the_future_is_none(self) -> None:
        assert only(RECORD, day="2026-02-06").status == "answered"  # it is tomorrow where Ada sits
        assert only(RECORD, day="2026-02-05").status == "incomplete"

    def test_a_validity_beyond_the_calendar_is_no_crash(self) -> None:
        assert only(f"[policy]\nmax-validity-days = 999999999999\n{RECORD}").status == "answered"

    @pytest.mark.parametrize(
        ("place", "status"),
        [(place, "contradicted") for place in Place if place not in ("dedicated", "process", "unknown")]
        + [(Place.DEDICATED, "answered"), (Place.PROCESS, "answered"), (Place.UNKNOWN, "answered")],
    )
    def test_a_dedicated_executor_must_be_one(self, place: Place, status: str) -> None:
        dedicated = RECORD.replace('"accepted"', '"dedicated-executor"')
        assert only(dedicated, found(SITE._replace(place=place), "ASO201")).status == status

    def test_an_async_form_overtakes_a_decision_about_threads(self) -> None:
        (finding,) = only(RECORD, found(SITE, "ASO101")).left
        assert finding.code == "ASO907"
        assert finding.text.endswith("knew of no async form, and there is one; the original text")

    @pytest.mark.parametrize("code", ["ASO101", "ASO301"])
    def test_a_decision_about_other_things_is_not_overtaken(self, code: str) -> None:
        records = RECORD.replace("ASO201", "ASO101" if code == "ASO301" else "ASO302")
        assert codes(of(records, found(SITE, code))) == [code]


class TestTwins:
    other = SITE._replace(canonical="g()", span=Span(9, 0, 9, 1))

    def test_a_new_twin_is_visible_at_each_of_them(self) -> None:
        answers = of(RECORD, found(SITE, "ASO201"), found(self.other, "ASO201"))
        assert codes(answers) == ["ASO909", "ASO909"]

    def test_one_record_counts_them_all(self) -> None:
        seen = together([of_site(SITE), of_site(self.other)])
        records = f'{RECORD}count = 2\nseen = "{seen}"\n'
        assert codes(of(records, found(SITE, "ASO201"), found(self.other, "ASO201"))) == []
        changed = self.other._replace(canonical="h()")
        assert codes(of(records, found(SITE, "ASO201"), found(changed, "ASO201"))) == ["ASO908", "ASO908"]

    def test_twins_without_a_finding_count_too(self) -> None:
        answers = of(f"{RECORD}count = 2\n", found(SITE, "ASO201"), found(self.other))
        assert [site.status for site in answers.sites] == ["answered", "answered"]


class TestStrict:
    def test_a_site_that_no_rule_objects_to_wants_a_decision(self) -> None:
        site = only("", found(SITE), without="")
        assert [finding.code for finding in site.left] == ["ASO901"]
        assert "add ./app/a.py::f" in site.left[0].text

    def test_any_record_about_it_will_do_while_it_holds(self) -> None:
        assert only(RECORD, found(SITE), without="").status == "answered"
        assert only(f"{RECORD}expires = 2026-02-28\n", found(SITE), without="").left[0].code == "ASO902"

    @pytest.mark.parametrize("site", [SITE._replace(place=Place.LOOP), SITE._replace(wrapper=True)])
    def test_only_offloads_want_one(self, site: Site) -> None:
        assert codes(of("", found(site), without="")) == []

    def test_elsewhere_a_fine_site_is_fine(self) -> None:
        assert only("", found(SITE)).status == "fine"
        assert only(RECORD, found(SITE)).status == "answered"
        assert codes(of(f"{RECORD}expires = 2026-02-28\n", found(SITE))) == []


class TestWholeLedger:
    def run(
        self,
        records: str,
        *judged: tuple[Site, Sequence[Finding]],
        covered: Callable[[Decision], bool] = lambda record: True,
        without: str = "ASO901",
    ) -> list[tuple[int, str]]:
        asked = terms(without=without)
        answers = answer(ledger(records), "app/a.py", judged, asked)
        left = leftover(ledger(records), [answers], covered, "async-offload.toml", asked)
        assert {finding.path for finding in left} <= {"async-offload.toml"}
        return [(finding.span.line, finding.code) for finding in left]

    def test_unmatched_records_are_reported_at_their_own_line(self) -> None:
        records = RECORD.replace("app/a.py", "b.py") + RECORD + GLOB.replace("app/**", "lib/**")
        assert self.run(records, found(SITE, "ASO201")) == [(3, "ASO903"), (25, "ASO903")]

    def test_a_partial_run_says_nothing_of_what_it_has_not_seen(self) -> None:
        assert self.run(RECORD.replace("app/a.py", "b.py"), covered=lambda record: record.path != "b.py") == []

    def test_a_record_without_force_is_reported_unless_its_site_was(self) -> None:
        todo = RECORD.replace("Short.", "TODO")
        assert self.run(todo, found(SITE, "ASO201")) == []
        assert self.run(todo, found(SITE)) == [(10, "ASO905")]
        assert self.run(todo.replace('path = "app/a.py"\n', "")) == [(3, "ASO905"), (9, "ASO905")]

    def test_a_broken_ledger_answers_nothing(self) -> None:
        broken = parse(f"version = 1\npolcy = 1\n{RECORD}".encode(), Path("/project", FILENAME))
        answers = answer(broken, "app/a.py", [found(SITE, "ASO201"), found(SITE)], terms())
        assert codes(answers) == ["ASO201", "ASO906"]
        assert [site.status for site in answers.sites] == ["open", "fine"]
        said = 'unknown key "polcy"; did you mean "policy" (async-offload.toml:2)'
        assert answers.file[0].text == f"ASO906 ledger invalid, no decision is used: {said}"
        assert answer(broken, "app/b.py", [], terms()).findings == ()
        (error,) = leftover(broken, [answers], lambda record: True, "l.toml", terms())
        assert (error.path, error.span.line, error.code) == ("l.toml", 2, "ASO906")


def test_today_is_the_day_that_the_environment_says() -> None:
    assert today({"ASO_TODAY": "2026-08-07"}) == date(2026, 8, 7)
    assert today({}) >= date(2026, 1, 1)
    with pytest.raises(ValueError, match="ASO_TODAY must be a date such as 2026-08-07, not 'soon'"):
        today({"ASO_TODAY": "soon"})
