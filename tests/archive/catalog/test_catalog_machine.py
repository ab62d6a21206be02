"""Any sequence of imports, edits, removals and restorings, against a plain dict that follows the same rules."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from archive.catalog import Counts
from archive.catalog.opening import open_catalog
from archive.model import Evidence, Masthead
from tests.catalog_contract import arrival, sha, unreadable

PLACES = st.sampled_from(["/a", "/b", "/c", "/d"])
TEXTS = st.sampled_from(["一岗双责", "抓好落实", "真抓实干"])
YEARS = st.sampled_from([2020, 2021])
SURE = Masthead(unit="甲局", evidence={"unit": Evidence("甲局", "甲局", "text", "high", 1)})


@dataclass
class Expected:
    """A report as the model knows it."""

    place: str
    text: str
    history: list[str]
    given: int | None = None
    corrected: int | None = None
    removed: bool = False

    @property
    def year(self) -> int | None:
        return self.corrected or self.given


@dataclass
class Mirror:
    """What a follower of the change log holds."""

    after: int = 0
    texts: dict[str, str] = field(default_factory=dict)


class Catalogs(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.home = Path(self.folder.name, "home")
        self.catalog = open_catalog(self.home)
        self.reports: dict[str, Expected] = {}
        self.duplicates: dict[str, str] = {}
        self.unread: dict[str, str] = {}
        self.mirror = Mirror()

    def teardown(self) -> None:
        self.catalog.close()
        self.folder.cleanup()

    def live(self) -> dict[str, Expected]:
        return {key: report for key, report in self.reports.items() if not report.removed}

    @rule(place=PLACES, text=TEXTS, year=st.none() | YEARS)
    def add(self, place: str, text: str, year: int | None) -> None:
        given = {} if year is None else {"year": year}
        (outcome,) = self.catalog.add([arrival(place, text, masthead=SURE, **given)])
        self.unread.pop(place, None)
        self.duplicates.pop(place, None)
        status, wanted = self.expected(place, text, year)
        assert outcome.status == status
        if wanted is None:
            assert outcome.id is not None
            assert outcome.id not in self.reports
            self.reports[outcome.id] = Expected(place, text, [text], year)
        else:
            assert outcome.id == wanted

    def expected(self, place: str, text: str, year: int | None) -> tuple[str, str | None]:
        own = next((key for key, report in self.reports.items() if report.place == place), None)
        same = [key for key, report in self.reports.items() if report.text == text]
        alive = [key for key in same if not self.reports[key].removed]
        if own is not None and not self.reports[own].removed:
            report = self.reports[own]
            unchanged = report.text == text and year in (None, report.given)
            self.put(own, place, text, year)
            return ("unchanged" if unchanged else "updated"), own
        if alive:
            self.duplicates[place] = text
            return "duplicate", alive[0]
        trashed = own or (same[0] if same else None)
        if trashed is not None:
            self.put(trashed, place, text, year)
        return "added", trashed

    def put(self, key: str, place: str, text: str, year: int | None) -> None:
        report = self.reports[key]
        if report.text != text:
            report.history.append(text)
        report.place, report.text, report.removed = place, text, False
        report.given = year or report.given

    @rule(place=PLACES, text=st.just("坏"))
    def fail(self, place: str, text: str) -> None:
        (outcome,) = self.catalog.add([unreadable(place, text)])
        assert outcome.status == "failed"
        self.duplicates.pop(place, None)
        self.unread[place] = text

    @precondition(lambda self: self.live())
    @rule(data=st.data(), year=st.none() | YEARS)
    def edit(self, data: st.DataObject, year: int | None) -> None:
        key = data.draw(st.sampled_from(sorted(self.live())))
        record = self.catalog.edit(key, {} if year is None else {"year": year}, reset=() if year else ("year",))
        self.reports[key].corrected = year
        assert record.report.masthead.year == self.reports[key].year

    @precondition(lambda self: self.reports)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.reports)))
        assert self.catalog.remove(key) == (not self.reports[key].removed)
        self.reports[key].removed = True

    @precondition(lambda self: self.reports)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.reports)))
        assert self.catalog.restore(key) == self.reports[key].removed
        if self.reports[key].removed:
            self.duplicates.pop(self.reports[key].place, None)
        self.reports[key].removed = False

    @precondition(lambda self: self.reports)
    @rule(data=st.data())
    def purge(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.reports)))
        assert self.catalog.purge(key) == self.reports[key].removed
        if not self.reports[key].removed:
            return
        gone = set(self.reports.pop(key).history) - set(self.unread.values())
        gone.difference_update(text for report in self.reports.values() for text in report.history)
        self.duplicates = {place: text for place, text in self.duplicates.items() if text not in gone}

    @rule()
    def open_again(self) -> None:
        self.catalog.close()
        self.catalog = open_catalog(self.home)

    @rule()
    def follow(self) -> None:
        for change in self.catalog.changes(self.mirror.after):
            assert change.number > self.mirror.after
            self.mirror.after = change.number
            if change.kind == "remove":
                self.mirror.texts.pop(change.id, None)
            else:
                self.mirror.texts.update((key, text) for key, (text,) in self.catalog.texts([change.id]))
        assert self.mirror.texts == {key: report.text for key, report in self.live().items()}
        assert self.mirror.after == self.catalog.last_change()

    @invariant()
    def the_catalog_says_what_the_model_says(self) -> None:
        live = self.live()
        assert {key: text for key, (text,) in self.catalog.texts()} == {key: one.text for key, one in live.items()}
        listed = {entry.id: (entry.location, entry.year, entry.unit) for entry in self.catalog.list()}
        assert listed == {key: (one.place, one.year, "甲局") for key, one in live.items()}
        assert {entry.id for entry in self.catalog.list(removed=True)} == set(self.reports) - set(live)
        assert {file.location: file.sha256 for file in self.catalog.unread()} == {
            place: sha(text) for place, text in self.unread.items()
        }

        live_and_not = (len(live), len(self.reports) - len(live), len(self.duplicates), len(self.unread))
        assert self.catalog.counts() == Counts(*live_and_not)

    @invariant()
    def every_version_is_there(self) -> None:
        for key, report in self.reports.items():
            assert [version.sha256 for version in self.catalog.versions(key)] == [sha(old) for old in report.history]
            assert self.catalog.original(key) == report.text.encode()

    @invariant()
    def what_is_seen_need_not_be_added(self) -> None:
        for place in ("/a", "/b", "/c", "/d"):
            for text in ("一岗双责", "抓好落实", "真抓实干"):
                seen = self.catalog.seen(place, sha(text))
                own = [key for key, one in self.live().items() if one.place == place]
                if own and self.reports[own[0]].text == text and place not in self.unread:
                    assert seen is not None
                    assert (seen.status, seen.id) == ("unchanged", own[0])
                elif not own and self.duplicates.get(place) == text:
                    alive = [key for key, one in self.live().items() if one.text == text]
                    assert (seen and seen.id) == (alive[0] if alive else None)
                else:
                    assert seen is None


TestCatalogs = Catalogs.TestCase
TestCatalogs.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
