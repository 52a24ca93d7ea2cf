"""What `fix` makes of texts: exact, idempotent, and left alone with a reason wherever it is not certain."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_async_offload.commands.noqa import silenced
from flake8_async_offload.edits import OverlapError, applied
from flake8_async_offload.mending import Mended, Terms, mended
from flake8_async_offload.model import Edit, Span
from flake8_async_offload.source import Source
from flake8_async_offload.workspace import Workspace

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
        ("await asyncio.to_thread(\\\n    client.files.get,\\\n    x)", "await client.aio.files.get(\\\n    x)"),
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
