"""ASO102: a synchronous SDK network call is made directly in a coroutine."""

import asyncio
import unittest

import chromadb
import httpx
import limits.storage
import modal
import obstore
import psycopg
import openai
import qdrant_client
import sqlalchemy
import stripe
import supabase
import workos
from google import genai
from langchain_core.callbacks import CallbackManagerForChainRun
from langchain_core.chat_history import InMemoryChatMessageHistory
from langchain_core.output_parsers import JsonOutputParser
from langchain_core.prompts import ChatPromptTemplate, PromptTemplate
from langgraph.checkpoint.memory import InMemorySaver
from llama_index.core.llms import CustomLLM
from llama_index.core.memory import ChatMemoryBuffer
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.postprocessor import SimilarityPostprocessor
from llama_index.core.storage.docstore import SimpleDocumentStore
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.embeddings.litellm import LiteLLMEmbedding
from llama_index.llms.replicate import Replicate
from mysql.connector.connection import MySQLConnection
from redis import Redis
from slack_sdk.oauth.installation_store import FileInstallationStore
from sqlalchemy.orm import sessionmaker
from twilio.rest import Client
from twilio.rest.voice.v3.transcription import TranscriptionPage

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
    first = gemini.models.generate_content(model="m", contents=pages[0]).text  # ASO102 gemini.aio.models
    texts = [gemini.models.generate_content(model="m", contents=page).text for page in pages]  # ASO102 gemini.aio
    return [first, *texts]


async def reads_an_answer(event: stripe.Event, session: stripe.checkout.Session) -> str | None:
    # A dictionary of the answer: nothing is sent.
    return session.metadata.get("user") or event.data.object.get("user")


async def asks(client: stripe.StripeClient, key: str) -> str | None:
    subscription = await client.v1.subscriptions.retrieve_async(key)
    return subscription.metadata.get("user")


async def hands_an_iterator_on(account: str) -> object:
    # It can be iterated in either way: nothing is sent here.
    page = await stripe.BalanceTransaction.list_async(stripe_account=account)
    return page.auto_paging_iter()


async def goes_through(account: str) -> list[object]:
    page = await stripe.BalanceTransaction.list_async(stripe_account=account)
    return list(page.auto_paging_iter())  # ASO102 iterate with `async for` over page.auto_paging_iter(...)


async def texts(number: str) -> object:
    return Client("sid", "token").messages.create(to=number)  # ASO102 needs Client(..., http_client=AsyncTwilioHttpClient())


async def names_an_image(key: str) -> modal.Image:
    # Lazy: it is looked up when a sandbox is made of it.
    return modal.Image.from_id(key)


async def entered_asynchronously(make: sessionmaker, statement: sqlalchemy.Select) -> None:
    # The annotation names the synchronous class, and the code says that it is another one.
    async with make() as session, session.begin():
        await session.execute(statement)
        session.expire_all()
    async with make() as session:
        async with session.begin():
            session.commit()
    with make() as session:
        session.commit()  # ASO102 await sqlalchemy.ext.asyncio.AsyncSession().commit(...)


async def iterated_asynchronously(cache: Redis) -> list[bytes]:
    async for key in cache.scan_iter("a*"):
        print(key)
    kept = [key async for key in cache.scan_iter("b*")]
    both = [(key, other) for key in kept async for other in cache.scan_iter(key)]
    return [key for key in cache.scan_iter("c*") if both]  # ASO102 redis.asyncio.Redis().scan_iter


async def takes_no_time(session: httpx.Client, make: sessionmaker, cursor: psycopg.Cursor) -> list[object]:
    # To close a client closes its sockets, a transaction begins with its first query, and the rows came with theirs.
    session.close()
    print(session.build_request("POST", "https://example.org", content="what is sent").read())
    make().begin()
    cursor.execute("select 1")  # ASO102 await psycopg.AsyncCursor().execute(...)
    return cursor.fetchall()


async def fills_in(model: str) -> object:
    # Text from text: `aformat` and `aparse` would wait for nothing either.
    question = PromptTemplate.from_template("Why is {model} slow?").format(model=model)
    chat = ChatPromptTemplate([("user", question)]).format_messages()
    return JsonOutputParser().parse(f"{chat}")


class Tests(unittest.IsolatedAsyncioTestCase):
    async def test_answer(self) -> None:
        assert await answer(httpx.get("https://example.org").text)


