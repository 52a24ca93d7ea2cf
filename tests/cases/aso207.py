"""ASO207: a health endpoint is a plain `def`, and must wait for a thread to say that the process lives."""

import flask
from fastapi import APIRouter, Depends, FastAPI
from starlette.applications import Starlette
from starlette.authentication import requires
from starlette.responses import PlainTextResponse
from starlette.routing import Route

app = FastAPI()


def require_permission() -> object:
    return object()


router = APIRouter(prefix="/api")
site = flask.Flask(__name__)


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
routes = Starlette(routes=[Route("/health", starlette_health), Route("/", starlette_health)])  # ASO207
