"""Imported by its name in a string, relative to the package."""

import pathlib


class Shelf:
    def read(self, key: str) -> bytes:
        return pathlib.Path(key).read_bytes()


def opened() -> Shelf:
    return Shelf()
