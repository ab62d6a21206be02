"""Who changes something on the page, for the record of changes: until there are names, where they ask from."""

from __future__ import annotations

from flask import request

from archive.catalog import By


def asker() -> By:
    """The one who sent the current request, by the address it came from."""
    return By("page", request.remote_addr or "")
