"""Who changes something on the page, for the record of changes: by name, else where they ask from."""

from __future__ import annotations

from flask import g, request

from archive.catalog import By


def asker() -> By:
    """The one who sent the current request: the account's name, or the address it came from where nobody needs one."""
    reader = g.get("reader")
    return By("page", (reader.name if reader is not None else "") or request.remote_addr or "")
