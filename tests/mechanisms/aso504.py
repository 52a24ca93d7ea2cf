"""sqlite3 refuses a connection of another thread; told not to look, two threads share one transaction."""

import asyncio
import sqlite3

import pytest


async def main() -> None:
    connection = sqlite3.connect(":memory:")
    with pytest.raises(sqlite3.ProgrammingError, match="thread"):
        await asyncio.to_thread(connection.execute, "select 1")
    shared = sqlite3.connect(":memory:", check_same_thread=False)
    shared.execute("create table rows (name)")
    await asyncio.to_thread(shared.execute, "insert into rows values ('of one thread')")
    await asyncio.to_thread(shared.rollback)  # meant for another thread's work
    assert shared.execute("select * from rows").fetchall() == []


asyncio.run(main())
