"""What SQLite reports when it cannot: by its numbers, never by its words. What becomes of it is its callers' matter."""

from __future__ import annotations

import sqlite3


def primary_code(problem: sqlite3.Error) -> int:
    """The primary result code, the lowest eight bits of what SQLite reports (sqlite.org/rescode.html).

    SQLITE_MISUSE where Python itself refused the call and SQLite said nothing.
    """
    return int(getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_MISUSE)) & 0xFF
