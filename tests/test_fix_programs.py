"""Programs made at random: `fix` leaves Python that stays as it is, has all comments, and gives the same results."""

from __future__ import annotations

import ast
import asyncio
import io
import tokenize
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.test_fix import fixed
from tests.test_fix_runs import FAKES

START = """import asyncio
import functools
from functools import partial

import litellm
from google import genai
from langchain_openai import ChatOpenAI
from litellm import completion

client = genai.Client()
chat = ChatOpenAI(model="gpt")


"""
VALUES = st.sampled_from(
    [
        "'a'", "x", "x + 'é'", "x.upper()", "str(len(x))", "(x or 'c')", "f'{x}!'", "x if xs else 'd'", "''.join(xs)",
        "(lambda: x)()", "[*xs, x][0]", '"#"', "''",
    ]
)  # fmt: skip
CALLS = {
    "client.models.generate_content": [["model={}", "contents={}"], ["contents={}", "**{{'model': {}}}", "retries=2"]],
    "chat.invoke": [["{}"], ["question={}", "stop={}"], ["*[{}]"], ["{}", "**{{'stop': {}}}"]],
    "litellm.completion": [["{}", "xs"], ["{}", "messages=xs", "**more"], ["*({}, xs)", "seed={}"]],
    "completion": [["{}", "xs"], ["messages=xs", "model={}"]],
}
OFFLOADS = [
    "asyncio.to_thread({call}, {given})", "asyncio.to_thread(partial({call}, {given}))",
    "asyncio.to_thread(lambda: {call}({given}))",
    "asyncio.get_running_loop().run_in_executor(None, functools.partial({call}, {given}))",
    "asyncio.to_thread(\n        _whole,  # runs\n        x, xs, more,\n    )",
    "asyncio.to_thread(partial(_whole, x), xs, more)",
]  # fmt: skip
AWAITS = [
    "await {0}", "await asyncio.wait_for({0}, 9)", "await asyncio.shield({0})", "await asyncio.ensure_future({0})",
    "(await asyncio.gather({0}, asyncio.sleep(0)))[0]", "(await asyncio.gather(*[{0} for y in 'ab']))[1]",
    "await [{0}][0]",
]  # fmt: skip
USES = ["return {0}", "kept = {0}\n    return kept", "return [{0}, x]", "if x:\n        return {0}", "return repr({0})"]
GAPS = [", ", ",\n        ", ",  # why\n        ", ", \\\n        "]


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Make a program whose coroutine function `run(x, *xs, **more)` calls an SDK, in a thread or not."""
    call = draw(st.sampled_from(sorted(CALLS)))
    parts = [part.format(draw(VALUES)) for part in draw(st.sampled_from(CALLS[call]))]
    given = parts[0] + "".join(draw(st.sampled_from(GAPS)) + part for part in parts[1:])
    given += draw(st.sampled_from(["", ",", "  # last\n    ", ",\n    "]))
    given = draw(st.sampled_from(["", "# first\n        ", "\n        "])) + given
    offload = draw(st.sampled_from(OFFLOADS)).format(call=call, given=given)
    made = draw(st.sampled_from(AWAITS)).format(offload)
    if draw(st.integers(0, 5)) == 0:
        made = f"{call}({given})"
    use = draw(st.sampled_from(USES)).format(made)
    whole = f"def _whole(x, xs, more):\n    # of its own\n    return {call}({given})\n\n\n" if "_whole" in use else ""
    return f"{START}{whole}async def run(x, *xs, **more):\n    {use}\n"


def comments(text: str) -> list[str]:
    """Return a program's comments in the order of the text."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def said(text: str) -> list[str]:
    """Return what the program's function gives or raises for some arguments."""
    names: dict[str, Any] = {}
    exec(compile(text, "program", "exec"), names)  # noqa: S102
    run: Callable[..., Awaitable[object]] = names["run"]

    async def all_of_them() -> list[str]:
        results = []
        for arguments in (("a",), ("",), ("b", "c", "d"), ("missing", "e")):
            try:
                result = await run(*arguments, top_p=1)
                results.append(repr(result))
            except Exception as error:
                results.append(repr(error))
        return results

    return asyncio.run(all_of_them())


@pytest.fixture(autouse=True, scope="module")
def _fakes() -> None:
    patch = pytest.MonkeyPatch()
    patch.syspath_prepend(str(FAKES))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=programs())
def test_a_rewritten_program_is_the_same_program(text: str) -> None:
    result = fixed(text)
    event("rewritten" if result.done else result.left[0][1] if result.left else "no finding")
    ast.parse(result.after)
    assert fixed(result.after).after == result.after
    assert comments(result.after) == comments(text)
    assert said(result.after) == said(text)


@pytest.mark.parametrize("awaited", AWAITS)
@pytest.mark.parametrize("offload", OFFLOADS)
def test_a_coroutine_stands_in_each_place_where_nothing_waits_for_a_future(offload: str, awaited: str) -> None:
    made = awaited.format(offload.format(call="chat.invoke", given="'a'"))
    whole = "def _whole(x, xs, more):\n    return chat.invoke(x)\n\n\n"
    text = f"{START}{whole}async def run(x, xs, more):\n    return {made}\n"
    begins_at_once = "run_in_executor" in offload and awaited.startswith("await [")
    assert bool(fixed(text).done) is not begins_at_once
