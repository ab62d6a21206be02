"""Who sits at the terminal, for the record of what people change."""

from __future__ import annotations

import getpass

from archive.catalog import By


def operator() -> By:
    """The one who runs the command, by the name of their account; "" where this machine knows none."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError, ImportError):  # a number without an account; on Windows no variable that says it
        name = ""
    return By("command", name)
