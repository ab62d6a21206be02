"""What every record of deeds must do, whatever store is behind it: a test class inherits it and gives `people`."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from archive.catalog.stores.database import Database
from archive.errors import CatalogError
from archive.people.audit import LONGEST, Audit, Wanted
from archive.people.audit_chain import KINDS, Deed, Pruned, Witness, what_of

DEED = Deed("search", "search.results", "张三", "page", "10.0.0.7", "1,3", what_of({"q": "一岗双责"}))


def days_ago(days: float) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


class AuditContract:
    """Lines are added, found, pruned, and never changed."""

    def test_what_was_added_is_read_as_it_was(self, people: Database) -> None:
        audit = Audit(people)
        assert audit.last() == Witness(0, "0" * 64)
        for kind in KINDS:
            audit.add(Deed(kind, "a", "李四", "command", "", "", what_of({"ids": ["ab12"], "n": 3}), "usage.bad"))
        line = audit.add(DEED, at="2026-11-30T01:02:03.004Z")
        assert audit.recent(limit=1) == [line]
        assert (line.number, line.deed, line.at) == (len(KINDS) + 1, DEED, "2026-11-30T01:02:03.004Z")
        assert audit.last() == Witness(line.number, line.hash)
        assert [one.number for one in audit.lines()] == [*range(1, line.number + 1)]
        assert audit.verify().fault is None

    def test_what_no_store_takes_is_kept_as_something_that_it_takes(self, people: Database) -> None:
        audit = Audit(people)
        line = audit.add(
            Deed("refused", "x\0y\nz", "\ud800张", address="1" * 10_000, what=what_of({"q": "a\0\ud800b"}))
        )
        assert (line.deed.act, line.deed.who, len(line.deed.address)) == ("x�y�z", "?张", LONGEST)
        assert json.loads(line.deed.what)["q"].startswith("a\0")
        assert audit.recent() == [line]
        assert audit.verify().fault is None

    @pytest.mark.parametrize(
        ("wanted", "numbers"),
        [
            (Wanted(), [4, 3, 2, 1]),
            (Wanted(who="张三"), [4, 1]),
            (Wanted(kind="export"), [3, 2]),
            (Wanted(who="张三", kind="export"), []),
            (Wanted(act="serve"), [4]),
            (Wanted(since="2026-01-02"), [4, 3, 2]),
            (Wanted(since="2026-01-02", until="2026-01-03"), [2]),
            (Wanted(who="张三'; DROP TABLE audit; --"), []),
        ],
    )
    def test_lines_are_found_by_who_what_and_when(self, people: Database, wanted: Wanted, numbers: list[int]) -> None:
        audit = Audit(people)
        deeds = [("search", "a", "张三"), ("export", "a", "李四"), ("export", "b", "李四"), ("change", "serve", "张三")]
        for day, (kind, act, who) in enumerate(deeds, 1):
            audit.add(Deed(kind, act, who), at=f"2026-01-0{day}T00:00:00.000Z")  # type: ignore[arg-type] # rows name kinds
        assert [line.number for line in audit.recent(wanted)] == numbers
        assert [line.number for line in audit.lines(wanted)] == numbers[::-1]
        assert audit.count(wanted) == len(numbers)
        assert [line.number for line in audit.recent(wanted, limit=1, offset=1)] == numbers[1:2]
        assert audit.names() == ["张三", "李四"]

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit SET who = '王五' WHERE number = 3",
            "UPDATE audit SET number = 9 WHERE number = 3",
            "DELETE FROM audit",
            "DELETE FROM audit WHERE number = 3",
            "INSERT OR REPLACE INTO audit_pruned (number, hash) VALUES (1, 'x')",
            "UPDATE audit_pruned SET hash = 'x'",
            "DELETE FROM audit_pruned",
        ],
    )
    def test_a_statement_that_changes_a_line_is_refused(self, people: Database, statement: str) -> None:
        audit = Audit(people)
        audit.add(DEED, at=days_ago(400))
        audit.prune(180)
        audit.add(DEED)
        audit.add(DEED)
        before = list(audit.lines())
        with pytest.raises(CatalogError), people.transaction():
            people.execute(statement)
        assert list(audit.lines()) == before
        assert audit.verify().fault is None

    def test_pruning_keeps_what_is_young_and_says_what_went(self, people: Database) -> None:
        audit = Audit(people)
        old = [audit.add(DEED, at=days_ago(200 - number)) for number in range(3)]
        back = audit.add(DEED, at=days_ago(10))  # and then the clock went back
        audit.add(DEED, at=days_ago(300))
        assert audit.prune(0) == 0
        assert audit.prune(190) == 3
        assert [line.number for line in audit.lines()] == [back.number, back.number + 1, back.number + 2]
        assert audit.pruned() == Pruned(3, old[-1].hash)
        told = audit.recent(limit=1)[0].deed
        assert json.loads(told.what) == {"until": 3, "hash": old[-1].hash, "lines": 3}
        assert audit.verify([Witness(1, old[0].hash), Witness(3, old[2].hash)]).fault is None
        assert audit.prune(190) == 0
        audit.add(DEED)
        assert audit.verify().fault is None

    def test_pruning_twice_and_pruning_all(self, people: Database) -> None:
        audit = Audit(people)
        for _ in range(2):
            audit.add(DEED, at=days_ago(400))
        assert audit.prune(180) == 2
        assert audit.count() == 1
        assert audit.verify().fault is None
        audit.add(DEED)
        assert audit.prune(180) == 0
        assert audit.verify().lines == 2
