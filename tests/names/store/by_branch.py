"""A module whose `__getattr__` says in branches what it imports."""


def __getattr__(name: str):
    if name == "Bucket":
        from store.remote import Bucket

        return Bucket
    if name in ("Shelf", "opened"):
        from store import local

        return getattr(local, name)
    if name == "made":
        return made_once()
    raise AttributeError(f"no {name}")


def made_once():
    from store.remote import Bucket

    return Bucket()
