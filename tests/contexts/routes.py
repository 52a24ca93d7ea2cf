"""Requests: the routes of each web framework, by decorator, by registration, by class; start-up hooks beside them."""

import asyncio
from contextlib import asynccontextmanager

import blacksheep
import falcon.asgi
import litestar
import quart
import robyn
import sanic
import socketio
import tornado.web
from aiohttp import web
from fastapi import APIRouter, Depends, FastAPI
from litestar import Controller, Litestar, Router, get, post
from litestar.di import Provide
from ninja import NinjaAPI
from ninja import Router as NinjaRouter
from quart import Blueprint, Quart
from sanic import Sanic
from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.routing import Mount, Route, WebSocketRoute


def work() -> None: ...


# FastAPI


@asynccontextmanager
async def prepared(app):
    await asyncio.to_thread(work)  #> startup: routes.prepared
    yield


api = FastAPI(lifespan=prepared)
router = APIRouter(prefix="/v1")


async def current_user():
    await asyncio.to_thread(work)  #> request: routes.current_user


@api.get("/documents")
async def documents(user=Depends(current_user)):
    await asyncio.to_thread(work)  #> request: GET /documents


@router.websocket("/live")
async def live(websocket):
    await asyncio.to_thread(work)  #> request: WEBSOCKET /live


@api.on_event("startup")
async def warm_up():
    await asyncio.to_thread(work)  #> startup: routes.warm_up


@api.middleware("http")
async def timed(request, call_next):
    await asyncio.to_thread(work)  #> request: routes.timed


@api.exception_handler(ValueError)
async def failed(request, error):
    await asyncio.to_thread(work)  #> request: routes.failed


