"""Which reports of the file of grams live, as of one state of it: their rows, lengths and cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from indexer.document import Card
from indexer.index.embedded.earlier_layout.cooccurrence import LONG
from indexer.index.embedded.earlier_layout.phrase_counts import Ask, Recovery, recovery
from indexer.index.part import Fonds

_COLUMNS = tuple(field.name for field in fields(Card))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The living reports as of one state of the store. `long`: the rows with a passage that is longer than `LONG`."""

    tick: int
    ids: Mapping[int, str]
    rows: Mapping[str, int]
    lengths: Mapping[str, int]
    average: float
    long: frozenset[int]
    recovery: Recovery | None
    cards: Mapping[str, Card]


@dataclass(frozen=True, slots=True)
class Part:
    """The living reports of some fonds."""

    rows: Mapping[str, int]
    lengths: Mapping[str, int]
    average: float


def snapshot(ask: Ask) -> Snapshot:
    """All of them, inside the caller's transaction."""
    tick, rows = ask("SELECT tick, rows FROM meta", ()).fetchone()
    reports = ask("SELECT row, id, length, longest FROM report", ()).fetchall()
    lengths = {name: length for _, name, length, _ in reports}
    columns = ask(f"SELECT {', '.join(_COLUMNS)} FROM card", ())  # noqa: S608 # our own column names
    return Snapshot(
        tick=tick,
        ids={row: name for row, name, _, _ in reports},
        rows={name: row for row, name, _, _ in reports},
        lengths=lengths,
        average=sum(lengths.values()) / len(lengths) if lengths else 0.0,
        long=frozenset(row for row, _, _, longest in reports if longest > LONG),
        recovery=recovery(ask, rows),
        cards={card.id: card for card in map(_card, columns)},
    )


def part(whole: Snapshot, fonds: Fonds) -> Part:
    """Those of some fonds."""
    lengths = {name: whole.lengths[name] for name, card in whole.cards.items() if card.fonds in fonds}
    rows = {name: whole.rows[name] for name in lengths}
    return Part(rows, lengths, sum(lengths.values()) / len(lengths) if lengths else 0.0)


def _card(row: tuple[object, ...]) -> Card:
    values = dict(zip(_COLUMNS, row, strict=True))
    values["title_derived"] = bool(values["title_derived"])
    return Card(**values)  # type: ignore[arg-type] # they went in with these types
