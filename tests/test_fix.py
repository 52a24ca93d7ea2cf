"""What `fix` makes of texts: exact, idempotent, and left alone with a reason wherever it is not certain."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_async_offload.commands.noqa import silenced
from flake8_async_offload.edits import OverlapError, applied
from flake8_async_offload.engine import Workspace
from flake8_async_offload.mending import Mended, Terms, mended
from flake8_async_offload.model import Edit, Span
from flake8_async_offload.settings import Settings
from flake8_async_offload.source import Source

CASES = Path(__file__).parent / "cases"
START = """import asyncio
from functools import partial
from google import genai

client = genai.Client()


async def f(x, *xs):
"""


def fixed(text: str, path: str = "program.py", *, unsafe: bool = False, elsewhere: bool = False) -> Mended:
    """Return what `fix` makes of a text, with every rule asked."""
    terms = Terms(lambda rule, path: True, silenced, lambda name, path: elsewhere, unsafe)
    return mended(Source(path, text), Workspace(), terms)


def rewritten(statement: str) -> str:
    """Return what becomes of a statement in a coroutine."""
    body = "".join(f"    {line}\n" for line in statement.split("\n"))
    after = fixed(START + body).after
    return "\n".join(line[4:] for line in after.partition("async def f(x, *xs):\n")[2].rstrip("\n").split("\n"))


def reason(statement: str) -> str:
    """Return why a statement in a coroutine is left."""
    result = fixed(f"{START}    {statement}\n")
    assert result.after == result.before
    ((_, why),) = result.left
    return why


@pytest.mark.parametrize("path", sorted(CASES.glob("*.fixed.py")), ids=lambda path: path.name)
def test_case_files_become_their_fixed_form_and_then_stay_as_they_are(path: Path) -> None:
    name = path.name.replace(".fixed", "")
    result = fixed(path.with_name(name).read_text(encoding="utf-8"), name)
    assert result.after == path.read_text(encoding="utf-8")
    again = fixed(result.after, name)
    assert again.after == result.after
    assert not again.done


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("await asyncio.to_thread(client.files.get, name=x)", "await client.aio.files.get(name=x)"),
        ("await asyncio.to_thread(client.files.get)", "await client.aio.files.get()"),
        ("await asyncio.to_thread(client.files.get, *xs, **x)", "await client.aio.files.get(*xs, **x)"),
        (
            "await asyncio.to_thread(\n    client.files.get,  # first\n    name=x,  # why\n)",
            "await client.aio.files.get(\n    # first\n    name=x,  # why\n)",
        ),
        (
            "await asyncio.get_running_loop().run_in_executor(\n    None,\n    partial(\n        client.files.get,\n"
            "        name=x,\n    ),\n)",
            "await client.aio.files.get(\n    name=x,\n)",
        ),
        ("await asyncio.to_thread(partial(client.files.get, x), *xs)", "await client.aio.files.get(x, *xs)"),
        ("await asyncio.to_thread(lambda: client.files.get(name=x))", "await client.aio.files.get(name=x)"),
        ("return client.files.get(name=x).name", "return (await client.aio.files.get(name=x)).name"),
        ("return [client.files.get(name=y) for y in xs]", "return [await client.aio.files.get(name=y) for y in xs]"),
        (
            "await asyncio.get_running_loop().run_in_executor(executor=None, func=client.files.get)",
            "await client.aio.files.get()",
        ),
        ("return [y for y in [client.files.get(name=x)]]", "return [y for y in [await client.aio.files.get(name=x)]]"),
        (
            "loop = asyncio.get_running_loop()\n\nawait loop.run_in_executor(None, client.files.get, x)",
            "await client.aio.files.get(x)",
        ),
        (
            "loop = asyncio.get_running_loop()\nawait loop.run_in_executor(None, client.files.get, x)",
            "await client.aio.files.get(x)",
        ),
    ],
)
def test_arguments_comments_and_line_breaks_stay(before: str, after: str) -> None:
    assert rewritten(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("await asyncio.gather({}, g())", "await asyncio.gather({}, g())"),
        ("r = await asyncio.wait_for({}, timeout=1)", "r = await asyncio.wait_for({}, timeout=1)"),
        ("await asyncio.shield({})", "await asyncio.shield({})"),
        ("t = asyncio.ensure_future({})", "t = asyncio.ensure_future({})"),
        ("await asyncio.wait_for(asyncio.shield({}), 1)", "await asyncio.wait_for(asyncio.shield({}), 1)"),
        ("await asyncio.gather(asyncio.wait_for({}, 1))", "await asyncio.gather(asyncio.wait_for({}, 1))"),
        ("await asyncio.gather(*[{}, {}])", "await asyncio.gather(*[{}, {}])"),
    ],
)
def test_what_takes_a_future_takes_the_coroutine(before: str, after: str) -> None:
    for offload in ("asyncio.to_thread(", "asyncio.get_running_loop().run_in_executor(None, "):
        call = f"{offload}client.files.get, x)"
        assert rewritten(before.replace("{}", call)) == after.replace("{}", "client.aio.files.get(x)")


@pytest.mark.parametrize(
    "statement",
    [
        "t = asyncio.create_task({})\nreturn (await t).name",
        "async with asyncio.TaskGroup() as group:\n    group.create_task({})",
        "t = asyncio.get_running_loop().create_task({})",
        "t = {}\nawait t",
        "await g({}, lambda: {})",
        "r = await asyncio.gather(*t)\nt.append({})\nreturn [y.name for y in r]",
        "r, s = await asyncio.gather({}, {})\nreturn r.name, s.name",
        "for y in await asyncio.gather({}, {}):\n    y.name",
    ],
)
def test_a_coroutine_takes_the_place_of_a_coroutine(statement: str) -> None:
    before = statement.replace("{}", "asyncio.to_thread(client.files.get, name=x)")
    assert rewritten(before) == statement.replace("{}", "client.aio.files.get(name=x)")


def test_a_pool_that_keeps_the_calls_of_a_loop_few_makes_it_unsafe() -> None:
    call = "    return await asyncio.gather(*[asyncio.to_thread(client.files.get, name=y) for y in {}])\n"
    assert fixed(START + call.format("xs")).left[0][1] == "needs --unsafe-fixes"
    for text, unsafe in (("xs", True), ("('a', 'b')", False)):
        after = fixed(START + call.format(text), unsafe=unsafe).after
        assert f"return await asyncio.gather(*[client.aio.files.get(name=y) for y in {text}])" in after


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("r = asyncio.get_running_loop().run_in_executor(None, client.files.get)", "handed on"),
        ("await g(asyncio.get_running_loop().run_in_executor(None, client.files.get))", "handed on"),
        ("r = asyncio.wait_for(asyncio.get_running_loop().run_in_executor(None, client.files.get), 1)", "handed on"),
        (
            "await asyncio.gather(asyncio.get_running_loop().run_in_executor(None, client.files.get), await g())",
            "handed on",
        ),
        ("asyncio.to_thread(client.files.get, name=x)", "handed on"),
        (
            "for y in await asyncio.wait_for(asyncio.to_thread(client.files.get, name=x), 1): pass",
            "iterated or entered",
        ),
        ("y, z = await asyncio.to_thread(client.files.get, name=x)", "iterated or entered at once"),
        (
            "r, s = await asyncio.gather(asyncio.to_thread(client.files.get), g()); list(r)",
            "its result, r, is iterated",
        ),
        (
            "t = asyncio.create_task(asyncio.to_thread(client.files.get)); return list(await t)",
            "its result is iterated or entered at once",
        ),
        (
            "t = asyncio.create_task(asyncio.to_thread(client.files.get)); await t; return list(t.result())",
            "its result is iterated or entered at once",
        ),
        (
            "r = await asyncio.gather(*(asyncio.to_thread(client.files.get, y) for y in xs)); [*r[0]]",
            "its result is iterated or entered at once",
        ),
        (
            "r = []; r.append(asyncio.to_thread(client.files.get)); return [list(y) for y in await asyncio.gather(*r)]",
            "its result, y, is iterated or entered",
        ),
        (
            "r = await asyncio.gather(*[asyncio.to_thread(client.files.get, y) for y in xs])\n"
            "    return {y: set(z) for y, z in zip(xs, r)}",
            "its result, z, is iterated or entered",
        ),
        ("for y in await asyncio.to_thread(client.files.list): pass", "iterate over what it gives with `async for`"),
        ("for y in await asyncio.to_thread(client.files.get, name=x): pass", "iterated or entered at once"),
        ("return [y for y in client.files.get(name=x)]", "iterated or entered at once"),
        ("return {y: 1 for y in await asyncio.to_thread(client.files.get, name=x)}", "iterated or entered at once"),
        ("return [y for z in x for y in client.files.get(name=z)]", "iterated or entered at once"),
        ("return sorted(await asyncio.to_thread(client.files.get, name=x))", "iterated or entered at once"),
        ("r = client.files.get(name=x); return [y for y in r]", "its result, r, is iterated or entered"),
        ("r: object = client.files.get(name=x); return list(r)", "its result, r, is iterated or entered"),
        (
            "def g(): return client.files.get(name=x)\n    return list(await asyncio.to_thread(g))",
            "iterated or entered at once",
        ),
        ("with client.files.get(name=x) as y: pass", "iterated or entered at once"),
        ("await asyncio.to_thread(client.files.get, name=x, stream=True)", "a stream"),
        ("return list(client.files.get(name=y) for y in xs)", "generator expression"),
        ("await asyncio.to_thread(lambda: client.files.get(name=client.files.get(name=x)))", "no function"),
        ("await asyncio.to_thread(lambda: client.files.get(name=(z := x)))", "the lambda assigns a name"),
        ("with x.lock: return client.files.get(name=x)", "a lock is held"),
        ("await asyncio.to_thread(partial(client.files.get, name=x), 1)", "order"),
        ("call = partial(client.files.get, name=x); await asyncio.to_thread(call)", "bound to a name elsewhere"),
        ("await asyncio.to_thread(  # why\n        client.files.get)", "a comment would be lost"),
    ],
)
def test_what_is_not_certain_is_left_with_the_reason(statement: str, why: str) -> None:
    assert why in reason(statement)


@pytest.mark.parametrize("arguments", ["x", "x, 1", "x, 1, type=2", "x, 1, 2", "*xs"])
def test_parameters_that_the_form_takes_by_name_alone_are_not_given_by_position(arguments: str) -> None:
    start = START.replace("import asyncio\n", "import asyncio\nimport socket\n")
    result = fixed(f"{start}    return await asyncio.to_thread(socket.getaddrinfo, {arguments})\n")
    if arguments in ("x, 1, 2", "*xs"):
        assert result.left[0][1].endswith("takes no more than host and port by position")
    else:
        assert f"    return await asyncio.get_running_loop().getaddrinfo({arguments})\n" in result.after


def test_comments_of_flake8_are_obeyed() -> None:
    call = "await asyncio.to_thread(client.files.get, name=x)"
    for text in (
        f"{START}    {call}  # noqa: ASO101\n",
        f"{START}    {call}  # noqa\n",
        f"# flake8: noqa\n{START}    {call}\n",
    ):
        result = fixed(text)
        assert (result.after, result.left) == (text, ())


def test_an_executor_of_its_own_makes_it_unsafe() -> None:
    text = f"{START}    await asyncio.get_running_loop().run_in_executor(POOL, client.files.get, x)\n"
    assert fixed(text).left[0][1] == "needs --unsafe-fixes"
    assert "await client.aio.files.get(x)" in fixed(text, unsafe=True).after


def test_a_function_that_another_file_uses_stays() -> None:
    text = START + "    return await asyncio.to_thread(_g, x)\n\n\ndef _g(x):\n    return client.files.get(name=x)\n"
    assert "async def _g" in fixed(text).after
    assert fixed(text, elsewhere=True).left[0][1] == "_g is used in another file"


WHOLE = """import asyncio
from google import genai
from strange import Base