class Logged(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        await asyncio.to_thread(work)  #> request: routes.Logged.dispatch


async def added(request):
    await asyncio.to_thread(work)  #> request: routes.added


api.add_api_route("/added", added, methods=["POST"])


# Starlette


async def home(request):
    await asyncio.to_thread(work)  #> request: routes.home


async def socket(websocket):
    await asyncio.to_thread(work)  #> request: routes.socket


async def begin():
    await asyncio.to_thread(work)  #> startup: routes.begin


small = Starlette(
    routes=[Route("/", home), Mount("/sub", routes=[WebSocketRoute("/socket", endpoint=socket)])], on_startup=[begin]
)


# Sanic

server = Sanic("server")
part = sanic.Blueprint("part")


@server.get("/sanic")
async def sanic_get(request):
    await asyncio.to_thread(work)  #> request: GET /sanic


@part.post("/sanic")
async def sanic_post(request):
    await asyncio.to_thread(work)  #> request: POST /sanic


@server.before_server_start
async def sanic_start(app, loop):
    await asyncio.to_thread(work)  #> startup: routes.sanic_start


@server.listener("after_server_start")
async def sanic_started(app):
    await asyncio.to_thread(work)  #> startup: routes.sanic_started


@server.on_request
async def sanic_middleware(request):
    await asyncio.to_thread(work)  #> request: routes.sanic_middleware


async def sanic_added(request):
    await asyncio.to_thread(work)  #> request: routes.sanic_added


server.add_route(sanic_added, "/added")


async def sanic_task(app):
    await asyncio.to_thread(work)  #> background: routes.sanic_task


server.add_task(sanic_task)


# Litestar


@get("/litestar")
async def litestar_get() -> None:
    await asyncio.to_thread(work)  #> request: routes.litestar_get


@litestar.post("/litestar")
async def litestar_post() -> None:
    await asyncio.to_thread(work)  #> request: POST /litestar


class Documents(Controller):
    path = "/documents"

    @get()
    async def all_of_them(self) -> None:
        await asyncio.to_thread(work)  #> request: routes.Documents.all_of_them

    @post(path="/new")
    async def create(self) -> None:
        await asyncio.to_thread(work)  #> request: routes.Documents.create


async def provided():
    await asyncio.to_thread(work)  #> request: routes.provided


async def opened(app):
    await asyncio.to_thread(work)  #> startup: routes.opened


big = Litestar(
    route_handlers=[litestar_get, Documents, Router("/", route_handlers=[])],
    dependencies={"one": Provide(provided)},
    on_startup=[opened],
)


# Quart

app = Quart(__name__)
blueprint = Blueprint("blueprint", __name__)


@app.route("/quart", methods=["GET"])
async def quart_route():
    await asyncio.to_thread(work)  #> request: ROUTE /quart


@blueprint.post("/quart")
async def quart_post():
    await asyncio.to_thread(work)  #> request: POST /quart


@app.before_serving
async def quart_start():
    await asyncio.to_thread(work)  #> startup: routes.quart_start


@app.before_request
async def quart_before():
    await asyncio.to_thread(work)  #> request: routes.quart_before


async def quart_task():
    await asyncio.to_thread(work)  #> request: POST /tasks, routes.quart_task


@app.post("/tasks")
async def quart_tasks():
    quart.current_app.add_background_task(quart_task)


# aiohttp

routes = web.RouteTableDef()


@routes.get("/aiohttp")
async def aiohttp_get(request):
    await asyncio.to_thread(work)  #> request: GET /aiohttp


@routes.view("/view")
class Page(web.View):
    async def get(self):
        await asyncio.to_thread(work)  #> request: routes.Page.get


@web.middleware
async def aiohttp_middleware(request, handler):
    await asyncio.to_thread(work)  #> request: routes.aiohttp_middleware


async def aiohttp_added(request):
    await asyncio.to_thread(work)  #> request: routes.aiohttp_added


async def aiohttp_listed(request):
    await asyncio.to_thread(work)  #> request: POST /listed


async def aiohttp_start(app):
    await asyncio.to_thread(work)  #> startup: routes.aiohttp_start


async def aiohttp_context(app):
    await asyncio.to_thread(work)  #> startup: routes.aiohttp_context
    yield


def aiohttp_app() -> web.Application:
    app = web.Application()
    app.router.add_get("/added", aiohttp_added)
    app.add_routes([web.post("/listed", aiohttp_listed)])
    app.on_startup.append(aiohttp_start)
    app.cleanup_ctx.append(aiohttp_context)
    return app


class Service:
    def __init__(self, app: web.Application) -> None:
        app.router.add_route("GET", "/method", self.handle)
        app.on_startup.append(self.start)

    async def handle(self, request):
        await self._work()

    async def start(self, app):
        await asyncio.to_thread(work)  #> startup: routes.Service.start

    async def _work(self):
        await asyncio.to_thread(work)  #> request: routes.Service.handle


# The others

ninja = NinjaAPI()
ninja_router = NinjaRouter()
robyn_app = robyn.Robyn(__file__)
sheep = blacksheep.Application()
sockets = socketio.AsyncServer()


@ninja.get("/ninja")
async def ninja_get(request):
    await asyncio.to_thread(work)  #> request: GET /ninja


@ninja_router.post("/ninja")
async def ninja_post(request):
    await asyncio.to_thread(work)  #> request: POST /ninja


@robyn_app.get("/robyn")
async def robyn_get(request):
    await asyncio.to_thread(work)  #> request: GET /robyn


@sheep.router.get("/sheep")
async def sheep_get():
    await asyncio.to_thread(work)  #> request: GET /sheep


@sheep.on_start
async def sheep_start(application):
    await asyncio.to_thread(work)  #> startup: routes.sheep_start


@sockets.on("message")
async def message(sid, data):
    await asyncio.to_thread(work)  #> request: routes.message


@sockets.event
async def connect(sid, environ):
    await asyncio.to_thread(work)  #> request: routes.connect


class Things:
    async def on_get(self, request, response):
        await asyncio.to_thread(work)  #> request: routes.Things.on_get


falcon_app = falcon.asgi.App()
falcon_app.add_route("/things", Things())


class Main(tornado.web.RequestHandler):
    async def get(self):
        await asyncio.to_thread(work)  #> request: routes.Main.get
