"""How a report becomes rows of the grams' file: its tokens, its length, its card. Transactions live in `bigrams`.

A row of `g` is never changed: see there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import fields

from archive.text.fold import fold_text
from indexer.document import Card, Document
from indexer.index.embedded.bigram_tokens import TOKENIZER, tokens
from indexer.index.embedded.cooccurrence import longest, packed
from indexer.index.embedded.phrase_counts import Ask

_COLUMNS = tuple(field.name for field in fields(Card))
TABLES = f"""
CREATE VIRTUAL TABLE g USING fts5(x, content='', columnsize=0, tokenize="{TOKENIZER.replace('"', '""')}");
CREATE TABLE report(row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, length INTEGER NOT NULL,
                    longest INTEGER NOT NULL, passages BLOB NOT NULL);
CREATE TABLE card(row INTEGER PRIMARY KEY, digest BLOB NOT NULL, folded_title TEXT NOT NULL, {", ".join(_COLUMNS)});
CREATE TABLE meta(fingerprint TEXT NOT NULL, last_change INTEGER NOT NULL, tick INTEGER NOT NULL,
                  rows INTEGER NOT NULL);
"""
EVERY_CARD = f"SELECT {', '.join(_COLUMNS)} FROM card"  # noqa: S608 # our own column names


def digest_of(passages: Iterable[str]) -> bytes:
    """What tells a report's folded text from another."""
    return hashlib.blake2b("\n".join(passages).encode(), digest_size=16).digest()


def write(ask: Ask, documents: Iterable[Document], removed: Collection[str], last_change: int) -> None:
    """Documents in, `removed` out, and the number of the last change."""
    rows = ask("SELECT rows FROM meta", ()).fetchone()[0]
    for name in removed:
        _forget(ask, name)
    for document in documents:
        rows += _put(ask, document, rows + 1)
    ask("UPDATE meta SET last_change = ?, rows = ?, tick = tick + 1 WHERE rowid = 1", (last_change, rows))


def _put(ask: Ask, document: Document, row: int) -> int:
    """How many rows that took: none where only the card is new.

    One row a statement: for a statement that may have to be undone in part, SQLite makes FTS5 write a segment first.
    """
    digest = digest_of(document.passages)
    known = ask(
        "SELECT card.row, digest FROM report JOIN card USING (row) WHERE report.id = ?", (document.id,)
    ).fetchone()
    same = known is not None and known[1] == digest
    if same:
        row = known[0]
        ask("DELETE FROM card WHERE row = ?", (row,))
    else:
        if known is not None:
            _forget(ask, document.id)
        length = sum(map(len, document.passages))
        kept = (row, document.id, length, longest(document.passages), packed(document.passages))
        ask("INSERT INTO report VALUES(?, ?, ?, ?, ?)", kept)
        ask("INSERT INTO g(rowid, x) VALUES(?, ?)", (row, tokens(document.passages)))
    values = [getattr(document.card, name) for name in _COLUMNS]
    places = ", ".join("?" * (3 + len(values)))
    ask(
        f"INSERT INTO card VALUES({places})",
        (row, digest, fold_text(document.card.title or ""), *values),
    )
    return 0 if same else 1


def _forget(ask: Ask, name: str) -> None:
    ask("DELETE FROM card WHERE row = (SELECT row FROM report WHERE id = ?)", (name,))
    ask("DELETE FROM report WHERE id = ?", (name,))


def card(row: tuple[object, ...]) -> Card:
    """The card of a row that `EVERY_CARD` gave."""
    values = dict(zip(_COLUMNS, row, strict=True))
    values["title_derived"] = bool(values["title_derived"])
    return Card(**values)  # type: ignore[arg-type] # they went in with these types
