"""Views of django-ninja."""

from asgiref.sync import sync_to_async
from ninja import Router

router = Router()


def work() -> None: ...


@router.get("/orders/{id}")
async def order(request, id: int):
    await sync_to_async(work)()  #> request: GET /orders/{id}
