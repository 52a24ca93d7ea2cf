"""Imports at any depth, under any name, and the two sides of an `except ImportError`."""

import importlib
import os.path
import types
import xml.etree.ElementTree as etree
from typing import TYPE_CHECKING

import google.genai
import httpx as http
from google.genai import Client as GenaiClient

try:
    import orjson as json
except ImportError:
    import json

try:
    from redis import Redis
except ImportError:
    Redis = None

if TYPE_CHECKING:
    from openai import OpenAI


def lazily(name: str) -> types.ModuleType: ...


requests = lazily("requests")
pandas = importlib.import_module("pandas")


def names(api: "OpenAI") -> None:
    #? httpx.Client().get
    http.Client().get
    #? google.genai.Client().models.generate_content
    GenaiClient().models.generate_content
    #? google.genai.Client().models.generate_content
    google.genai.Client().models.generate_content
    #? os.path.exists
    os.path.exists
    #? xml.etree.ElementTree.parse
    etree.parse
    #? orjson.dumps
    json.dumps
    #? redis.Redis().get
    Redis().get
    #? openai.OpenAI().responses.create
    api.responses.create
    #? open
    open
    #? requests.get
    requests.get
    #? pandas.read_csv
    pandas.read_csv
    #? None
    nothing_here.get
