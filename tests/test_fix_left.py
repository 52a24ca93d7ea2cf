"""What `fix` leaves as it is, with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_async_offload.commands.noqa import silenced
from flake8_async_offload.mending import Terms, mended
from flake8_async_offload.settings import Settings
from flake8_async_offload.source import Source
from flake8_async_offload.workspace import Workspace
from tests.test_fix import fixed, reason


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


@pytest.mark.parametrize(
    ("imported", "call", "why"),
    [
        ("import mysql.connector", "mysql.connector.connect(host=x)", "connect gives an object of another class"),
        ("import chromadb", "chromadb.HttpClient(host=x)", "chromadb.AsyncHttpClient gives an object of another class"),
        ("import replicate", "list(replicate.run(x))", "its result is iterated or entered at once"),
    ],
)
def test_a_form_of_another_module_or_for_another_class_is_left(imported: str, call: str, why: str) -> None:
    text = f"import asyncio\n{imported}\n\n\nasync def f(x):\n    return {call}\n"
    result = fixed(text, unsafe=True)
    assert result.after == text
    assert [reason for _, reason in result.left if why in reason], result.left


def test_a_form_in_a_module_that_may_not_be_imported_is_left(tmp_path: Path) -> None:
    own = tmp_path / "acme.toml"
    own.write_text('distribution = "acme"\n[twins]\n"acme.*" = "acme.aio.*"\n', encoding="utf-8")
    source = Source("program.py", "import acme\n\n\nasync def f(x):\n    return acme.get(x)\n")
    terms = Terms(lambda rule, path: True, silenced, lambda name, path: False)
    ((_, why),) = mended(source, Workspace(Settings(catalog=(str(own),))), terms).left
    assert why == "acme.aio may not be imported"
    text = "import modal\n\n\nasync def f(x):\n    return {}(x)\n"
    assert fixed(text.format("modal.Sandbox.from_id")).after == text.format("await modal.Sandbox.from_id.aio")


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
