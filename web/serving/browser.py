"""The reader's browser, opened at the page for whoever starts by a double click. No pages."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from contextlib import suppress
from urllib.parse import urlsplit

SECONDS = 60.0
"""How long a server that is there may take for /health, which searches once, on a machine that is busy."""


def open_at(address: str) -> None:
    """Open the browser at `address`, in a process of its own: it may wait for a window for long."""
    with suppress(OSError):  # the address stands on the terminal
        subprocess.Popen(  # our own interpreter
            [sys.executable, "-m", "webbrowser", address],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


def already(address: str) -> bool:
    """Is it a Baogao that answers there? Whatever else has the port is left alone."""
    where = urlsplit(address)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=SECONDS)
    try:
        connection.request("GET", "/health")
        told = json.loads(connection.getresponse().read())
    except (OSError, ValueError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return isinstance(told, dict) and "upkeep" in told
