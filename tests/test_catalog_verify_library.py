"""Reading packages for `catalog verify`: what griffe alone gets wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("griffe")

if TYPE_CHECKING:
    from pathlib import Path


def test_a_member_named_like_the_base_does_not_hide_it(tmp_path: Path) -> None:
    import griffe

    from flake8_async_offload.catalog_verify.library import Library, base_paths

    (tmp_path / "acme.py").write_text(
        "class Base: pass\nclass A(object):\n    object = False\nclass B(Base):\n    Base = 1\n    name = 2\n"
    )
    library = Library([tmp_path])
    plain, own = library.lookup("acme.A"), library.lookup("acme.B")
    assert isinstance(plain, griffe.Class)
    assert isinstance(own, griffe.Class)
    assert list(base_paths(plain)) == ["object"]
    assert list(base_paths(own)) == ["acme.Base"]
    assert library.lookup("acme.B.name") is not None


def test_a_future_of_threads_is_no_awaitable(tmp_path: Path) -> None:
    from flake8_async_offload.catalog_verify.kinds import kind
    from flake8_async_offload.catalog_verify.library import Library
    from flake8_async_offload.catalog_verify.values import Reader

    (tmp_path / "acme.py").write_text(
        "import asyncio, concurrent.futures\n"
        "class Future(concurrent.futures.Future): pass\n"
        "class Own(Future): pass\n"
        "class Loop(asyncio.Future): pass\n"
        "def thread() -> Own: ...\n"
        "def loop() -> Loop: ...\n"
    )
    reader = Reader(Library([tmp_path]))
    thread, loop = kind(reader, "acme.thread"), kind(reader, "acme.loop")
    assert thread is not None
    assert thread.shape is None
    assert loop is not None
    assert loop.shape == "await"


def test_a_generic_class_is_called_with_its_type(tmp_path: Path) -> None:
    from flake8_async_offload.catalog_verify.library import Library
    from flake8_async_offload.catalog_verify.values import Reader

    (tmp_path / "acme.py").write_text(
        "from typing import Generic, TypeVar\n"
        "T = TypeVar('T')\n"
        "class Box(Generic[T]):\n    def put(self): ...\n"
        "class Client:\n    def __init__(self):\n        self.box = Box[int]()\n"
    )
    assert [value.path for value in Reader(Library([tmp_path])).resolve("acme.Client().box.put")] == ["acme.Box.put"]


def test_what_a_line_names_is_public_even_outside_all(tmp_path: Path) -> None:
    from flake8_async_offload.catalog_verify.library import Library
    from flake8_async_offload.catalog_verify.surface import callables
    from flake8_async_offload.catalog_verify.values import Reader

    (tmp_path / "acme.py").write_text("__all__ = ['Listed']\ndef connect(): ...\ndef other(): ...\nclass Listed: ...\n")
    found = callables(Reader(Library([tmp_path])), ["acme.connect"], lambda _: False)
    assert set(found) == {"acme.Listed", "acme.connect"}


def test_a_folder_without_init_inside_a_package_is_read(tmp_path: Path) -> None:
    from flake8_async_offload.catalog_verify.library import Library

    folder = tmp_path / "acme" / "sync" / "deep"
    folder.mkdir(parents=True)
    (tmp_path / "acme" / "__init__.py").write_text("from .sync.deep.main import Box\n")
    (folder / "main.py").write_text("class Box:\n    def put(self): ...\n")
    assert Library([tmp_path]).lookup("acme.Box.put") is not None


def test_a_proxy_does_not_hide_the_submodule_it_imports_later(tmp_path: Path) -> None:
    from flake8_async_offload.catalog_verify.library import Library
    from flake8_async_offload.catalog_verify.surface import callables
    from flake8_async_offload.catalog_verify.values import Reader

    (tmp_path / "acme" / "resources").mkdir(parents=True)
    (tmp_path / "acme" / "__init__.py").write_text(
        "from ._proxy import resources as resources\nfrom .resources import Files as _Files\n"
        "class Client:\n    def __init__(self):\n        self.files = _Files()\n"
    )
    (tmp_path / "acme" / "_proxy.py").write_text("resources = Proxy()\n")
    (tmp_path / "acme" / "resources" / "__init__.py").write_text("class Files:\n    def get(self): ...\n")
    lines = ["acme.Client().**", "acme.resources.**.*().*"]
    found = callables(Reader(Library([tmp_path])), lines, lambda _: False)
    # The class is looked at under its own name, and on the way from the client as well.
    assert {"acme.Client().files.get", "acme.resources.Files().get"} <= set(found)


def test_a_lazy_module_gives_no_name_that_it_never_says(tmp_path: Path) -> None:
    from flake8_async_offload.catalog_verify.library import Library

    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "__init__.py").write_text('__all__ = ("Client",)\ndef __getattr__(name): ...\n')
    (tmp_path / "acme" / "_client.py").write_text("class Client: ...\nclass AsyncClient: ...\n")
    library = Library([tmp_path])
    assert library.lookup("acme.Client") is not None
    assert library.lookup("acme.AsyncClient") is None
