"""ASO210: slow work that has nothing to do with the ORM waits its turn in asgiref's single thread."""

import requests
from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from django.db import models
from markitdown import MarkItDown


class Page(models.Model):
    text = models.TextField()


def convert(path: str) -> str:
    return MarkItDown().convert(path).markdown.strip()


def convert_and_save(path: str) -> None:
    Page.objects.create(text=MarkItDown().convert(path).markdown)


def convert_and_shorten(page: Page, path: str) -> None:
    page.text = MarkItDown().convert(path).markdown
    page.save()


@sync_to_async  # ASO210 convert_decorated -> markitdown.MarkItDown().convert
def convert_decorated(path: str) -> str:
    return MarkItDown().convert(path).markdown


@sync_to_async(thread_sensitive=True)  # ASO210 convert_by_factory -> markitdown.MarkItDown().convert
def convert_by_factory(path: str) -> str:
    return MarkItDown().convert(path).markdown


@sync_to_async(thread_sensitive=False)
def convert_apart(path: str) -> str:
    return MarkItDown().convert(path).markdown


# Whoever calls it does so later, not at start-up.
convert_later = sync_to_async(convert)  # ASO210 convert -> markitdown.MarkItDown().convert


async def serialised(url: str, path: str) -> None:
    await sync_to_async(requests.get)(url)  # ASO210 asgiref's single thread: requests.get (seconds)
    await sync_to_async(convert)(path)  # ASO210 convert -> markitdown.MarkItDown().convert
    await database_sync_to_async(convert)(path)  # ASO210 pass thread_sensitive=False


async def is_not(url: str, path: str) -> None:
    await sync_to_async(requests.get, thread_sensitive=False)(url)
    await sync_to_async(convert_and_save)(path)
    await sync_to_async(convert_and_shorten)(Page(), path)
    await sync_to_async(Page.objects.get)(pk=1)
    await sync_to_async(str.strip)(path)
