"""ASO102: a synchronous SDK network call is made directly in a coroutine."""

import asyncio

import httpx
import modal
import openai
import stripe
from google import genai

client = openai.OpenAI()


async def answer(question: str) -> str:
    result = client.responses.create(model="m", input=question)  # ASO102 openai.AsyncOpenAI().responses.create(...)
    return result.output_text.strip()


async def fetch(url: str) -> bytes:
    with httpx.Client(timeout=5) as session:
        return session.get(url).content  # ASO102 await httpx.AsyncClient().get(...)


async def constructs() -> httpx.Client:
    # Constructors, builders and reads of an answer do no I/O.
    session = httpx.Client(headers={})
    request = session.build_request("GET", "https://example.org")
    return session if request.headers.get("x") else httpx.Client()


async def offloads(question: str) -> object:
    def ask() -> object:
        return client.responses.create(model="m", input=question)

    return await asyncio.to_thread(ask)


async def awaits(api: openai.AsyncOpenAI) -> object:
    return await api.responses.create(model="m", input="q")


def synchronous(question: str) -> object:
    return client.responses.create(model="m", input=question)


gemini = genai.Client()


async def same_object(pages: list[str]) -> list[str | None]:
    first = (await gemini.aio.models.generate_content(model="m", contents=pages[0])).text  # ASO102 gemini.aio.models
    texts = [(await gemini.aio.models.generate_content(model="m", contents=page)).text for page in pages]  # ASO102 gemini.aio
    return [first, *texts]


async def reads_an_answer(event: stripe.Event, session: stripe.checkout.Session) -> str | None:
    # A dictionary of the answer: nothing is sent.
    return session.metadata.get("user") or event.data.object.get("user")


async def asks(client: stripe.StripeClient, key: str) -> str | None:
    subscription = await client.v1.subscriptions.retrieve_async(key)
    return subscription.metadata.get("user")


async def names_an_image(key: str) -> modal.Image:
    # Lazy: it is looked up when a sandbox is made of it.
    return modal.Image.from_id(key)
