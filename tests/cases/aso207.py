"""ASO207: a health endpoint is a plain `def`, and must wait for a thread to say that the process lives."""

import sqlite3

import flask
import gradio
from fastapi import APIRouter, Depends, FastAPI, Response
from starlette.applications import Starlette
from starlette.authentication import requires
from starlette.responses import PlainTextResponse
from starlette.routing import Route

app = FastAPI()


def require_permission() -> object:
    return object()


router = APIRouter(prefix="/api")
site = flask.Flask(__name__)
probes = APIRouter(prefix="/health")
jobs = APIRouter(prefix="/jobs")
mounted = APIRouter()
HEALTH_PATH = "/healthz"
PREFIX = "/internal"


@app.get("/health")  # ASO207 `GET /health`
def health() -> str:
    return "ok"


@router.get("/healthz/", tags=["probes"])  # ASO207 AnyIO's thread limiter
def healthz() -> str:
    return "ok"


@app.api_route("/api/v1/status", methods=["GET", "HEAD"])  # ASO207
def status() -> str:
    return "ok"


@router.get("/database/health")  # ASO207
def database(session: object = Depends(object)) -> str:
    return str(session)


@router.get("/interpreter/health")
def for_administrators(user: object = Depends(require_permission)) -> str:
    # An orchestrator does not say who it is.
    return str(user)


@router.get("/health")
@requires(["authenticated"])
def for_users() -> str:
    return "ok"


@app.get("/ready")
async def ready() -> str:
    return "ok"


@app.get("/jobs/{job}/status")
def job_status(job: str) -> str:
    return job


@app.get("/documents/status")
def document_status() -> str:
    return "all read"


@app.get("/ping/{host}")
def ping(host: str) -> str:
    return host


@app.get("/status")
def trades(rpc: object) -> list[str]:
    return [str(rpc)]


@app.get(HEALTH_PATH)  # ASO207 `GET /healthz`
def by_constant() -> str:
    return "ok"


@app.get(path=f"{PREFIX}/livez")  # ASO207 `GET /internal/livez`
def by_parts() -> str:
    return "ok"


@probes.get("")  # ASO207 `GET /health`
def below_a_prefix() -> str:
    return "ok"


@probes.get("/ready")  # ASO207 `GET /health/ready`
def asks_what_every_request_brings(response: Response, session: object = Depends(object)) -> str:
    response.status_code = 503
    return str(session)


@probes.get("/readyz")  # ASO207 make it `async def`, and await what it asks
def asks_a_database() -> str:
    sqlite3.connect("jobs.db").execute("SELECT 1")
    return "ok"


@mounted.get("/status")
def status_of_whatever_it_is_mounted_below() -> str:
    return "recording"


@mounted.get("/healthz")  # ASO207
def health_of_whatever_it_is() -> str:
    return "ok"


@jobs.get("/status")
def status_of_a_job() -> str:
    return "done"


def create(interface: object) -> FastAPI:
    made = FastAPI()
    if interface:
        made = gradio.mount_gradio_app(made, interface, path="/ui")

    @made.get("/health")  # ASO207
    def health() -> str:
        return "ok"

    return made


@app.get("/ping")
def pings(host: str) -> str:
    return host


@app.post("/status")
def set_status(status: str) -> str:
    return status


@app.get("/healthy-food")
def food() -> str:
    return "apple"


@site.get("/health")
def wsgi_health() -> str:
    return "ok"


def starlette_health(request: object) -> PlainTextResponse:
    return PlainTextResponse("ok")


app.add_api_route("/livez", health)  # ASO207 make it `async def`
app.router.add_api_route(path="/livez", endpoint=health)  # ASO207 `GET /livez`
probes.add_api_route("/live", health)  # ASO207 `GET /health/live`
routes = Starlette(routes=[Route("/health", starlette_health), Route("/", starlette_health)])  # ASO207


accounts = APIRouter(prefix="/v1/accounts")


@accounts.get("/status")
def whether_an_administrator_exists() -> bool:
    return False


@accounts.get("/healthz")  # ASO207 GET /v1/accounts/healthz
def accounts_health() -> str:
    return "ok"
