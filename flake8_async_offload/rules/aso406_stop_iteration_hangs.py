from __future__ import annotations

from flake8_async_offload.model import Site
from flake8_async_offload.rule import Rule

FIXED = (3, 13)


class StopIterationHangs(Rule):
    """An offloaded `next` may raise StopIteration, and then the await never returns.

    ## What it does

    Reports `next(iterator)` without a default in a thread of asyncio: handed over itself, in a lambda, or in a
    function that takes a step of an iterator it is given, with nothing around to catch the end. `next(it, default)`,
    endless iterators, AnyIO, Trio and tests stay silent. So does everything where the project runs on Python 3.13 or
    later only (`aso-python-target`, or `requires-python`).

    ## Why is this bad

    An asyncio future refuses StopIteration. Before Python 3.13 that TypeError is raised in a callback of the loop,
    which logs it, and the future is never done: whoever awaits it waits for ever, with no error (cpython issue
    112182). From 3.13 on it is a RuntimeError, which is no way to end a loop either.

    ## Example

    ```python
    import asyncio
    from collections.abc import Iterator


    async def lines(iterator: Iterator[str]) -> None:
        while True:
            print(await asyncio.to_thread(next, iterator))
    ```

    ## Use instead

    ```python
    import asyncio
    from collections.abc import Iterator

    END = object()


    async def lines(iterator: Iterator[str]) -> None:
        while (line := await asyncio.to_thread(next, iterator, END)) is not END:
            print(line)
    ```

    ## The decision to record

    `decision = "accepted"` where the iterator never ends.

    ## When not to use it

    On Python 3.13 and later, where the error is seen: set `aso-python-target`.
    """

    code = "ASO406"
    name = "stop-iteration-hangs"
    message = "StopIteration hangs the await before Python 3.13: {call}() is offloaded without a default; give it one"
    in_tests = False

    def applies(self, site: Site) -> bool:
        """Whether StopIteration may reach an asyncio future on a Python that loses it."""
        python = site.circumstances.python
        return site.circumstances.stop_iteration is not None and (python is None or python < FIXED)

    def text(self, site: Site) -> str:
        """Name the call that raises it."""
        return self.message.format(call=site.circumstances.stop_iteration)