async def nothing_is_waited_for(
    connection: MySQLConnection, other: psycopg.Connection, collection: chromadb.Collection, nodes: list[object]
) -> None:
    connection.close()
    other.close()
    # Only a server's client has an asynchronous form.
    collection.count()
    CallbackManagerForChainRun.get_noop_manager().on_chain_end({})
    SimilarityPostprocessor(similarity_cutoff=0.5).postprocess_nodes(nodes)


async def lifespan(app: object) -> None:
    # Nobody is served yet.
    client.models.list()


async def main() -> None:
    print(httpx.get("https://example.org"))  # ASO102 httpx.get


asyncio.run(main())


async def looks(session: sqlalchemy.orm.Session) -> None:
    # What the session holds already.
    if session.in_transaction() or session.get_transaction():
        session.rollback()  # ASO102 AsyncSession().rollback


class Sandbox:
    def __init__(self, store: chromadb.ClientAPI) -> None:
        self.app = modal.App()
        self.store = store
        self.running: object = None

    async def start(self) -> None:
        # Entered asynchronously, or awaited further down: these do not block.
        self.running = self.app.run()
        await self.running.__aenter__()
        question = client.responses.create(model="m", input="q")
        await question
        await asyncio.wait_for(client.responses.create(model="m", input="q"), 5)

    async def look(self) -> None:
        # A client on disk has the same type: it has no asynchronous form.
        self.store.list_collections()
        # Nothing is sent yet.
        supabase.create_client("https://example.org", "key")


async def splits(documents: list[object], splitter: SentenceSplitter) -> object:
    # Its asynchronous form does the same on the event loop.
    return splitter.get_nodes_from_documents(documents)


async def remembers(messages: list[object]) -> list[object]:
    # A list in the process.
    memory = ChatMemoryBuffer.from_defaults()
    memory.put_messages(messages)
    return memory.get_all()


def in_threads(rows: object) -> list[object]:
    return list(rows)


async def gives_an_iterator_away(account: str) -> object:
    # Whoever gets it goes through it, in a thread perhaps.
    page = await stripe.BalanceTransaction.list_async(stripe_account=account)
    return in_threads(page.auto_paging_iter())


async def reads_lines(response: httpx.Response) -> list[str]:
    # The answer is there.
    return list(response.iter_lines())


async def streams(model: CustomLLM, question: str) -> object:
    # Its asynchronous form goes through the synchronous one, on the event loop.
    return model.stream_complete(question)


async def holds(history: InMemoryChatMessageHistory, documents: SimpleDocumentStore, messages: list[object]) -> object:
    # Dictionaries in the process.
    history.add_messages(messages)
    return documents.get_document("first")


async def lists(client: qdrant_client.QdrantClient) -> object:
    # A table that the package holds.
    return client.list_text_models()


async def closes(cursor: psycopg.Cursor, server: psycopg.ServerCursor) -> None:
    # Nothing is told to the server.
    cursor.close()
    server.close()  # ASO102 await psycopg.AsyncServerCursor().close


async def installs(store: FileInstallationStore, saver: InMemorySaver, installation: object) -> object:
    # `async_save` calls `save`, there on the event loop; the saver holds a dictionary.
    store.save(installation)
    return saver.get_tuple({})


async def integrates(model: Replicate, embedding: LiteLLMEmbedding, text: str) -> object:
    # What they inherit calls the synchronous method, on the event loop.
    answer = model.complete(text)
    return answer, embedding.get_text_embedding(text)


async def embeds(embedding: HuggingFaceEmbedding, text: str) -> list[float]:
    # In older releases on the event loop, and since then in a thread as well.
    return embedding.get_text_embedding(text)


async def limits_in_the_process(storage: limits.storage.MemoryStorage, shared: limits.storage.RedisStorage) -> int:
    # A counter in the process.
    own = storage.get("key")
    return own + shared.get("key")  # ASO102 limits.aio.storage.RedisStorage().get


async def stores(memory: obstore.store.MemoryStore, path: str) -> object:
    # A dictionary.
    return memory.get(path)


async def addresses(client: workos.WorkOSClient) -> object:
    # A text is put together.
    return client.sso.get_authorization_url_with_pkce(redirect_uri="https://example.org")


async def turns_the_page(page: TranscriptionPage) -> object:
    # Its asynchronous form fetches on the event loop.
    return page.next_page()
