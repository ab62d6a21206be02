"""Writes an index as the release before did, in SQLite's FTS5: rows, tokens, canaries, sums, and words beside them."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import struct
import zlib
from array import array
from collections.abc import Collection, Iterable
from contextlib import closing
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

from archive.text.fold import fold_text
from indexer.analysis.analyzer import Analyzer
from indexer.document import Card, Document, document_of
from indexer.index import ranking
from indexer.index.embedded import earlier_layout, generations, word_store
from indexer.index.embedded.earlier_layout.phrase_counts import CANARIES, CANARY
from indexer.index.embedded.engine import EmbeddedEngine
from indexer.index.embedded.folded_text import digest_of
from indexer.workspace import Workspace

NUMBER = 1
STORE = f"grams-{NUMBER:06}.db"
_COLUMNS = tuple(field.name for field in fields(Card))
_NAMED = "\x1f" + "".join(c for c in map(chr, range(0x21, 0x7F)) if not c.isalnum())
_TOKENIZER = ("ascii tokenchars '" + _NAMED.replace("'", "''") + "'").replace('"', '""')
_END = "\u3000"
_TABLES = f"""
PRAGMA journal_mode = WAL;
CREATE VIRTUAL TABLE g USING fts5(x, content='', columnsize=0, tokenize="{_TOKENIZER}");
CREATE TABLE report(row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, length INTEGER NOT NULL,
                    longest INTEGER NOT NULL, passages BLOB NOT NULL);
CREATE TABLE card(row INTEGER PRIMARY KEY, digest BLOB NOT NULL, folded_title TEXT NOT NULL, {", ".join(_COLUMNS)});
CREATE TABLE meta(fingerprint TEXT NOT NULL, last_change INTEGER NOT NULL, tick INTEGER NOT NULL,
                  rows INTEGER NOT NULL);
"""


class EarlierIndex:
    """An index in `folder`, for the archive of this name; each `update` is a transaction, `finish` puts it in force."""

    def __init__(self, folder: Path, analyzer: Analyzer, archive: str = "") -> None:
        self.folder = folder
        self.path = folder / STORE
        self.analyzer = analyzer
        self.fingerprint = f"embedded-{earlier_layout.LAYOUT} {ranking.fingerprint(analyzer)} {archive}".rstrip()
        self.living: dict[str, Document] = {}
        self.last_change = 0
        folder.mkdir(parents=True, exist_ok=True)
        with closing(self._connection()) as connection:
            connection.executescript(_TABLES)
            canaries = [(row, " ".join([CANARY] * n)) for row, n in enumerate(CANARIES, 1)]
            connection.executemany("INSERT INTO g(rowid, x) VALUES(?, ?)", canaries)
            connection.execute("INSERT INTO meta VALUES(?, 0, 0, ?)", (self.fingerprint, len(CANARIES)))

    def update(self, documents: Iterable[Document], removed: Collection[str], last_change: int) -> None:
        """What has come gets new rows, and what is gone leaves its rows without a report."""
        self.last_change = last_change
        with closing(self._connection()) as connection:
            connection.execute("BEGIN")
            for name in removed:
                self._forget(connection, name)
            for document in documents:
                self._forget(connection, document.id)
                self._put(connection, document)
            connection.execute("UPDATE meta SET last_change = ?, tick = tick + 1", (last_change,))
            connection.execute("COMMIT")

    def finish(self) -> None:
        """Sums beside the file, words of what lives, and CURRENT."""
        self.sum_up()
        words = self.folder / f"{NUMBER:06}"
        words.mkdir()
        counted = ((one.id, ranking.word_frequencies(one, self.analyzer)) for one in self.living.values())
        word_store.build(words, ((name, {word.encode(): n for word, n in found.items()}) for name, found in counted))
        generations.seal(words, self.last_change, self.fingerprint)
        generations.take_over(self.folder, generations.Current(STORE, words.name, earlier_layout.LAYOUT))

    def sum_up(self) -> None:
        """All into the file, and the CRC of each of its pages beside it."""
        with closing(self._connection()) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (tick,) = connection.execute("SELECT tick FROM meta").fetchone()
            (size,) = connection.execute("PRAGMA page_size").fetchone()
        content, status = self.path.read_bytes(), self.path.stat()
        crcs = array("I", (zlib.crc32(content[at : at + size]) for at in range(0, len(content), size))).tobytes()
        head = json.dumps({"tick": tick, "size": status.st_size, "time": status.st_mtime_ns}).encode()
        sums = head + b"\n" + crcs + zlib.crc32(head + crcs).to_bytes(4, "little")
        self.path.with_name(f"{STORE}-sums").write_bytes(sums)

    def _connection(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None)
        connection.execute("PRAGMA synchronous = OFF")  # nobody pulls the plug of a test
        return connection

    def _put(self, connection: sqlite3.Connection, document: Document) -> None:
        connection.execute("UPDATE meta SET rows = rows + 1")
        (row,) = connection.execute("SELECT rows FROM meta").fetchone()
        lengths = [len(passage) for passage in document.passages]
        packed = struct.pack(f"<{len(lengths)}I", *lengths)
        kept = row, document.id, sum(lengths), max(lengths, default=0), packed
        connection.execute("INSERT INTO report VALUES(?, ?, ?, ?, ?)", kept)
        connection.execute("INSERT INTO g(rowid, x) VALUES(?, ?)", (row, _tokens(document.passages)))
        title = fold_text(document.card.title or "")
        values = row, digest_of(document.passages), title, *(getattr(document.card, name) for name in _COLUMNS)
        connection.execute(f"INSERT INTO card VALUES({', '.join('?' * len(values))})", values)
        self.living[document.id] = document

    def _forget(self, connection: sqlite3.Connection, name: str) -> None:
        self.living.pop(name, None)
        connection.execute("DELETE FROM card WHERE row = (SELECT row FROM report WHERE id = ?)", (name,))
        connection.execute("DELETE FROM report WHERE id = ?", (name,))


def _tokens(passages: Iterable[str]) -> str:
    """Each character with its successor; a passage's last one with an end mark, so no phrase crosses two passages."""
    ended = (passage + _END for passage in passages)
    return " ".join(one + after for passage in ended for one, after in pairwise(passage))


def leave_behind(home: Path) -> EarlierIndex:
    """In place of whatever index the home has: the release before's, level with the catalog."""
    with Workspace(home) as workspace:
        catalog, engine = workspace.catalog, workspace.engine
        assert isinstance(engine, EmbeddedEngine)
        for path in list((home / "index").glob("*")):
            if path.is_dir() and re.fullmatch(r"\d{6}|positions-\d{6}", path.name):
                shutil.rmtree(path)
        index = EarlierIndex(home / "index", workspace.analyzer, engine.archive)
        index.update(map(document_of, catalog.records(catalog.ids())), (), catalog.last_change())
    index.finish()
    return index
