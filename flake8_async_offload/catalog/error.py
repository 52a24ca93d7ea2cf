"""The fault of a catalogue file."""


class CatalogueError(ValueError):
    """A catalogue file that cannot be read: one line of text for each fault, `file:line: message`."""
