"""`fix --unsafe-fixes` makes clients of their asynchronous classes, with all their uses."""

from __future__ import annotations

import pytest

from tests.test_fix import fixed

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


SWAPPED = """from openai import OpenAI{imported}

{client}

async def ask(question):
    {made}
    return {use}
"""


@pytest.mark.parametrize(
    ("parts", "after"),
    [
        ({"made": "with OpenAI() as api:\n        pass"}, "async with AsyncOpenAI() as api:"),
        ({"made": "api: OpenAI = OpenAI()"}, "api: AsyncOpenAI = AsyncOpenAI()"),
        ({"made": "api = OpenAI()\n    api.close()"}, "await api.close()"),
        ({"client": "api = OpenAI()"}, "\napi = AsyncOpenAI()"),
        ({"client": "api = OpenAI()", "made": "assert api is not None"}, "\napi = AsyncOpenAI()"),
        (
            {"client": "api = OpenAI()", "use": "api.with_options(timeout=3).models.retrieve(question)"},
            "return await api.with_options(timeout=3).models.retrieve(question)",
        ),
        ({"made": "api = OpenAI()", "client": "other = OpenAI()"}, "from openai import OpenAI, AsyncOpenAI\n"),
        ({"made": "api = OpenAI()", "imported": ", AsyncOpenAI"}, "from openai import AsyncOpenAI\n"),
        ({"made": "api = OpenAI()", "client": "def f(api):\n    return api\n"}, "api = AsyncOpenAI()"),
    ],
)
def test_how_a_client_is_swapped(parts: dict[str, str], after: str) -> None:
    plain = {"imported": "", "client": "", "made": "pass", "use": "api.models.retrieve(question)"}
    text = SWAPPED.format(**{**plain, **parts})
    assert not fixed(text).done
    result = fixed(text, unsafe=True)
    assert not result.left
    assert after in result.after
    assert "return await api." in result.after


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"made": "api = OpenAI()\n    print(api.api_key)"}, "api is also used in other ways"),
        ({"made": "api: 'Client' = OpenAI()"}, "the class is named in another way"),
        ({"made": "api = OpenAI()", "client": "names = ['OpenAI']"}, "OpenAI also stands in a text"),
        ({"made": "api = OpenAI()", "client": "AsyncOpenAI = None"}, "AsyncOpenAI is something else"),
        ({"made": "api = OpenAI() if question else OpenAI()"}, "not made by a plain assignment"),
        ({"made": "api, other = OpenAI(), 1"}, "not made by a plain assignment"),
        ({"client": "with OpenAI() as api:\n    pass\n"}, "the client is entered outside of a coroutine"),
        ({"client": "api: OpenAI\napi = OpenAI()"}, "made in several places"),
    ],
)
def test_how_a_client_is_not_swapped(parts: dict[str, str], why: str) -> None:
    plain = {"imported": "", "client": "", "made": "pass", "use": "api.models.retrieve(question)"}
    text = SWAPPED.format(**{**plain, **parts})
    result = fixed(text, unsafe=True)
    assert result.after == text
    assert why in result.left[0][1]
