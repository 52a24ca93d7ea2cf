"""All circumstances of an offload call: how it is written, what is around it, what its callee touches."""

from __future__ import annotations

from flake8_async_offload.circumstances import context, result, thread, together, written
from flake8_async_offload.cure import Run
from flake8_async_offload.model import Circumstances, Place
from flake8_async_offload.offload import Offload
from flake8_async_offload.resolve import Resolver, Value


def of_offload(
    offload: Offload,
    runs: Value | None,
    run: Run | None,
    place: Place,
    resolver: Resolver,
    python: tuple[int, int] | None = None,
) -> Circumstances:
    """Return the circumstances of an offload whose callee and place are known; `python` is the oldest it runs on."""
    limit, limit_waits = result.limit(offload, resolver)
    touched = thread.of_callee(offload, runs, run, resolver)
    return Circumstances(
        fate=result.fate(offload, runs, resolver),
        called=written.called(offload, resolver),
        eager=written.eager(offload, resolver),
        coroutine=written.coroutine(offload, runs, resolver),
        rejected=written.rejected(offload, resolver),
        unpicklable=written.unpicklable(offload, runs, run, resolver) if place is Place.PROCESS else None,
        stop_iteration=written.stop_iteration(offload, runs, run, resolver),
        escapes=result.escapes(offload, runs, resolver),
        limit=limit,
        limit_waits=limit_waits and not thread.polls(touched),
        own_limit=result.has_own_limit(offload),
        unlimited=thread.without_limit(touched),
        context=context.lost(offload, touched, resolver),
        loop_object=thread.loop_object(touched, resolver),
        new_loop=thread.new_loop(touched, resolver),
        shared=together.shared(offload, resolver),
        thread_unsafe=thread.thread_unsafe(touched, offload, resolver),
        python=python,
    )
