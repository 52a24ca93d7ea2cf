"""Parameters: by annotation, by default, by what a dependency gives, by type alias; a bare one is the caller's."""

from typing import Annotated, Any, Optional, Union

import httpx
import requests
from fastapi import Depends


def get_client() -> httpx.Client:
    return httpx.Client()


def get_session():
    with requests.Session() as session:
        yield session


async def get_later():
    return requests.Session()


ClientDep = Annotated[httpx.Client, Depends(get_client)]
SessionDep = Annotated[Any, Depends(get_session)]


async def names(
    plain: httpx.Client,
    quoted: "httpx.Client",
    either: httpx.Client | None,
    optional: Optional[httpx.Client],
    several: Union[httpx.Client, requests.Session],
    dependency: ClientDep,
    bare,
    anything: Any,
    client=Depends(get_client),
    session=Depends(get_session),
    later=Depends(get_later),
    given: httpx.Client | None = None,
) -> None:
    #? httpx.Client().get
    plain.get
    #? httpx.Client().get
    quoted.get
    #? httpx.Client().get
    either.get
    #? httpx.Client().get
    optional.get
    #? None
    several.get
    #? httpx.Client().get
    dependency.get
    #? None
    bare.get
    #? None
    anything.get
    #? httpx.Client().get
    client.get
    #? requests.Session().get
    session.get
    #? requests.Session().get
    later.get
    #? httpx.Client().get
    given.get
    made = bare or httpx.Client()
    #? httpx.Client().get
    made.get


def chosen(render=None, session=None):
    #? None
    function = render or get_client
    #? requests.Session()
    connection = session or requests.Session()
    return function, connection
