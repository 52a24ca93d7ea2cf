"""Names through other modules: absolute and relative imports, re-exports, factories, a wrapper that is a method."""

import asyncio

from shop import Gateway, clients
from shop.clients import Store, gateway

from . import clients as sibling
from .clients import gateway as make


class Orders:
    def __init__(self, gate: Gateway, store: Store) -> None:
        self.gate = gate
        self.store = store

    async def names(self) -> None:
        #? shop.clients.Gateway.fetch
        await asyncio.to_thread(self.gate.fetch)
        #? httpx.Client().get
        await asyncio.to_thread(self.gate.client.get, "url")
        #? requests.Session().get
        await asyncio.to_thread(gateway().session.get, "url")
        #? requests.Session().get
        await asyncio.to_thread(make().session.get, "url")
        #? shop.clients.Gateway.fetch
        await asyncio.to_thread(sibling.Gateway().fetch)
        #? shop.clients.gateway
        await asyncio.to_thread(clients.gateway)
        #? shop.clients.Store.load
        await asyncio.to_thread(self.store.load, "key")
        #? requests.Session().post
        await self.gate.offload(self.gate.session.post, "url")
        #? None
        await asyncio.to_thread(self.gate.missing)
