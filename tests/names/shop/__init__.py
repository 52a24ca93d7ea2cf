"""A project of several files."""

from shop.clients import Gateway as Gateway
