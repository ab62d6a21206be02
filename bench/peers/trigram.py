"""SQLite's own answer for languages without blanks: FTS5 with the tokenizer `trigram`, text stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from pathlib import Path

from bench.corpus import decoded
from bench.peers.base import Peer

SHORT = 3
"""Below so many characters the tokenizer has no token: the whole table is read. (LIKE finds nothing there.)"""


class Trigram(Peer):
    """One row a file."""

    name = "SQLite FTS5 trigram"
    about = "tokenize=trigram, text stored; a phrase, and instr() below three characters"

    def missing(self) -> str:
        """The tokenizer came with SQLite 3.34."""
        return "" if sqlite3.sqlite_version_info >= (3, 34) else "SQLite 3.34"

    def build(self, files: Sequence[Path], folder: Path) -> None:
        """One transaction."""
        connection = sqlite3.connect(folder / "trigram.db")
        with connection:
            connection.execute("CREATE VIRTUAL TABLE t USING fts5(x, tokenize='trigram')")
            rows = ((number, decoded(path)) for number, path in enumerate(files))
            connection.executemany("INSERT INTO t(rowid, x) VALUES(?, ?)", rows)
        connection.close()

    def open(self, files: Sequence[Path], folder: Path) -> None:
        """One connection."""
        self.connection = sqlite3.connect(folder / "trigram.db")
        self.next = len(files)

    def answers(self, phrase: str, way: str) -> Collection[int]:
        """The rows that match."""
        del way
        if len(phrase) < SHORT:
            found = self.connection.execute("SELECT rowid FROM t WHERE instr(x, ?)", (phrase,))
        else:
            found = self.connection.execute("SELECT rowid FROM t WHERE t MATCH ?", (_quoted(phrase),))
        return {number for (number,) in found}

    def bare(self, text: str) -> bool:
        """Twenty rows by rank with their snippets."""
        if len(text) < SHORT:
            asked, value = "instr(x, ?)", text
        else:
            asked, value = "t MATCH ? ORDER BY rank", _quoted(text)
        sql = f"SELECT rowid, snippet(t, 0, '[', ']', '…', 64) FROM t WHERE {asked} LIMIT 20"
        self.connection.execute(sql, (value,)).fetchall()
        return True

    def add_one(self, path: Path) -> None:
        """One transaction."""
        with self.connection:
            self.connection.execute("INSERT INTO t(rowid, x) VALUES(?, ?)", (self.next, decoded(path)))
        self.next += 1


def _quoted(phrase: str) -> str:
    return '"' + phrase.replace('"', '""') + '"'
