"""ASO504: offloads that are gathered use one object that two threads must not use at once."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import boto3
from sqlalchemy.orm import Session, sessionmaker

make = sessionmaker()
connection = sqlite3.connect("a.db", check_same_thread=False)


def count(session: Session, table: str) -> int:
    return session.execute(table).scalar()


async def at_once(session: Session, tables: list[str]) -> None:
    await asyncio.gather(
        asyncio.to_thread(session.execute, "a"),  # ASO504 sqlalchemy.orm.Session() is used by offloads
        asyncio.to_thread(session.execute, "b"),  # ASO504
    )
    await asyncio.gather(*[asyncio.to_thread(count, session, table) for table in tables])  # ASO504 give each its own
    await asyncio.gather(
        *(asyncio.to_thread(lambda: count(session, table)) for table in tables),  # ASO504
        return_exceptions=True,
    )
    await asyncio.gather(
        asyncio.to_thread(connection.execute, "a"),  # ASO504 sqlite3.Connection()
        asyncio.to_thread(count, connection, "b"),  # ASO504
    )
    tasks = [asyncio.to_thread(count, session, table) for table in tables]  # ASO504
    await asyncio.gather(*tasks)
    first = asyncio.to_thread(count, session, "a")  # ASO504
    second = asyncio.to_thread(count, session, "b")  # ASO504
    await asyncio.gather(first, second)
    resource = boto3.resource("s3")
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.to_thread(resource.Bucket, "a"))  # ASO504 boto3.resource()
        group.create_task(asyncio.to_thread(resource.Bucket, "b"))  # ASO504
    async with asyncio.TaskGroup() as group:
        for table in tables:
            group.create_task(asyncio.to_thread(count, session, table))  # ASO504


async def apart(session: Session, other: Session, tables: list[str], sessions: list[Session]) -> None:
    await asyncio.to_thread(session.execute, "a")
    await asyncio.to_thread(session.execute, "b")
    await asyncio.gather(asyncio.to_thread(session.execute, "a"), asyncio.to_thread(other.execute, "b"))
    await asyncio.gather(asyncio.to_thread(session.execute, "a"), asyncio.sleep(1))
    await asyncio.gather(*[asyncio.to_thread(count, each, "a") for each in sessions])
    await asyncio.gather(*[asyncio.to_thread(lambda: count(make(), table)) for table in tables])
    alone = asyncio.to_thread(count, session, "a")
    await asyncio.gather(alone, asyncio.sleep(1))
    later = [asyncio.to_thread(count, session, table) for table in tables]
    for each in later:
        await each
    client = boto3.client("s3")
    await asyncio.gather(*[asyncio.to_thread(client.get_object, Key=table) for table in tables])
    print([await asyncio.to_thread(count, session, table) for table in tables])
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.to_thread(count, session, "a"))
        group.create_task(asyncio.sleep(1))


class OneAtATime:
    def __init__(self) -> None:
        self.database = sqlite3.connect("db")
        self.executor = ThreadPoolExecutor(1)

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.gather(
            loop.run_in_executor(self.executor, self.database.execute, "a"),
            loop.run_in_executor(self.executor, self.database.execute, "b"),
        )
