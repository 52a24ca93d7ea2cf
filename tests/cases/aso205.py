"""ASO205: work that never ends takes a thread of a shared pool for good."""

import asyncio
import itertools
import queue
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import HTTPServer, SimpleHTTPRequestHandler

import anyio
import pika
import redis
from kafka import KafkaConsumer

stop = threading.Event()
own = ThreadPoolExecutor(max_workers=1)
serving = True


def beats() -> None:
    while True:
        try:
            print("beat")
        except OSError:
            continue
        for second in range(10):
            if second == 5:
                break
            time.sleep(1)


def beats_until_told() -> None:
    while not stop.is_set():
        print("beat")


def beats_and_waits() -> None:
    while not stop.wait(1):
        print("beat")


def beats_until_it_breaks() -> None:
    while True:
        if stop.is_set():
            break
        print("beat")


def serves() -> None:
    while serving and not stop.is_set():
        print("beat")


def quits() -> None:
    global serving
    serving = False


def counts() -> None:
    for number in itertools.count():
        print(number)


def finds_the_first_free() -> int:
    for number in itertools.count():
        if not stop.wait(number):
            return number
    return 0


def subscribes() -> None:
    for message in redis.Redis().pubsub().listen():
        print(message)


def consumes() -> None:
    for message in KafkaConsumer("jobs"):
        print(message)


def consumes_what_there_is() -> None:
    for message in KafkaConsumer("jobs", consumer_timeout_ms=1000):
        print(message)


def breaks_for_more_than_a_stop() -> None:
    while True:
        if stop.is_set() or input() == "q":
            break


def through() -> None:
    print("starting")
    beats()


def retries() -> str:
    while True:
        try:
            return open("file").read()
        except OSError:
            time.sleep(1)


def reads_to_the_end() -> None:
    while True:
        line = input()
        if not line:
            break


def gives_up() -> None:
    while True:
        if stop.wait(1):
            raise TimeoutError


def yields() -> Iterator[int]:
    while True:
        yield int(input())


def starts_a_thread() -> None:
    threading.Thread(target=beats, daemon=True).start()


def drains(jobs: queue.Queue[str]) -> None:
    try:
        while True:
            print(jobs.get_nowait())
    except queue.Empty:
        pass


def beats_until_interrupted() -> None:
    try:
        while True:
            print("beat")
    except (KeyboardInterrupt, Exception):
        print("stopped")


class Recorder:
    def __init__(self, items: list[str]) -> None:
        self.running = False
        self.items = items
        self.writing = False
        self.changed = threading.Condition()

    def record(self) -> None:
        self.running = True

    def cancel(self) -> None:
        self.running = False

    def loop(self) -> None:
        while self.running:
            time.sleep(1)

    def read(self) -> None:
        with self.changed:
            while self.writing:
                self.changed.wait()

    def write(self) -> None:
        self.writing = True

    def wrote(self) -> None:
        with self.changed:
            self.writing = False
            self.changed.notify_all()

    def empty(self) -> None:
        while self.items:
            print(self.items.pop())

    async def start(self) -> None:
        await asyncio.to_thread(self.loop)  # ASO205 loop -> while True
        await asyncio.to_thread(self.empty)
        # Until the writer is done: not a stop flag.
        await asyncio.to_thread(self.read)


async def forever() -> None:
    loop = asyncio.get_running_loop()
    server = HTTPServer(("", 80), SimpleHTTPRequestHandler)
    await asyncio.to_thread(server.serve_forever)  # ASO205 http.server.HTTPServer().serve_forever
    loop.run_in_executor(None, beats)  # ASO205 beats -> while True
    await anyio.to_thread.run_sync(through)  # ASO205 through -> beats -> while True
    await asyncio.to_thread(beats_until_told)  # ASO205 the default executor
    await asyncio.to_thread(beats_and_waits)  # ASO205 beats_and_waits -> while True
    await asyncio.to_thread(beats_until_it_breaks)  # ASO205
    await asyncio.to_thread(serves)  # ASO205
    await asyncio.to_thread(counts)  # ASO205
    await asyncio.to_thread(subscribes)  # ASO205
    await asyncio.to_thread(consumes)  # ASO205
    await asyncio.to_thread(beats_until_interrupted)  # ASO205
    channel = pika.BlockingConnection().channel()
    await asyncio.to_thread(channel.start_consuming)  # ASO205 start_consuming


async def test_connection() -> None:
    # A feature has this name; where no test library is imported, it is no test.
    await asyncio.to_thread(beats)  # ASO205


async def ends() -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(retries)
    await asyncio.to_thread(drains, queue.Queue())
    await asyncio.to_thread(finds_the_first_free)
    await asyncio.to_thread(consumes_what_there_is)
    await asyncio.to_thread(breaks_for_more_than_a_stop)
    await asyncio.to_thread(reads_to_the_end)
    await asyncio.to_thread(gives_up)
    await asyncio.to_thread(yields)
    await asyncio.to_thread(starts_a_thread)
    loop.run_in_executor(own, beats)
    threading.Thread(target=beats, daemon=True).start()
