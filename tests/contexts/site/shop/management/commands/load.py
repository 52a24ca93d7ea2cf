"""A command of manage.py."""

from asgiref.sync import async_to_sync, sync_to_async
from django.core.management.base import BaseCommand
from django.dispatch import receiver
from django.db.models.signals import post_save


def work() -> None: ...


async def load():
    await sync_to_async(work)()  #> command-line: shop.management.commands.load.Command.handle


class Command(BaseCommand):
    def handle(self, *args, **options):
        async_to_sync(load)()
