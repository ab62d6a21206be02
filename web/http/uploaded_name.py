"""What a file that came through a form is called: its own name, no folder of whoever sent it."""

from __future__ import annotations

from werkzeug.datastructures import FileStorage

LONGEST = 100
"""Characters of a name, its end: the suffix tells the format."""


def own_name(file: FileStorage) -> str:
    """The last piece of the path that a browser gave, "" where it gave none."""
    return (file.filename or "").replace("\\", "/").rpartition("/")[2][-LONGEST:]
