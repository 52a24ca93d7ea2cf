"""Arguments and receivers are evaluated on the loop's thread; only the callee's body runs in the other."""

import asyncio
import threading

where: dict[str, bool] = {}


def note(part: str) -> str:
    where[part] = threading.current_thread() is threading.main_thread()
    return part


class Answer:
    def __init__(self) -> None:
        note("receiver")

    def read(self, argument: str) -> str:
        return note("body")


async def main() -> None:
    await asyncio.to_thread(Answer().read, note("argument"))
    assert where == {"receiver": True, "argument": True, "body": False}


asyncio.run(main())
