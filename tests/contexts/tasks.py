"""Background work: loops, task queues, schedulers, workflows; what a request spawns goes on behind it."""

import asyncio

import dagster
import inngest
import modal
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.schedulers.background import BackgroundScheduler
from arq import cron
from arq.connections import RedisSettings
from celery import Celery, shared_task
from dramatiq import actor
from fastapi import BackgroundTasks, FastAPI
from faststream.rabbit import RabbitBroker
from hatchet_sdk import Hatchet
from huey import RedisHuey
from prefect import flow, task
from procrastinate import App
from rq import Queue
from rq.decorators import job
from saq import CronJob
from saq import Queue as SaqQueue
from streaq import Worker as StreaqWorker
from taskiq import InMemoryBroker
from taskiq_redis import ListQueueBroker
from temporalio import activity, workflow
from temporalio.worker import Worker


def work() -> None: ...


# Loops


async def poll():
    while True:
        await asyncio.to_thread(work)  #> background: loop in poll
        await asyncio.sleep(1)


class Poller:
    def __init__(self) -> None:
        self._stop = asyncio.Event()
        self._running = True
        self._task = asyncio.create_task(self._loop())

    async def _loop(self) -> None:
        while not self._stop.is_set():
            await self._once()
            await asyncio.sleep(1)

    async def _once(self) -> None:
        await asyncio.to_thread(work)  #> background: loop in Poller._loop

    async def other_loop(self) -> None:
        while self._running:
            await asyncio.sleep(1)
            await asyncio.to_thread(work)  #> background: loop in Poller.other_loop


async def ends(items: list[str]) -> None:
    while items:
        items.pop()
        await asyncio.to_thread(work)  #> unknown


# Task queues

celery = Celery()
taskiq = InMemoryBroker()
redis_taskiq = ListQueueBroker("redis://")
huey = RedisHuey()
procrastinate = App()
hatchet = Hatchet()
faststream = RabbitBroker()
streaq = StreaqWorker()
queue = Queue()


@celery.task
def celery_task():
    asyncio.run(celery_work())


async def celery_work():
    await asyncio.to_thread(work)  #> background: tasks.celery_task


@shared_task(bind=True)
def shared(self):
    asyncio.run(shared_work())


async def shared_work():
    await asyncio.to_thread(work)  #> background: tasks.shared


@taskiq.task
async def taskiq_task():
    await asyncio.to_thread(work)  #> background: tasks.taskiq_task


@redis_taskiq.task(task_name="x")
async def redis_taskiq_task():
    await asyncio.to_thread(work)  #> background: tasks.redis_taskiq_task


@actor
async def dramatiq_task():
    await asyncio.to_thread(work)  #> background: tasks.dramatiq_task


@huey.periodic_task(lambda: True)
def huey_task():
    asyncio.run(huey_work())


async def huey_work():
    await asyncio.to_thread(work)  #> background: tasks.huey_task


@procrastinate.task(queue="x")
async def procrastinate_task():
    await asyncio.to_thread(work)  #> background: tasks.procrastinate_task


@procrastinate.periodic(cron="* * * * *")
async def procrastinate_periodic(timestamp):
    await asyncio.to_thread(work)  #> background: tasks.procrastinate_periodic


@job("low")
def rq_job():
    asyncio.run(rq_work())


async def rq_work():
    await asyncio.to_thread(work)  #> background: tasks.rq_job


async def rq_enqueued():
    await asyncio.to_thread(work)  #> background: tasks.rq_enqueued


def enqueue():
    queue.enqueue(rq_enqueued)


async def arq_job(ctx):
    await asyncio.to_thread(work)  #> background: tasks.arq_job


async def arq_cron(ctx):
    await asyncio.to_thread(work)  #> background: tasks.arq_cron


async def arq_start(ctx):
    await asyncio.to_thread(work)  #> startup: tasks.arq_start


class WorkerSettings:
    functions = [arq_job]
    cron_jobs = [cron(arq_cron, hour=1)]
    on_startup = arq_start
    redis_settings = RedisSettings()


async def saq_job(ctx):
    await asyncio.to_thread(work)  #> background: tasks.saq_job


settings = {"queue": SaqQueue.from_url("redis://"), "functions": [saq_job], "cron_jobs": [CronJob(saq_job, cron="*")]}


@streaq.task()
async def streaq_task():
    await asyncio.to_thread(work)  #> background: tasks.streaq_task


@faststream.subscriber("queue")
async def faststream_handler(message):
    await asyncio.to_thread(work)  #> background: tasks.faststream_handler


# Workflows


@activity.defn
async def temporal_activity():
    await asyncio.to_thread(work)  #> background: tasks.temporal_activity


class Activities:
    @activity.defn(name="x")
    async def one(self):
        await asyncio.to_thread(work)  #> background: tasks.Activities.one


@workflow.defn
class Workflow:
    @workflow.run
    async def run(self):
        await asyncio.to_thread(work)  #> background: tasks.Workflow.run


worker = Worker(None, task_queue="x", activities=[temporal_activity], workflows=[Workflow])


@flow
async def prefect_flow():
    await asyncio.to_thread(work)  #> background: tasks.prefect_flow


@task(retries=2)
async def prefect_task():
    await asyncio.to_thread(work)  #> background: tasks.prefect_task


@hatchet.task()
async def hatchet_task(input, ctx):
    await asyncio.to_thread(work)  #> background: tasks.hatchet_task


hatchet_workflow = hatchet.workflow(name="x")


@hatchet_workflow.task()
async def hatchet_step(input, ctx):
    await asyncio.to_thread(work)  #> background: tasks.hatchet_step


@dagster.asset
async def asset():
    await asyncio.to_thread(work)  #> background: tasks.asset


client = inngest.Inngest(app_id="x")


@client.create_function(fn_id="x")
async def inngest_function(ctx):
    await asyncio.to_thread(work)  #> background: tasks.inngest_function


modal_app = modal.App()


@modal_app.function()
async def modal_function():
    await asyncio.to_thread(work)  #> background: tasks.modal_function


# Schedulers

scheduler = AsyncIOScheduler()
other_scheduler = BackgroundScheduler()


async def scheduled():
    await asyncio.to_thread(work)  #> background: tasks.scheduled


@scheduler.scheduled_job("interval", seconds=1)
async def decorated_job():
    await asyncio.to_thread(work)  #> background: tasks.decorated_job


def schedule() -> None:
    scheduler.add_job(scheduled, "interval", seconds=1)


# After the response

api = FastAPI()


async def afterwards():
    await asyncio.to_thread(work)  #> request: POST /later, tasks.afterwards


@api.post("/later")
async def later(tasks: BackgroundTasks):
    tasks.add_task(afterwards)
