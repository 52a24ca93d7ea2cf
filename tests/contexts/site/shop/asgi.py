"""Middleware and consumers."""

from asgiref.sync import sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.utils.decorators import sync_and_async_middleware


def work() -> None: ...


class Live(AsyncJsonWebsocketConsumer):
    async def receive_json(self, content):
        await sync_to_async(work)()  #> request: shop.asgi.Live.receive_json


@sync_and_async_middleware
def timing(get_response):
    async def middleware(request):
        await sync_to_async(work)()  #> request: shop.asgi.timing
        return await get_response(request)

    return middleware
