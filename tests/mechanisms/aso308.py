"""A server that never answers holds the thread; a limit around the offload does not give it back, one inside does."""

import asyncio
import socket
import urllib.request
from concurrent.futures import ThreadPoolExecutor

silent = socket.create_server(("127.0.0.1", 0))
url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
pool = ThreadPoolExecutor(max_workers=1)


async def main() -> None:
    loop = asyncio.get_running_loop()
    for limit, free in ((None, False), (0.1, True)):
        held = loop.run_in_executor(pool, lambda limit=limit: urllib.request.urlopen(url, timeout=limit))  # type: ignore[misc]
        next_one = loop.run_in_executor(pool, len, "next")
        await asyncio.wait([next_one], timeout=5 if free else 0.2)
        assert next_one.done() == free
        if not free:
            connection, _ = silent.accept()
            connection.close()  # only the other side can free the thread
        await asyncio.gather(held, next_one, return_exceptions=True)


asyncio.run(main())
