"""The imports that `fix` adds: a function's asynchronous form, and the executor for long CPU-bound work."""

from __future__ import annotations

import pytest

from flake8_async_offload.commands.noqa import silenced
from flake8_async_offload.mending import Terms, mended
from flake8_async_offload.settings import Settings
from flake8_async_offload.source import Source
from flake8_async_offload.workspace import Workspace
from tests.test_fix import fixed


def test_a_function_that_is_imported_by_name_gets_its_form_beside_it() -> None:
    text = """import asyncio
from litellm import completion

async def ask(messages):
    return completion("m", messages), await asyncio.to_thread(completion, "m", messages=messages)
"""
    alone = fixed(text).after
    assert alone.startswith("from litellm import acompletion\n")
    assert 'return await acompletion("m", messages), await acompletion("m", messages=messages)' in alone
    assert "import completion, acompletion\n" in fixed(f"{text}\ndef sync():\n    return completion('m', [])\n").after
    assert "import completion, acompletion\n" in fixed(text, elsewhere=True).after  # it may be imported from here
    for change, why in (
        (("import completion", "import completion as call"), "made or called in another way"),
        (("(messages)", "(messages, acompletion=1)"), "acompletion is something else in this file"),
        (("from litellm", "if True:\n    from litellm"), "not imported from litellm by its own name"),
    ):
        changed = (
            text.replace(*change).replace("completion(", "call(") if "call" in change[1] else text.replace(*change)
        )
        result = fixed(changed)
        assert result.after == changed
        assert why in result.left[0][1]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ('"""Doc."""\nfrom __future__ import annotations\nimport asyncio\n', "\n"),
        ("# coding: utf-8\nimport asyncio\n", "\nif TYPE_CHECKING:\n    from app.pools import CPU\n\n"),
        (
            "import asyncio; import os\nfrom x import (\n    y,\n)\n",
            "\ntry:\n    import z\nexcept ImportError:\n    z = 1\n",
        ),
    ],
)
def test_the_import_of_an_executor_stands_behind_the_first_imports(start: str, end: str) -> None:
    body = "async def f(path):\n    await asyncio.gather(asyncio.to_thread(markitdown.MarkItDown().convert, path))\n"
    text = f"{start}import markitdown\n{end}{body}"
    terms = Terms(lambda rule, path: rule.code == "ASO201", silenced, lambda name, path: False, True)
    after = mended(Source("m.py", text), Workspace(Settings(cpu_executor="app.pools:CPU")), terms).after
    assert after.startswith(f"{start}import markitdown\nfrom app.pools import CPU\n{end}async def")
    assert "gather(asyncio.get_running_loop().run_in_executor(CPU, markitdown.MarkItDown().convert, path))" in after


def test_long_cpu_work_moves_to_the_executor_of_the_settings() -> None:
    start = "import asyncio\nfrom markitdown import MarkItDown\n\n\nasync def f(path):\n"
    text = f"{start}    return await asyncio.to_thread(MarkItDown().convert, path)\n"
    terms = Terms(lambda rule, path: rule.code == "ASO201", silenced, lambda name, path: False, True)
    after = mended(Source("m.py", text), Workspace(Settings(cpu_executor="app.pools:CPU")), terms).after
    assert "from app.pools import CPU\n" in after
    assert "await asyncio.get_running_loop().run_in_executor(CPU, MarkItDown().convert, path)" in after
    ((_, why),) = mended(Source("m.py", text), Workspace(), terms).left
    assert why == "no executor is named, by a decision or by cpu-executor in [tool.async-offload]"
