"""The catalogue: rewriting of names, and what an SDK's file and a work entry say."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_async_offload.catalog import catalogue as catalog
from flake8_async_offload.catalog import pattern
from flake8_async_offload.catalog.entry import looks_async
from flake8_async_offload.model import Duration, Work


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.mark.parametrize(
    ("line", "target", "name", "twin"),
    [
        ("g.Client().**", "g.Client().aio.**", "g.Client().models.go", "g.Client().aio.models.go"),
        ("openai.*().**", "openai.Async*().**", "openai.OpenAI().chat.create", "openai.AsyncOpenAI().chat.create"),
        ("stripe.**", "stripe.**_async", "stripe.Customer.create", "stripe.Customer.create_async"),
        ("replicate.**.*", "replicate.**.async_*", "replicate.run", "replicate.async_run"),
        ("replicate.**.*", "replicate.**.async_*", "replicate.a().b.run", "replicate.a().b.async_run"),
        ("redis.**", "redis.asyncio.**", "redis.Redis().get", "redis.asyncio.Redis().get"),
        ("modal.**", "modal.**.aio", "modal.Function().remote", "modal.Function().remote.aio"),
        ("a.*Client().begin_*", "a.aio.*Client().*", "a.FooClient().begin_go", "a.aio.FooClient().go"),
        ("a.**.{go,run_*}", "a.**.a*", "a.b().c.run_it", "a.b().c.arun_it"),
        ("a.{go,b.**}", "a.x.*", "a.b.c().d", "a.x.b.c().d"),
    ],
)
def test_a_name_is_rewritten(line: str, target: str, name: str, twin: str) -> None:
    taken = pattern.match(line, name)
    assert taken is not None
    assert pattern.fill(target, taken) == twin


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("a.*", "a."),  # * is never empty
        ("a.b*", "a.b"),
        ("a.*", "a.B()"),  # nor a call
        ("a.*", "a.b.c"),  # nor two names
        ("a.{go,run}", "a.gone"),
        ("a.b.**", "a.bc.d"),
        ("a().**", "a.b"),
    ],
)
def test_a_name_is_not_rewritten(line: str, name: str) -> None:
    assert pattern.match(line, name) is None


@pytest.mark.parametrize(
    ("line", "starts"),
    [
        ("google.genai.Client().**", ("google.genai.Client()",)),
        ("openai.*().**", ("openai",)),
        ("openai.{A,B}().c*", ("openai.A()", "openai.B()")),
        ("lang{chain,graph}.x.*", ("langchain.x", "langgraph.x")),
        ("**.create", ("",)),
        ("open", ("open",)),
    ],
)
def test_a_line_is_found_by_its_literal_start(line: str, starts: tuple[str, ...]) -> None:
    assert pattern.prefixes(line) == starts


@pytest.mark.parametrize(
    "name",
    [
        "openai.AsyncOpenAI().chat.create",
        "google.cloud.x.SecretsAsyncClient().get",
        "pinecone.PineconeAsyncio().list",
        "confluent_kafka.AIOProducer().send",
        "google.genai.Client().aio.models.go",
        "kubernetes_asyncio.client.CoreV1Api().list",
        "slack_sdk.web.async_client.X().go",
        "modal.Function().remote.aio",
        "aiohttp.ClientSession().get",
        "redis.asyncio.Redis",
    ],
)
def test_asynchronous_already(name: str) -> None:
    assert looks_async(name)


@pytest.mark.parametrize(
    "name",
    [
        "x.Store().add_documents",
        "celery.Task().apply_async",
        "x.Synchronous().go",
        "x.Asyncify.y",
        "a.aio_b",
        "a.Es().async_search.get",
    ],
)
def test_not_asynchronous_by_its_method(name: str) -> None:
    assert not looks_async(name)


def test_what_an_sdk_says(tmp_path: Path) -> None:
    own = tmp_path / "acme.toml"
    own.write_text(
        """
