"""Asynchronous views; what they call is reached through urls.py."""

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views import View
from rest_framework.decorators import api_view
from rest_framework.viewsets import ModelViewSet


def work() -> None: ...


async def listed(request):
    await helper()
    return HttpResponse()


async def helper():
    await sync_to_async(work)()  #> request: shop.views.listed


@login_required
async def through_the_module(request):
    await sync_to_async(work)()  #> request: shop.views.through_the_module


async def nested(request):
    await sync_to_async(work)()  #> request: shop.views.nested


class Orders(View):
    async def get(self, request):
        await sync_to_async(work)()  #> request: shop.views.Orders.get


@api_view(["GET"])
async def rest_view(request):
    await sync_to_async(work)()  #> request: shop.views.rest_view


class OrderViewSet(ModelViewSet):
    async def list(self, request):
        await sync_to_async(work)()  #> request: shop.views.OrderViewSet.list


class Unlisted:
    async def get(self, request):
        await sync_to_async(work)()  #> unknown
