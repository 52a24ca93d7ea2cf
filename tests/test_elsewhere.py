"""Whether another file may use what `fix` changes: names of modules, and attributes of classes."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_async_offload.elsewhere import used_elsewhere


@pytest.mark.parametrize(
    ("private", "other", "used"),
    [
        ("_ask", "from app.chat import _ask\n", True),
        ("_ask", "from app import chat\nchat._ask()\n", True),
        ("_ask", "from app.chat import *\n_ask()\n", True),
        ("_ask", "def _ask():\n    pass\n", False),  # one of its own
        ("_ask", "from app import chat\nchat._asked()\n", False),
        ("Reader._read", "class Page:\n    def _read(self):\n        return self._read()\n", False),
        ("Reader._read", "def f(x):\n    return x._read()\n", True),
        ("Reader._read", "def f(self):\n    return self.x._read()\n", True),
        ("Reader._read", "f = getattr(x, '_read')\n", True),
        ("Reader._read", "class Book(chat.Reader):\n    def f(self):\n        return self._read()\n", True),
        ("Reader._read", "class Book(chat.Reader):\n    pass\n", False),
        ("Reader._read", "_read = 1\n", False),
    ],
)
def test_a_use_in_another_file(tmp_path: Path, private: str, other: str, used: bool) -> None:
    chat = tmp_path / "app" / "chat.py"
    chat.parent.mkdir()
    chat.write_text("def _ask(): pass\nclass Reader:\n    def _read(self): pass\n", encoding="utf-8")
    (tmp_path / "other.py").write_text(other, encoding="utf-8")
    assert used_elsewhere(tmp_path)(private, str(chat)) is used


def test_a_class_derived_from_a_derived_class(tmp_path: Path) -> None:
    for name, text in (
        ("chat", "class Reader:\n    def _read(self): pass\n"),
        ("book", "from chat import Reader\nclass Book(Reader): pass\n"),
        ("page", "from book import Book\nclass Page(Book):\n    def f(self): self._read()\n"),
    ):
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    assert used_elsewhere(tmp_path)("Reader._read", str(tmp_path / "chat.py"))


def test_a_name_of_a_package_itself_may_be_used_by_any_file(tmp_path: Path) -> None:
    for name, text in (("__init__", "def _ask(): pass\n"), ("part", "from . import _ask\n")):
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    assert used_elsewhere(tmp_path)("_ask", str(tmp_path / "__init__.py"))