client = genai.Client()


class Reader{bases}:
{decorator}    def _read(self, name):
        {body}

    async def read(self, name):
        return await asyncio.to_thread({call}){more}
"""


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"bases": "(Base)"}, "_read is a method, and strange.Base may call it"),
        ({"bases": "(dict[str, unknown])"}, "_read is a method, and dict may call it"),
        ({"bases": "(unknown)"}, "_read is a method, and unknown may call it"),
        ({"decorator": "    @strange.often\n"}, "_read is decorated"),
        ({"body": "yield client.files.get(name=name)"}, "_read is a generator"),
        ({"body": "return (lambda: client.files.get(name=name))()"}, "is more than one function away"),
        ({"body": "return client.files.list()"}, "it takes another form"),
        ({"body": "return (client  # why\n                .files.get(name=name))"}, "a comment would be lost"),
        ({"call": "(lambda: (self._read(name), 1))"}, "what runs is no function of the project"),
        ({"more": "\n\n    def twice(self, name):\n        return self._read(name)"}, "_read has other callers"),
        ({"more": "\n\n\nclass Other(Reader):\n    def _read(self, name):\n        pass"}, "_read has other callers"),
        ({"more": "\n\n\nread = getattr(Reader(), '_read')"}, "_read has other callers"),
    ],
)
def test_a_function_that_must_not_become_a_coroutine_function_stays(parts: dict[str, str], why: str) -> None:
    plain = {"bases": "", "decorator": "", "body": "return client.files.get(name=name)", "call": "self._read, name"}
    assert "async def _read" in fixed(WHOLE.format(**plain, more="")).after
    text = WHOLE.format(**{**plain, "more": "", **parts})
    result = fixed(text)
    assert result.after == text
    assert [reason for _, reason in result.left if why in reason], result.left


def test_unused_imports_go_and_others_stay() -> None:
    text = f"{START}    await asyncio.to_thread(client.files.get, name=x)\n"
    after = fixed(text).after
    assert "import asyncio" not in after
    assert "import partial" in after  # was not used before either
    quoted = text.replace("(x, *xs)", '(x, *xs) -> "asyncio.Future"')
    assert "import asyncio" in fixed(quoted).after
    package = fixed(text, "package/__init__.py").after
    assert "import asyncio" in package


def test_line_breaks_of_the_file_are_kept() -> None:
    text = f"{START}    await asyncio.to_thread(\n        client.files.get,\n        name=x,\n    )\n".replace(
        "\n", "\r\n"
    )
    after = fixed(text).after
    assert after.count("\n") == after.count("\r\n")
    assert "await client.aio.files.get(\r\n        name=x,\r\n    )\r\n" in after


def test_edits_are_applied_last_first_and_must_not_overlap() -> None:
    one, two = Edit(Span(1, 0, 1, 1), "xyz"), Edit(Span(2, 1, 2, 2), "")
    assert applied("ab\ncd\n", (one, two)) == "xyzb\nc\n"
    with pytest.raises(OverlapError):
        applied("ab\ncd\n", (one, Edit(Span(1, 0, 2, 0), "")))


SWAP = """import asyncio
from openai import OpenAI