distribution = "acme-sdk"
since = "2.1"
errors = "shared"
except = ["**.legacy"]
local = ["**.builder"]
blocking = ["acme.Admin().*", "acme.AsyncResult().get", "acme.Client().legacy"]
[aliases]
"acme.client.*" = "acme.*"
[returns]
"acme.connect" = "acme.Client()"
"acme.Client().open_*" = "acme.*()"
[twins]
"acme.Client().slow" = { to = "acme_aio.Client().slow", package = "acme-aio", backing = "own-pool" }
"acme.Client().**" = "acme.AsyncClient().**"
[near]
"acme.Client().run_sync" = "job = await acme.AsyncClient().run(); await job.output()"
[shapes]
"async for" = ["**.list_*"]
"async with" = ["**.slow"]
[durations]
"**.generate" = "long"
""",
        encoding="utf-8",
    )
    acme = catalog.load((str(tmp_path / "*.toml"),))
    plain = acme.twin("acme.Client().things.get")
    assert plain
    assert (plain.name, plain.distribution, plain.since) == ("acme.AsyncClient().things.get", "acme-sdk", "2.1")
    assert (plain.shape, plain.backing, plain.errors, plain.package) == ("await", "native", "shared", None)
    other = acme.twin("acme.Client().slow")
    assert other
    assert (other.distribution, other.package, other.backing) == ("acme-aio", "acme-aio", "own-pool")
    assert other.shape == "async with"
    near = acme.twin("acme.Client().run_sync")
    assert near
    assert (near.name, near.near) == ("", "job = await acme.AsyncClient().run(); await job.output()")
    listed = acme.twin("acme.Client().list_things")
    assert listed
    assert listed.shape == "async for"
    for name in (
        "acme.Client().legacy",
        "acme.Client().x.builder",
        "acme.Admin().drop",
        "acme.AsyncClient().things.get",
    ):
        assert acme.twin(name) is None
    kinds = {
        "acme.Client().things.get": (Work.ASYNC_TWIN, Duration.SECONDS, False),
        "acme.Client().generate": (Work.ASYNC_TWIN, Duration.LONG, True),
        "acme.Client().slow": (Work.ASYNC_PACKAGE, Duration.SECONDS, False),
        "acme.Client().legacy": (Work.BLOCKING_IO, Duration.SECONDS, False),
        "acme.Client().builder": (Work.TRIVIAL, Duration.INSTANT, False),
        "acme.AsyncResult().get": (Work.BLOCKING_IO, Duration.SECONDS, False),
    }
    for name, kind in kinds.items():
        facts = acme.facts(name)
        assert facts
        assert (facts.work, facts.duration, facts.long) == kind, name
    assert acme.facts("acme.AsyncClient().things.get") is None
    assert acme.is_async("acme.AsyncClient().things.get")
    assert not acme.is_async("acme.AsyncResult().get")
    assert acme.canonical("acme.client.Client().things.get") == "acme.Client().things.get"
    assert acme.canonical("acme.connect().things.get") == "acme.Client().things.get"
    assert acme.returns("acme.connect") == "acme.Client()"
    assert acme.returns("acme.Client().open_Bucket") == "acme.Bucket()"
    assert acme.returns("acme.Client") is None
    assert "acme" in acme.roots


def test_a_work_entry_and_an_sdk_join(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        """
distribution = "acme"
[twins]
"acme.get" = "acme.aget"
[[work]]
callables = ["acme.get", "acme.pdf.*"]
kind = "cpu"
duration = "variable"
long = true
gil = "holds"
lazy = true
thread-unsafe = true
timeout-argument = "timeout"
returns = "acme.Document()"
note = "n"
source = "s"
""",
        encoding="utf-8",
    )
    acme = catalog.load((str(own),))
    work, joined = acme.facts("acme.pdf.render"), acme.facts("acme.get")
    assert work
    assert joined
    assert (work.work, work.duration, work.long, work.gil) == (Work.CPU, Duration.VARIABLE, True, "holds")
    assert (work.lazy, work.thread_unsafe, work.timeout_argument) == (True, True, "timeout")
    assert (joined.work, joined.timeout_argument) == (Work.ASYNC_TWIN, "timeout")
    assert acme.returns("acme.pdf.render") == "acme.Document()"


def test_what_a_call_answered_waits_for_nothing(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        """
distribution = "acme"
factories = ["acme.Client().bucket"]
[twins]
"acme.Box" = "acme.AsyncBox.create"
"acme.{Box,*Shelf}().**" = "acme.Async*().**"
"acme.Client().run().cancel" = "acme.AsyncClient().run().cancel"
"acme.Client().**" = "acme.AsyncClient().**"
""",
        encoding="utf-8",
    )
    acme = catalog.load((str(own),))
    assert acme.twin("acme.Client().things.get")
    assert acme.twin("acme.Client().things.get().text.strip") is None
    assert acme.facts("acme.Client().things.get().text.strip") is None
    assert acme.twin("acme.Client().bucket().read")  # a factory answers nothing yet
    assert acme.twin("acme.Client().run().cancel")  # said in so many words
    assert acme.twin("acme.Box().open")  # the line is not the constructor's


def test_what_an_asynchronous_form_answered_waits_for_nothing_either(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'distribution = "acme"\n[twins]\n"acme.Client().**.*" = "acme.Client().**.*_async"\n', encoding="utf-8"
    )
    acme = catalog.load((str(own),))
    assert acme.twin("acme.Client().chat.complete")
    assert acme.twin("acme.Client().chat.complete().dump") is None
    assert acme.twin("acme.Client().chat.complete_async().dump") is None


def test_a_form_has_no_form(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        """
distribution = "acme"
[twins]
"acme.rest.**.*" = "acme.rest.**.async_*"
"acme.Client().**" = "acme.Client().**_async"
""",
        encoding="utf-8",
    )
    acme = catalog.load((str(own),))
    for name in ("acme.Client().create", "acme.rest.get", "acme.rest.x.asynchronise"):
        twin = acme.twin(name)
        assert twin
        assert acme.twin(twin.name) is None
    assert acme.twin("acme.Client().create_async") is None
    assert acme.facts("acme.Client().create_async") is None


def test_a_call_of_what_a_call_gave_has_a_name(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        """
[[work]]
callables = ["acme.Model()", "acme.nets.*()"]
kind = "cpu"
duration = "seconds"
[[work]]
callables = ["acme.load"]
kind = "blocking-io"
duration = "short"
returns = "acme.Model()"
""",
        encoding="utf-8",
    )
    acme = catalog.load((str(own),))
    for name in ("acme.Model()", "acme.nets.Big()", acme.canonical("acme.load()")):
        facts = acme.facts(name)
        assert facts
        assert facts.work == Work.CPU
    assert acme.facts("acme.Other()") is None


def test_an_alias_takes_a_class_for_no_method(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('distribution = "acme"\n[aliases]\n"acme.**.Index" = "acme.Index"\n', encoding="utf-8")
    acme = catalog.load((str(own),))
    assert acme.canonical("acme.deep.down.Index().query") == "acme.Index().query"
    assert acme.canonical("acme.Client().Index().query") == "acme.Client().Index().query"
