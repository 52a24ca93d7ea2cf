"""Pickle refuses lambdas, nested functions, and methods of objects that keep a lock; functions of a module travel."""

import pickle
import threading

import pytest


class Service:
    def __init__(self) -> None:
        self.lock = threading.Lock()

    def work(self) -> int:
        return 1


def of_module() -> int:
    return 1


def main() -> None:
    def nested() -> int:
        return 1

    for unpicklable in (lambda: 1, nested, Service().work):
        with pytest.raises((pickle.PicklingError, AttributeError, TypeError)):
            pickle.dumps(unpicklable)
    assert b"of_module" in pickle.dumps(of_module)  # by its name


main()