_api = OpenAI(api_key="k")


async def ask(question):
    first = await asyncio.to_thread(_api.responses.create, model="m", input=question)
    return first, _api.chat.completions.create(model="m").choices[0]
"""


def test_a_client_that_stays_in_the_file_is_swapped_with_all_its_uses() -> None:
    assert fixed(SWAP).left[0][1] == "needs --unsafe-fixes"
    after = fixed(SWAP, unsafe=True).after
    assert '_api = AsyncOpenAI(api_key="k")' in after
    assert "from openai import AsyncOpenAI\n" in after
    assert 'await _api.responses.create(model="m", input=question)' in after
    assert '(await _api.chat.completions.create(model="m")).choices[0]' in after


def test_a_plain_value_may_be_iterated_over() -> None:
    text = """from qdrant_client import QdrantClient

_client = QdrantClient(url="http://host")


async def page(ids):
    points, after = _client.scroll("c")
    return [point.payload for point in _client.retrieve("c", ids)], sorted(points), after
"""
    after = fixed(text, unsafe=True).after
    assert "for point in await _client.retrieve" in after
    assert "points, after = await _client.scroll" in after
    unknown = text.replace("_client.retrieve", "_client.get_collections")
    assert {why for _, why in fixed(unknown, unsafe=True).left} == {
        "another use of _client: its result is iterated or entered at once, and the asynchronous one may not be"
    }


@pytest.mark.parametrize(
    "more",
    ["def sync():\n    return _api.responses.create(model='m')\n", "hand_on(_api)\n", "__all__ = ['_api']\n"],
)
def test_a_client_with_other_uses_stays(more: str) -> None:
    result = fixed(SWAP + more, unsafe=True)
    assert result.after == result.before
    assert {why for _, why in result.left} == {"_api is also used in other ways"}
    assert fixed(SWAP, unsafe=True, elsewhere=True).after == SWAP


def test_a_client_made_of_a_synchronous_one_stays() -> None:
    text = SWAP.replace("OpenAI(api_key=", "OpenAI(http_client=httpx.Client(), api_key=")
    result = fixed(text, unsafe=True)
    assert result.after == result.before
    assert {why for _, why in result.left} == {"the client is given a http_client, which may be of a synchronous class"}


def test_long_cpu_work_moves_to_the_executor_of_the_settings() -> None:
    start = "import asyncio\nfrom markitdown import MarkItDown\n\n\nasync def f(path):\n"
    text = f"{start}    return await asyncio.to_thread(MarkItDown().convert, path)\n"
    terms = Terms(lambda rule, path: rule.code == "ASO201", silenced, lambda name, path: False, True)
    after = mended(Source("m.py", text), Workspace(Settings(cpu_executor="app.pools:CPU")), terms).after
    assert "from app.pools import CPU\n" in after
    assert "await asyncio.get_running_loop().run_in_executor(CPU, MarkItDown().convert, path)" in after
    ((_, why),) = mended(Source("m.py", text), Workspace(), terms).left
    assert why == "no executor is named, by a decision or by cpu-executor in [tool.async-offload]"
