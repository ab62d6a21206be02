"""What every catalog must do, whatever store is behind it: a test class inherits it and gives the fixture `catalog`."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from dataclasses import replace

import pytest

from archive.catalog import Arrival, Catalog, Change, Counts, Duplicate, Roster
from archive.catalog.text_slices import Slices
from archive.catalog.values import Filter, Sort
from archive.errors import ArchiveError, CatalogError, ReadError, UsageError
from archive.known_year import BLANKS, OPENING, year_known
from archive.model import CELL, Evidence, Masthead, Notice, Passage, Report, Section, StoredValue

DUTY = "一岗双责\n抓好落实"
OTHER = "别的内容"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def report(text: str, masthead: Masthead | None = None) -> Report:
    passages = tuple(Passage(number, line) for number, line in enumerate(text.split("\n"), 1))
    return Report(masthead or Masthead(), passages, (Section("一、", "开头", 1, 1, 0, 2),), "txt", "utf-8")


def arrival(location: str, text: str, *, masthead: Masthead | None = None, **given: str | int) -> Arrival:
    return Arrival(location, location.lstrip("/"), text.encode(), sha(text), report(text, masthead), None, given)


def unreadable(location: str, text: str, error: ArchiveError | None = None) -> Arrival:
    failure = error or ReadError("read.empty", name=location)
    return Arrival(location, location.lstrip("/"), text.encode(), sha(text), None, failure)


def read(**values: str | int) -> Masthead:
    """A masthead as read from the text, sure of every field."""
    evidence = {name: Evidence(value, str(value), "text", "high", 1) for name, value in values.items()}
    return Masthead(evidence=evidence, **values)  # type: ignore[arg-type] # rows name fields with fitting values


def statuses(catalog: Catalog, *arrivals: Arrival) -> list[str]:
    return [outcome.status for outcome in catalog.add(arrivals)]


def one(catalog: Catalog, location: str, text: str, **given: str | int) -> str:
    (outcome,) = catalog.add([replace(arrival(location, text), given=given)])
    assert outcome.id is not None
    return outcome.id


def spans_of(texts: list[str]) -> list[tuple[int, int]]:
    """Where each stands when they are kept as one: what the form escapes takes a byte more, between two is one."""
    escapes = any(sign in text for text in texts for sign in "\x1b\x1e")
    found, at = [], 0
    for text in texts:
        size = len(text.encode()) + (text.count("\x1b") + text.count("\x1e") if escapes else 0)
        found.append((at, at + size))
        at += size + 1
    return found


def log(catalog: Catalog, after: int = 0) -> list[tuple[str, str]]:
    return [(change.id, change.kind) for change in catalog.changes(after)]


class CatalogContract:
    """Inherit, and give the fixture `catalog`: an empty one that may be written."""

    def test_what_is_added_comes_back_as_it_was(self, catalog: Catalog) -> None:
        masthead = read(title="述职报告", unit="甲局", year=2021)
        (outcome,) = catalog.add([arrival("/a", DUTY, masthead=masthead)])
        assert outcome.status == "added"
        assert outcome.id is not None
        record = catalog.record(outcome.id)
        assert record is not None
        assert record.report == report(DUTY, masthead)
        assert (record.version, record.location, record.source, record.sha256) == (1, "/a", "a", sha(DUTY))
        assert catalog.original(outcome.id) == DUTY.encode()

    def test_an_empty_batch_is_nothing(self, catalog: Catalog) -> None:
        assert list(catalog.add([])) == []
        assert catalog.last_change() == 0

    def test_ids_are_short_safe_in_addresses_and_the_same_in_every_archive(self, catalog: Catalog) -> None:
        assert one(catalog, "/a", DUTY) == "zgbmlu4zla"  # sha256sum | xxd -r -p | base32

    @pytest.mark.parametrize(
        ("second", "status", "versions"),
        [
            pytest.param(arrival("/a", DUTY), "unchanged", 1, id="the same bytes at the same place"),
            pytest.param(arrival("/a", OTHER), "updated", 2, id="other bytes at the same place"),
            pytest.param(arrival("/b", DUTY), "duplicate", 1, id="the same bytes at another place"),
            pytest.param(arrival("/a", DUTY, year=2021), "updated", 1, id="another given value is an update of given"),
            pytest.param(
                arrival("/a", DUTY, masthead=read(unit="乙局")), "updated", 2, id="the same bytes read in another way"
            ),
        ],
    )
    def test_a_second_arrival_keeps_the_id(self, catalog: Catalog, second: Arrival, status: str, versions: int) -> None:
        first = one(catalog, "/a", DUTY)
        (outcome,) = catalog.add([second])
        assert (outcome.status, outcome.id) == (status, first)
        assert catalog.ids() == (first,)
        assert [version.number for version in catalog.versions(first)] == list(range(1, versions + 1))

    def test_duplicates_within_one_batch(self, catalog: Catalog) -> None:
        first, second = catalog.add([arrival("/a", DUTY), arrival("/b", DUTY)])
        assert (first.status, second.status, second.id) == ("added", "duplicate", first.id)

    def test_the_same_place_twice_in_one_batch_is_its_last_state(self, catalog: Catalog) -> None:
        first, second = catalog.add([arrival("/a", DUTY), arrival("/a", OTHER)])
        assert (first.status, second.status, second.id) == ("added", "updated", first.id)
        assert dict(catalog.texts()) == {first.id: (OTHER,)}

    def test_seen_answers_before_anything_is_parsed(self, catalog: Catalog) -> None:
        first = one(catalog, "/a", DUTY)
        assert catalog.seen("/b", sha(DUTY)) is None, "a place not known yet has to be added once"
        one(catalog, "/b", DUTY)
        known = {place: catalog.seen(place, sha(DUTY)) for place in ("/a", "/b")}
        assert {place: outcome and (outcome.status, outcome.id) for place, outcome in known.items()} == {
            "/a": ("unchanged", first),
            "/b": ("duplicate", first),
        }
        assert catalog.seen("/a", sha(OTHER)) is None

    def test_duplicates_are_listed_with_the_report_they_repeat(self, catalog: Catalog) -> None:
        outcomes = catalog.add([arrival("/b", DUTY), arrival("/c", DUTY), arrival("/a", DUTY), arrival("/d", OTHER)])
        first = outcomes[0].id
        assert first is not None
        assert list(catalog.duplicates()) == [Duplicate("/a", "a", first), Duplicate("/c", "c", first)]
        assert len(list(catalog.duplicates())) == catalog.counts().duplicates

    def test_a_duplicate_becomes_a_report_when_the_first_place_changes(self, catalog: Catalog) -> None:
        first = one(catalog, "/a", DUTY)
        one(catalog, "/b", DUTY)
        assert statuses(catalog, arrival("/a", OTHER)) == ["updated"]
        assert catalog.seen("/b", sha(DUTY)) is None
        (outcome,) = catalog.add([arrival("/b", DUTY)])
        assert outcome.status == "added"
        assert outcome.id is not None
        assert outcome.id != first
        assert outcome.id.startswith(first), "the same bytes began both: the second id is longer"
        assert dict(catalog.texts()) == {first: (OTHER,), outcome.id: tuple(DUTY.split("\n"))}

    def test_a_place_keeps_its_report_even_when_its_bytes_become_anothers(self, catalog: Catalog) -> None:
        one(catalog, "/a", DUTY)
        second = one(catalog, "/b", OTHER)
        (outcome,) = catalog.add([arrival("/b", DUTY)])
        assert (outcome.status, outcome.id) == ("updated", second)

    def test_a_duplicate_is_the_first_ones_even_when_two_reports_have_the_bytes(self, catalog: Catalog) -> None:
        first = one(catalog, "/a", DUTY)
        one(catalog, "/b", OTHER)
        one(catalog, "/b", DUTY)
        (outcome,) = catalog.add([arrival("/c", DUTY)])
        assert (outcome.status, outcome.id) == ("duplicate", first)
        assert catalog.seen("/c", sha(DUTY)) == outcome

    def test_versions_stay_readable(self, catalog: Catalog) -> None:
        first = one(catalog, "/a", DUTY)
        one(catalog, "/a", OTHER)
        old = catalog.record(first, 1)
        assert old is not None
        assert (old.version, old.sha256, old.report.passages[0].text) == (1, sha(DUTY), "一岗双责")
        assert catalog.original(first, 1) == DUTY.encode()
        assert catalog.original(first) == OTHER.encode()
        assert catalog.record(first, 3) is None

    # given and corrected

    @pytest.mark.parametrize(
        ("masthead", "given", "corrections", "year"),
        [
            pytest.param(Masthead(), {}, {}, None, id="nothing known is None"),
            pytest.param(Masthead(), {"year": 2020}, {}, 2020, id="given fills what the text does not say"),
            pytest.param(read(year=2021), {"year": 2020}, {}, 2021, id="what the text says stands above given"),
            pytest.param(read(year=2021), {"year": 2020}, {"year": 2022}, 2022, id="a correction stands above all"),
            pytest.param(read(year=2021), {}, {"year": None}, None, id="a correction may clear"),
        ],
    )
    def test_the_effective_masthead(
        self,
        catalog: Catalog,
        masthead: Masthead,
        given: Mapping[str, str | int],
        corrections: Mapping[str, str | int | None],
        year: int | None,
    ) -> None:
        (outcome,) = catalog.add([arrival("/a", DUTY, masthead=masthead, **given)])
        assert outcome.id is not None
        assert catalog.edit(outcome.id, corrections).report.masthead.year == year
        record = catalog.record(outcome.id)
        assert record is not None
        assert record.report.masthead.year == year
        assert [entry.year for entry in catalog.list()] == [year]
        assert [entry.id for entry in catalog.list({"year": year})] == [outcome.id]

    def test_corrections_and_given_survive_a_new_version(self, catalog: Catalog) -> None:
        first = one(catalog, "/a", DUTY, period="上半年")
        catalog.edit(first, {"unit": "甲局"})
        one(catalog, "/a", OTHER)
        (entry,) = catalog.list()
        assert (entry.unit, entry.period, entry.version) == ("甲局", "上半年", 2)

    def test_given_values_are_added_to_those_before(self, catalog: Catalog) -> None:
        one(catalog, "/a", DUTY, period="上半年")
        one(catalog, "/a", DUTY, year=2021)
        (entry,) = catalog.list()
        assert (entry.period, entry.year) == ("上半年", 2021)

    def test_a_reset_field_goes_back_to_what_was_read(self, catalog: Catalog) -> None:
        (outcome,) = catalog.add([arrival("/a", DUTY, masthead=read(year=2021))])
        assert outcome.id is not None
        catalog.edit(outcome.id, {"year": 2000, "unit": "甲局"})
        head = catalog.edit(outcome.id, {}, reset=("year",)).report.masthead
        assert (head.year, head.unit) == (2021, "甲局")

    def test_an_edit_that_changes_nothing_is_no_change(self, catalog: Catalog) -> None:
        first = one(catalog, "/a", DUTY)
        catalog.edit(first, {"year": 2021})
        before = catalog.last_change()
        catalog.edit(first, {"year": "2021年"})
        assert catalog.last_change() == before

    def test_bad_values_touch_nothing(self, catalog: Catalog) -> None:
        with pytest.raises(CatalogError, match="2021x") as told:
            catalog.add([arrival("/a", DUTY), arrival("/b", OTHER, year="2021x")])
        assert told.value.code == "catalog.bad_value"
        assert catalog.ids() == ()
        first = one(catalog, "/a", DUTY)
        with pytest.raises(CatalogError) as told:
            catalog.edit(first, {"unit": "甲局", "year": "某年"})
        assert told.value.code == "catalog.bad_value"
        assert [entry.unit for entry in catalog.list()] == [None]

    def test_only_fields_of_a_masthead_can_be_edited(self, catalog: Catalog) -> None:
        first = one(catalog, "/a", DUTY)
        for corrections, reset in (({"colour": None}, ()), ({"colour": "red"}, ()), ({}, ("colour",))):
            with pytest.raises(CatalogError) as told:
                catalog.edit(first, corrections, reset)
            assert told.value.code == "catalog.bad_value"
        assert catalog.last_change() == 1

    def test_what_is_not_there_cannot_be_edited(self, catalog: Catalog) -> None:
        with pytest.raises(CatalogError) as told:
            catalog.edit("nosuchid", {"year": 2021})
        assert told.value.code == "catalog.no_such_report"

    # the trash

    def test_removed_is_not_found_and_restored_is_as_it_was(self, catalog: Catalog) -> None:
        first = one(catalog, "/a", DUTY)
        catalog.edit(first, {"unit": "甲局"})
        before = catalog.record(first)
        assert catalog.remove(first)
        assert (catalog.ids(), catalog.record(first), list(catalog.records([first]))) == ((), None, [])
        assert (list(catalog.texts()), catalog.seen("/a", sha(DUTY)), list(catalog.list())) == ([], None, [])
        (entry,) = catalog.list(removed=True)
        assert entry.removed_at is not None
        assert catalog.original(first) == DUTY.encode(), "the trash keeps originals"
        assert not catalog.remove(first), "already there"
        assert catalog.restore(first)
        after = catalog.record(first)
        assert before is not None
        assert after is not None
        assert after.report == before.report
        assert not catalog.restore(first), "already back"

    @pytest.mark.parametrize(
        ("back", "texts"),
        [
            pytest.param(arrival("/a", DUTY), ("一岗双责", "抓好落实"), id="the same bytes at their place"),
            pytest.param(arrival("/b", DUTY), ("一岗双责", "抓好落实"), id="the same bytes at another place"),
            pytest.param(arrival("/a", OTHER), (OTHER,), id="other bytes at the same place"),
        ],
    )
    def test_what_was_removed_and_comes_again_has_its_id_again(
        self, catalog: Catalog, back: Arrival, texts: tuple[str, ...]
    ) -> None:
        first = one(catalog, "/a", DUTY)
        catalog.remove(first)
        (outcome,) = catalog.add([back])
        assert (outcome.status, outcome.id) == ("added", first)
        assert dict(catalog.texts()) == {first: texts}
        assert [entry.location for entry in catalog.list()] == [back.location]
        assert catalog.counts().removed == 0

    def test_a_duplicates_place_takes_over_when_the_first_is_removed(self, catalog: Catalog) -> None:
        first = one(catalog, "/a", DUTY)
        one(catalog, "/b", DUTY)
        catalog.remove(first)
        assert catalog.seen("/b", sha(DUTY)) is None
        assert statuses(catalog, arrival("/b", DUTY)) == ["added"]
        assert statuses(catalog, arrival("/a", DUTY)) == ["duplicate"]

    def test_a_restored_report_has_its_place_to_itself(self, catalog: Catalog) -> None:
        first, other = one(catalog, "/a", DUTY), one(catalog, "/b", OTHER)
        catalog.remove(first)
        assert one(catalog, "/a", OTHER) == other
        assert catalog.counts().duplicates == 1
        catalog.restore(first)
        assert catalog.counts().duplicates == 0

    # files that gave no report

    def test_an_unread_file_is_listed_with_its_reason_and_its_original(self, catalog: Catalog) -> None:
        error = ReadError("read.undecodable", name="b", offset=3, encoding="utf-8")
        first, second = catalog.add([arrival("/a", DUTY), unreadable("/b", "坏", error)])
        assert (first.status, second.status, second.id, second.error) == ("added", "failed", None, error)
        (file,) = catalog.unread()
        assert (file.location, file.source, file.sha256) == ("/b", "b", sha("坏"))
        assert (file.error.code, file.error.message("zh")) == (error.code, error.message("zh"))
        assert catalog.unread_original("/b") == "坏".encode()
        assert catalog.seen("/b", sha("坏")) is None, "it is tried again: a reader may know more tomorrow"

    def test_a_file_that_can_be_read_later_is_unread_no_more(self, catalog: Catalog) -> None:
        catalog.add([unreadable("/a", "坏")])
        assert statuses(catalog, arrival("/a", "坏")) == ["added"]
        assert list(catalog.unread()) == []

    def test_a_report_whose_file_went_bad_keeps_its_last_text(self, catalog: Catalog) -> None:
        first = one(catalog, "/a", DUTY)
        assert statuses(catalog, unreadable("/a", "坏")) == ["failed"]
        assert dict(catalog.texts()) == {first: ("一岗双责", "抓好落实")}
        assert [file.location for file in catalog.unread()] == ["/a"]
        assert catalog.seen("/a", sha(DUTY)) is None, "the file is well again, which `add` has to learn"
        assert statuses(catalog, arrival("/a", DUTY)) == ["unchanged"]
        assert list(catalog.unread()) == []

    def test_half_a_surrogate_pair_is_no_text(self, catalog: Catalog) -> None:
        broken = Arrival("/a", "a", b"x", sha("x"), report("一\ud800"))
        first, second = catalog.add([broken, arrival("/b", DUTY)])
        assert (first.status, first.error and first.error.code, second.status) == ("failed", "read.not_text", "added")

    def test_a_place_that_is_no_text_is_kept_as_written_out(self, catalog: Catalog) -> None:
        assert statuses(catalog, arrival("/\udcff", DUTY), arrival("/\udcff", DUTY)) == ["added", "unchanged"]
        assert catalog.seen("/\udcff", sha(DUTY)) is not None

    # lists

    def test_lists_filter_sort_and_page(self, catalog: Catalog) -> None:
        rows = [("/c", "一", 2021, "甲局"), ("/a", "二", 2023, "乙局"), ("/b", "三", 2022, "甲局")]
        for place, text, year, unit in rows:
            one(catalog, place, text, year=year, unit=unit)
        one(catalog, "/d", "四")
        assert [entry.year for entry in catalog.list()] == [2021, 2023, 2022, None]
        assert [entry.year for entry in catalog.list(sort="newest")] == [2023, 2022, 2021, None]
        assert [entry.year for entry in catalog.list(sort="oldest")] == [2021, 2022, 2023, None]
        assert [entry.source for entry in catalog.list(sort="source", limit=2, offset=1)] == ["b", "c"]
        assert [entry.source for entry in catalog.list({"unit": "甲局"})] == ["c", "b"]
        assert [entry.source for entry in catalog.list({"unit": "甲局", "year": [2022, 2023]})] == ["b"]
        assert [entry.source for entry in catalog.list({"year": None})] == ["d"]
        assert (catalog.count(), catalog.count({"unit": "甲局"}), catalog.count(removed=True)) == (4, 2, 0)

    @pytest.mark.parametrize(
        ("dates", "sources"),
        [
            pytest.param(["2018-01-01..2018-06-30"], ["/b"], id="a stretch, both ends included"),
            pytest.param(["2018-06-30..2018-06-30", "2020-01-01.."], ["/b", "/c"], id="any of two, one without end"),
            pytest.param(["..2018-06-29"], ["/a"], id="without beginning"),
            pytest.param([".."], ["/a", "/b", "/c"], id="any date"),
            pytest.param([], [], id="none"),
            pytest.param(None, ["/d"], id="not known"),
            pytest.param("2018-01-01..2018-06-30", ["/b"], id="one alone"),
        ],
    )
    def test_lists_go_by_stretches_of_days(
        self, catalog: Catalog, dates: list[str] | str | None, sources: list[str]
    ) -> None:
        for place, day in (("/a", "2017-12-31"), ("/b", "2018-06-30"), ("/c", "2020-01-01")):
            one(catalog, place, place, date=day)
        one(catalog, "/d", "/d")
        assert [entry.location for entry in catalog.list({"dates": dates})] == sources
        assert catalog.count({"dates": dates}) == len(sources)

    def test_lists_go_by_the_known_year(self, catalog: Catalog) -> None:
        rows: dict[str, dict[str, str | int]] = {
            "about": {"year": 2020, "date": "2021-02-01", "number": "甲发〔2021〕1号"},
            "dated": {"date": "2018-03-05"},
            "numbered": {"number": "甲发（2019）5号"},
            "both": {"date": "2017-12-31", "number": "甲发〔2018〕1号"},
            "neither": {"number": "令第12号"},
        }
        ids = {name: one(catalog, f"/{name}", name, **given) for name, given in rows.items()}

        def listed(where: Filter | None = None, sort: Sort = "added") -> list[str]:
            return [entry.source for entry in catalog.list(where, sort=sort)]

        assert listed(sort="newest") == ["about", "numbered", "dated", "both", "neither"]
        assert listed(sort="oldest") == ["both", "dated", "numbered", "about", "neither"]
        assert listed({"year_known": [2018, 2019, 2021]}) == ["dated", "numbered"], "the year above the date"
        assert listed({"year_known": "2018"}) == ["dated"], "figures as an address has them"
        for field in ("year", "year_known"):
            for wrong in ("二〇一八", "", "9" * 40):
                assert listed({field: wrong}) == listed({field: [wrong, 1999]}) == [], "what is no year is nobody's"
        assert listed({"year_known": None}) == ["neither"]
        assert listed({"year": [2020, 2018]}) == ["about"], "what a paper is about stays what it was"
        catalog.edit(ids["dated"], {"date": "2022-01-01"})
        catalog.edit(ids["numbered"], {"number": None})
        assert listed(sort="newest") == ["dated", "about", "both", "numbered", "neither"], "corrections count"

    def test_the_known_year_is_the_same_in_a_list_as_of_an_entry(self, catalog: Catalog) -> None:
        pieces = (
            "国发",
            "〔",
            "（",
            "[",
            " ",
            "2018",
            "1998",
            "201",
            "20",
            "5",
            "〕",
            ")",
            "年",
            "年第",
            "号",
            "二",
            "%",
            "'",
        )
        drawn = random.Random(9704)
        numbers = ["".join(drawn.choices(pieces, k=drawn.randint(1, 7))) for _ in range(600)]
        numbers += [f"甲发{opening}{blank}2018]5号" for opening in OPENING for blank in ("", *BLANKS)]
        catalog.add(
            arrival(f"/{place}", str(place), number=number) for place, number in enumerate(numbers) if number.strip()
        )
        for year in (None, 1998, 2018, 2019, 2015, 2055):
            expected = [entry.id for entry in catalog.list() if year_known(entry) == year]
            assert [entry.id for entry in catalog.list({"year_known": year})] == expected, year
        newest = [year_known(entry) or 0 for entry in catalog.list(sort="newest")]
        assert newest == sorted(newest, reverse=True)
        assert len(set(newest)) > 2, "there is something to sort"

    def test_a_filter_that_is_no_field_is_refused(self, catalog: Catalog) -> None:
        with pytest.raises(UsageError) as told:
            catalog.count({"1=1; --": "x"})
        assert told.value.code == "usage.unknown_filter"

    def test_values_are_values_and_never_sql(self, catalog: Catalog) -> None:
        nasty = "'; DROP TABLE reports; --"
        first = one(catalog, nasty, DUTY, unit=nasty)
        assert [entry.id for entry in catalog.list({"unit": nasty})] == [first]
        assert catalog.record(nasty) is None

    def test_records_come_in_the_order_asked_for(self, catalog: Catalog) -> None:
        outcomes = catalog.add(arrival(f"/{number}", f"第{number}篇") for number in range(300))
        wanted = [outcome.id for outcome in reversed(outcomes) if outcome.id]
        assert [record.id for record in catalog.records([*wanted[:150], "nosuchid", *wanted[150:]])] == wanted
        assert dict(catalog.texts(wanted[:2])) == {wanted[0]: ("第299篇",), wanted[1]: ("第298篇",)}

    def test_mastheads_come_without_texts_as_records_have_them(self, catalog: Catalog) -> None:
        catalog.add([arrival("/a", DUTY, masthead=read(unit="东街道", year=2022)), arrival("/b", OTHER)])
        catalog.remove(one(catalog, "/c", "移走了的"))
        first, second = catalog.ids()
        catalog.edit(second, {"year": 2019})
        records = {record.id: record for record in catalog.records(catalog.ids())}
        assert {found[0]: found[1:] for found in catalog.mastheads()} == {
            name: (record.change, record.report.masthead) for name, record in records.items()
        }
        assert [found[0] for found in catalog.mastheads([first, "nosuchid"])] == [first]

    @pytest.mark.parametrize(
        "text", [DUTY, "甲\n\n丙𠮷\n\x1b\x1e\x1eE\nabc", "\n".join(["一岗双责" * 500, "", "乙"] * 7)]
    )
    def test_passages_come_by_their_bytes_while_the_report_is_what_it_was(self, catalog: Catalog, text: str) -> None:
        name = one(catalog, "/a", text)
        texts, spans = text.split("\n"), spans_of(text.split("\n"))
        (change,) = (change for _, change, _ in catalog.mastheads())
        start, end = spans[0]
        for size in (0, 1 << 30):  # of small texts and of large ones, which a store may read in another way
            for wanted in (range(len(texts)), range(0, len(texts), 2), [len(texts) - 1]):
                told = catalog.slices([Slices(name, change, [spans[at] for at in wanted], size)])
                assert told == [[texts[at] for at in wanted]]
            none = {
                "within a character": Slices(name, change, [(start + 1, end)], size),
                "behind the end": Slices(name, change, [(start, spans[-1][1] + 1)], size),
                "two passages": Slices(name, change, [(start, spans[1][1])], size),
                "no such report": Slices("nosuchid", change, spans, size),
                "it has changed since": Slices(name, change - 1, spans, size),
            }
            told = catalog.slices([*none.values(), Slices(name, change + 1, spans, size)])
            assert dict(zip([*none, "as it was left before"], told, strict=True)) == {
                **dict.fromkeys(none),
                "as it was left before": texts,
            }
        catalog.edit(name, {"year": 2020})
        assert catalog.slices([Slices(name, change, spans)]) == [None]
        assert catalog.slices([Slices(name, catalog.last_change(), spans)]) == [texts]
        one(catalog, "/a", "另一篇")
        assert catalog.slices([Slices(name, change, spans)]) == [None]
        catalog.remove(name)
        assert catalog.slices([Slices(name, catalog.last_change(), spans_of(["另一篇"]))]) == [None]

    @pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 40])
    def test_passages_of_many_reports_come_at_once_and_each_in_its_place(self, catalog: Catalog, count: int) -> None:
        texts = {
            one(catalog, f"/{at}", f"第{at}篇\n{'责' * at}"): [f"第{at}篇", "责" * at] for at in range(1, count + 1)
        }
        change = catalog.last_change()
        asked = [
            Slices(name, change, spans_of(both)[: 1 + at % 2], at % 3 * (1 << 20))
            for at, (name, both) in enumerate(texts.items())
        ]
        told = catalog.slices(asked[::-1])
        assert told == [both[: 1 + at % 2] for at, both in enumerate(texts.values())][::-1]

    def test_a_later_edition_of_the_same_text_is_no_version_and_one_of_another_is(self, catalog: Catalog) -> None:
        first = one(catalog, "/a", DUTY, unit="甲局")
        catalog.edit(first, {"person": "张三"})
        change = catalog.last_change()
        told = (Notice("read.left_out.comments", {"count": 2}),)
        again = arrival("/a", DUTY, masthead=read(year=2021))
        assert again.report is not None
        later = replace(again.report, edition=2, notices=told)
        assert statuses(catalog, replace(again, report=later)) == ["unchanged"]
        record = catalog.record(first)
        assert record is not None
        assert (record.version, record.report.edition, record.report.notices) == (1, 2, told)
        head = record.report.masthead
        assert (head.unit, head.person, head.year) == ("甲局", "张三", 2021), "given, corrected, read anew"
        assert [line.id for line in catalog.changes(change)] == [first], "whoever keeps notices hears of it"
        assert list(catalog.editions()) == [(first, "a", 2)]
        assert catalog.noticed({"read.left_out.comments"}) == {first: frozenset({"read.left_out.comments"})}
        assert statuses(catalog, replace(again, report=later)) == ["unchanged"]
        other = replace(arrival("/a", OTHER), data=DUTY.encode(), sha256=sha(DUTY))
        assert other.report is not None
        assert statuses(catalog, replace(other, report=replace(other.report, edition=3))) == ["updated"]
        assert [version.number for version in catalog.versions(first)] == [1, 2]
        old = catalog.record(first, 1)
        assert old is not None
        assert (old.report.texts, old.report.edition) == (later.texts, 2)
        assert list(catalog.editions()) == [(first, "a", 3)]
        assert not list(catalog.verify()), "what was written anew bears its checksum"

    def test_what_was_noticed_at_reading_is_found_by_its_code(self, catalog: Catalog) -> None:
        scan = arrival("/scan", "有一页没有文字")
        assert scan.report
        noticed = replace(scan.report, notices=(Notice("read.pages_without_text", {"pages": "3"}),))
        catalog.add([replace(scan, report=noticed), arrival("/b", '他写道：["read.pages_without_text"')])
        assert set(catalog.noticed({"read.pages_without_text"})) == {catalog.ids()[0]}
        assert set(catalog.noticed({"read.pages"})) == set(catalog.noticed(())) == set()
        catalog.add([arrival("/scan", "这一版有文字了")])
        assert set(catalog.noticed({"read.pages_without_text"})) == set()

    def test_values_behind_cells_are_found_by_themselves_only(self, catalog: Catalog) -> None:
        book = arrival("/台账.xlsx", f"上湾村{CELL}3.5万元")
        assert book.report
        (row,) = book.report.passages
        passage = replace(row, kind="row", stored=(StoredValue(1, "B7", "35000"),))
        kept = replace(book.report, passages=(passage,), format="xlsx")
        catalog.add([replace(book, report=kept), arrival("/b", 'B7","35000"] 350000')])
        (place,) = catalog.stored_values(["35000", "9"])
        assert (place.id, place.passage, place.place) == (catalog.ids()[0], 1, "B7")
        assert (place.value, place.shown) == ("35000", "3.5万元")
        assert [list(catalog.stored_values(values)) for values in (["3500"], ["B7"], [])] == [[], [], []]
        catalog.remove(place.id)
        assert list(catalog.stored_values(["35000"])) == []

    def test_counts(self, catalog: Catalog) -> None:
        catalog.add([arrival("/a", DUTY), arrival("/b", DUTY), arrival("/c", OTHER), unreadable("/d", "坏")])
        catalog.remove(one(catalog, "/c", OTHER))
        assert catalog.counts() == Counts(reports=1, removed=1, duplicates=1, unread=1)

    # the change log

    def test_the_log_has_each_report_once_with_its_latest_change(self, catalog: Catalog) -> None:
        first, second = one(catalog, "/a", DUTY), one(catalog, "/b", OTHER)
        assert list(catalog.changes()) == [Change(1, first, "put"), Change(2, second, "put")]
        catalog.edit(first, {"year": 2021})
        assert log(catalog) == [(second, "put"), (first, "put")]
        seen = catalog.last_change()
        catalog.remove(second)
        assert log(catalog, seen) == [(second, "remove")]
        catalog.restore(second)
        assert log(catalog, seen) == [(second, "put")]
        assert catalog.last_change() > seen

    @pytest.mark.parametrize(
        "nothing",
        [
            pytest.param(arrival("/a", DUTY), id="unchanged"),
            pytest.param(arrival("/b", DUTY), id="duplicate"),
            pytest.param(unreadable("/c", "坏"), id="failed"),
        ],
    )
    def test_what_changes_no_report_is_not_in_the_log(self, catalog: Catalog, nothing: Arrival) -> None:
        one(catalog, "/a", DUTY)
        before = catalog.last_change()
        catalog.add([nothing])
        assert catalog.last_change() == before

    def test_a_record_knows_its_change(self, catalog: Catalog) -> None:
        first = one(catalog, "/a", DUTY)
        record = catalog.edit(first, {"year": 2021})
        assert record.change == catalog.last_change()

    # soundness

    def test_a_used_catalog_is_sound(self, catalog: Catalog) -> None:
        catalog.add([arrival("/a", DUTY), arrival("/b", DUTY), unreadable("/d", "坏")])
        one(catalog, "/a", OTHER)
        assert list(catalog.verify()) == []
        assert catalog.clean() == 0

    def test_only_what_lies_in_the_trash_is_purged_and_then_nothing_is_left(self, catalog: Catalog) -> None:
        name, other = one(catalog, "/a", DUTY), one(catalog, "/b", OTHER)
        one(catalog, "/a", DUTY + "再来")
        assert not catalog.purge(name)  # it is live
        assert not catalog.purge("nothing")
        catalog.remove(name)
        seen = catalog.last_change()
        assert catalog.purge(name)
        assert not catalog.purge(name)
        assert log(catalog, seen) == [(name, "remove")]
        assert catalog.last_change() == seen + 1
        assert (catalog.record(name), catalog.versions(name), list(catalog.list(removed=True))) == (None, (), [])
        assert not catalog.restore(name)
        assert catalog.referenced() == {sha(OTHER)}
        with pytest.raises(CatalogError) as problem:
            catalog.original(name)
        assert problem.value.code == "catalog.no_such_report"
        assert list(catalog.verify()) == []  # the originals are gone, too: none is left over
        assert catalog.ids() == (other,)

    def test_an_original_that_another_version_has_outlives_a_purge(self, catalog: Catalog) -> None:
        name = one(catalog, "/a", DUTY)
        catalog.remove(name)
        twin = one(catalog, "/b", OTHER)
        one(catalog, "/b", DUTY + "改")
        catalog.add([unreadable("/c", DUTY)])  # the same bytes, which could not be read there
        assert catalog.purge(name)
        assert catalog.unread_original("/c") == DUTY.encode()
        assert catalog.original(twin, 1) == OTHER.encode()
        assert list(catalog.verify()) == []

    def test_what_was_purged_and_comes_again_is_a_new_report(self, catalog: Catalog) -> None:
        name = one(catalog, "/a", DUTY)
        catalog.edit(name, {"unit": "甲局"})
        catalog.remove(name)
        catalog.purge(name)
        seen = catalog.last_change()
        (again,) = catalog.add([arrival("/a", DUTY)])
        assert (again.status, again.id) == ("added", name)  # an id is made of the bytes
        assert log(catalog, seen) == [(name, "put")]
        assert [line for line in log(catalog) if line[0] == name] == [(name, "put")]
        record = catalog.record(name)
        assert record is not None
        assert record.report.masthead.unit is None
        assert [version.number for version in catalog.versions(name)] == [1]

    def test_the_numbers_of_changes_go_on_behind_a_purge(self, catalog: Catalog) -> None:
        name = one(catalog, "/a", DUTY)
        catalog.remove(name)
        catalog.purge(name)
        seen = catalog.last_change()
        other = one(catalog, "/b", OTHER)
        assert [(change.number > seen, change.id) for change in catalog.changes(seen)] == [(True, other)]

    def test_an_unread_file_is_set_aside_counted_apart_and_taken_back(self, catalog: Catalog) -> None:
        catalog.add([unreadable("/a", "坏"), unreadable("/b", "也坏")])
        assert catalog.set_aside("/a", "只有图章")
        assert not catalog.set_aside("/none", "没有")
        assert [(file.location, file.set_aside) for file in catalog.unread()] == [("/a", "只有图章"), ("/b", None)]
        assert (catalog.counts().unread, catalog.counts().set_aside) == (1, 1)
        catalog.add([unreadable("/a", "坏")])  # the same bytes read in vain again
        assert catalog.counts().set_aside == 1
        catalog.add([unreadable("/a", "别的坏")])  # other bytes: nobody has looked at them
        assert (catalog.counts().unread, catalog.counts().set_aside) == (2, 0)
        catalog.set_aside("/b", "空白")
        assert catalog.set_aside("/b", None)
        assert (catalog.counts().unread, catalog.counts().set_aside) == (2, 0)

    def test_a_place_without_a_report_is_forgotten_and_its_original_with_it(self, catalog: Catalog) -> None:
        catalog.add([unreadable("/a", "坏"), unreadable("/b", "坏"), arrival("/c", DUTY), arrival("/d", DUTY)])
        assert catalog.forget("/a")
        assert [file.location for file in catalog.unread()] == ["/b"]
        assert sha("坏") in catalog.referenced()  # the other place has the same bytes
        assert catalog.forget("/b")
        assert sha("坏") not in catalog.referenced()
        assert catalog.forget("/d")
        assert [*catalog.duplicates()] == []
        assert not catalog.forget("/c")  # a report is no such place
        assert not catalog.forget("/none")
        assert (catalog.count(), [*catalog.verify()]) == (1, [])

    def test_originals_nobody_needs_are_told_and_cleaned(self, catalog: Catalog) -> None:
        catalog.add([unreadable("/a", "坏")])
        catalog.add([unreadable("/a", "又坏")])
        assert [(found.code, found.evidence["sha256"]) for found in catalog.verify()] == [
            ("catalog.original_unused", sha("坏"))
        ]
        assert (catalog.clean(), list(catalog.verify())) == (1, [])
        assert catalog.unread_original("/a") == "又坏".encode()

    def test_no_such_report_has_no_original(self, catalog: Catalog) -> None:
        with pytest.raises(CatalogError) as told:
            catalog.original("nosuchid")
        assert told.value.code == "catalog.no_such_report"
        assert list(catalog.versions("nosuchid")) == []

    # feeds of saved searches

    def test_a_saved_search_is_followed_under_a_name_that_can_be_revoked(self, catalog: Catalog) -> None:
        mine, other = catalog.notebooks.of("a" * 32), catalog.notebooks.of("b" * 32)
        number = mine.save_search("一岗双责", "q=x", {"r": 1})
        assert other.open_feed(number) is None
        first = mine.open_feed(number)
        assert first is not None
        found = catalog.notebooks.followed(first)
        assert found is not None
        assert (found.number, found.address) == (number, "q=x")
        assert (mine.feeds(), other.feeds()) == (frozenset({number}), frozenset())
        second = mine.open_feed(number)
        assert second is not None
        assert (catalog.notebooks.followed(first), catalog.notebooks.followed(second)) == (None, found)
        again = mine.save_search("改名", "q=x", {})
        followed = catalog.notebooks.followed(second)
        assert followed is not None
        assert (followed.number, followed.name) == (again, "改名")
        assert (mine.close_feed(again), mine.close_feed(again)) == (True, False)
        assert catalog.notebooks.followed(second) is None
        third = mine.open_feed(again)
        assert third is not None
        mine.forget_search(again)
        assert catalog.notebooks.followed(third) is None

    # topics

    def test_a_topic_holds_what_was_put_in_by_hand_and_a_search(self, catalog: Catalog) -> None:
        before = catalog.topics.state()
        assert catalog.topics.put(" 巡察 ", ["b", "a", "b"]) == 2
        assert catalog.topics.put("巡察", ["a", "c"]) == 1
        assert catalog.topics.by_hand("巡察") == {"a", "b", "c"}
        assert catalog.topics.take("巡察", ["b", "x"]) == 1
        kept = catalog.topics.save("巡察", "?q=%E5%B7%A1%E5%AF%9F")
        assert (kept.name, kept.search, kept.by_hand) == ("巡察", "q=%E5%B7%A1%E5%AF%9F", 2)
        assert catalog.topics.save("巡察") == catalog.topics.get("巡察")
        assert catalog.topics.get("巡察") == catalog.topics.all()[0]
        assert catalog.topics.save("巡察", "").search == ""
        states = {before, catalog.topics.state()}
        assert catalog.topics.remove("巡察") is True
        assert catalog.topics.remove("巡察") is False
        assert (catalog.topics.get("巡察"), catalog.topics.by_hand("巡察"), catalog.topics.all()) == (
            None,
            frozenset(),
            (),
        )
        assert catalog.topics.take("巡察", ["a"]) == 0
        catalog.topics.put("巡察", ["a"])  # the number may be the former one's, the state is not
        assert len({*states, catalog.topics.state()}) == 3

    def test_topics_stand_by_name_and_keep_their_reports_apart(self, catalog: Catalog) -> None:
        for name in ("乙", "甲", "a"):
            catalog.topics.put(name, [f"report of {name}"])
        assert [topic.name for topic in catalog.topics.all()] == sorted(["乙", "甲", "a"])
        assert catalog.topics.by_hand("甲") == {"report of 甲"}

    @pytest.mark.parametrize(
        ("name", "search", "code"),
        [
            pytest.param(" ", None, "catalog.topic_name", id="no name"),
            pytest.param("专" * 61, None, "catalog.topic_name", id="a name of 61"),
            pytest.param("甲\n乙", None, "catalog.topic_name", id="two lines"),
            pytest.param("甲", "q=" + "啊" * 4000, "catalog.topic_search", id="a search too long"),
            pytest.param("甲", "q=\0", "catalog.topic_search", id="a control character"),
        ],
    )
    def test_what_cannot_be_a_topic(self, catalog: Catalog, name: str, search: str | None, code: str) -> None:
        with pytest.raises(CatalogError) as told:
            catalog.topics.save(name, search)
        assert told.value.code == code
        assert catalog.topics.all() == ()

    # rosters

    def test_a_roster_is_kept_by_the_name_of_its_collection(self, catalog: Catalog) -> None:
        kept = catalog.rosters.save(Roster(" 2024年度述职 ", ("东街道", "", " 西街道", "东街道"), 2024, "年度"))
        assert (kept.name, kept.units, kept.year, kept.period) == ("2024年度述职", ("东街道", "西街道"), 2024, "年度")
        assert catalog.rosters.get("2024年度述职") == kept
        again = catalog.rosters.save(Roster("2024年度述职", ("南街道",)))
        assert catalog.rosters.all() == (again,)
        assert (again.year, again.period) == (None, None)
        assert catalog.rosters.remove("2024年度述职") is True
        assert catalog.rosters.remove("2024年度述职") is False
        assert catalog.rosters.get("2024年度述职") is None

    def test_rosters_of_later_years_come_first(self, catalog: Catalog) -> None:
        for name, year in (("甲", None), ("乙", 2023), ("丙", 2024)):
            catalog.rosters.save(Roster(name, ("东街道",), year))
        assert [roster.name for roster in catalog.rosters.all()] == ["丙", "乙", "甲"]
        assert catalog.rosters.heads() == tuple(replace(roster, units=()) for roster in catalog.rosters.all())

    @pytest.mark.parametrize(
        ("roster", "code"),
        [
            pytest.param(Roster(" ", ("东街道",)), "catalog.roster_name", id="no name"),
            pytest.param(Roster("期" * 61, ("东街道",)), "catalog.roster_name", id="a name of 61"),
            pytest.param(Roster("甲\n乙", ("东街道",)), "catalog.roster_name", id="a name of two lines"),
            pytest.param(Roster("甲", ("", " ")), "catalog.roster_empty", id="nobody"),
            pytest.param(Roster("甲", tuple(map(str, range(5001)))), "catalog.roster_too_long", id="5,001 units"),
            pytest.param(Roster("甲", ("街" * 101,)), "catalog.roster_unit", id="a text pasted as a unit"),
            pytest.param(Roster("甲", ("东\x00街道",)), "catalog.roster_unit", id="a control character"),
            pytest.param(Roster("甲", ("东街道",), 22), "catalog.bad_value", id="no year"),
            pytest.param(Roster("甲", ("东街道",), 2024, "有空"), "catalog.bad_value", id="no period"),
        ],
    )
    def test_a_roster_that_cannot_be_is_not_kept(self, catalog: Catalog, roster: Roster, code: str) -> None:
        with pytest.raises(CatalogError) as told:
            catalog.rosters.save(roster)
        assert told.value.code == code
        assert catalog.rosters.all() == ()

    # many corrections

    def test_many_are_corrected_together(self, catalog: Catalog) -> None:
        first, second = one(catalog, "/a", DUTY), one(catalog, "/b", OTHER)
        catalog.edit_all({first: {"unit": "甲局", "year": "2021"}, second: {"unit": "乙局"}})
        assert [(entry.unit, entry.year) for entry in catalog.list()] == [("甲局", 2021), ("乙局", None)]

    def test_many_go_back_together_to_what_was_read(self, catalog: Catalog) -> None:
        first, second = one(catalog, "/a", DUTY), one(catalog, "/b", OTHER)
        read = {entry.id: (entry.unit, entry.year) for entry in catalog.list()}
        catalog.edit_all({first: {"unit": "甲局", "year": 2021}, second: {"unit": "乙局", "year": 2020}})
        catalog.edit_all({first: {"unit": "丙局"}, second: {}}, reset=("unit", "year"))
        now = {entry.id: (entry.unit, entry.year) for entry in catalog.list()}
        assert now == {first: ("丙局", read[first][1]), second: read[second]}

    def test_of_many_corrections_only_what_changes_is_a_change(self, catalog: Catalog) -> None:
        first, second = one(catalog, "/a", DUTY), one(catalog, "/b", OTHER)
        catalog.edit_all({first: {"unit": "甲局"}})
        before = catalog.last_change()
        catalog.edit_all({first: {"unit": "甲局"}, second: {"unit": "乙局"}})
        assert [change.id for change in catalog.changes(after=before)] == [second]
        catalog.edit_all({})
        catalog.edit_all({first: {}, second: {}})
        assert len(list(catalog.changes(after=before))) == 1

    def test_many_go_to_the_trash_together(self, catalog: Catalog) -> None:
        first, second, third = (one(catalog, f"/{n}", text) for n, text in enumerate((DUTY, OTHER, DUTY + "三")))
        catalog.remove(second)
        assert catalog.remove_all([third, "nosuch", second, first, first]) == (third, first)
        assert list(catalog.list()) == []
        before = catalog.last_change()
        assert catalog.remove_all([first, "nosuch"]) == ()
        assert catalog.remove_all([]) == ()
        assert catalog.last_change() == before
        assert catalog.restore(first)
        assert [entry.id for entry in catalog.list()] == [first]

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            pytest.param({"nosuch": {"unit": "乙局"}}, "catalog.no_such_report", id="an unknown report"),
            pytest.param({"second": {"year": "没有"}}, "catalog.bad_value", id="a bad value"),
            pytest.param({"second": {"colour": "红"}}, "catalog.bad_value", id="an unknown field"),
        ],
    )
    def test_of_many_corrections_none_is_kept_where_one_is_wrong(
        self, catalog: Catalog, wrong: Mapping[str, Mapping[str, str]], code: str
    ) -> None:
        first, second = one(catalog, "/a", DUTY), one(catalog, "/b", OTHER)
        before = catalog.last_change()
        named = {second if name == "second" else name: fields for name, fields in wrong.items()}
        with pytest.raises(CatalogError) as told:
            catalog.edit_all({first: {"unit": "甲局"}, **named})
        assert told.value.code == code
        assert [entry.unit for entry in catalog.list()] == [None, None]
        assert catalog.last_change() == before
