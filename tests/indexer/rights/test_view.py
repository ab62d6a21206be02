"""A view is an archive that holds nothing else: every door of indexer, with the memory engine over the readable reports
alone as oracle.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.catalog import Arrival, Roster
from archive.catalog.text_slices import Slices
from archive.errors import ArchiveError, CatalogError, ReadError
from archive.ingest import ingest
from archive.messages import text as words_of
from indexer.guidance.lesson import lesson_of
from indexer.overlap.shared_passages import Text, overlap
from indexer.rights.reader import OWNER, Reader
from indexer.rights.view import View, Views
from indexer.search.answer import MODES, SORTS, Request, Sort
from indexer.search.citation_lookup import find
from indexer.search.concordance import concordance
from indexer.search.similar import similar
from indexer.settings import Settings
from indexer.tables.checklist import Wording, check
from indexer.tables.receipts import receipts
from indexer.wordings.wordings import Wordings
from indexer.workspace import Workspace

UNITS = ("甲局", "乙局", "丙局", "丁局")
PIECES = (
    "落实“一岗双责”，抓好党风廉政建设",
    "着力优化营商环境，推进“放管服”改革",
    "存在问题：学习不够深入，调查研究不多",
    "加强基层党组织建设，压实主体责任",
    "全年完成投资 35 亿元，同比增长 8%",
    "下一步打算：深化改革，扩大开放",
    "形式主义仍然存在，监督检查不够有力",
)
FONDS = ("", "jiwei", "bangong")
READERS = (frozenset({""}), frozenset({"jiwei"}), frozenset({"", "bangong"}), frozenset[str]())
GROUPS = ("甲组", "乙组", "丙组")
KINDS = ["memory", "embedded"]
SCORES = {"score"}


def arrivals(dice: random.Random) -> Iterator[Arrival]:
    """Reports of several units and years, with the same bytes twice, and a file that says nothing."""
    for number in range(30):
        unit, year, fonds = dice.choice(UNITS), dice.randrange(2020, 2025), dice.choice(FONDS)
        lines = [f"{unit}{year}年度工作报告", *(dice.choice(PIECES) for _ in range(dice.randrange(2, 6)))]
        text = "\n".join(lines) + "\n"
        yield replace(arrival(f"/{fonds or 'all'}/{number}.txt", text, fonds), given={"unit": unit, "year": year})
    for fonds in FONDS:
        yield arrival(f"/{fonds or 'all'}/same.txt", "丙局2023年度工作报告\n落实“一岗双责”\n", fonds)
        error = ReadError("read.empty", name=f"{fonds}.txt")
        yield Arrival(
            f"/{fonds or 'all'}/empty.txt", "empty.txt", b"", hashlib.sha256(b"").hexdigest(), None, error, {}, fonds
        )


def arrival(place: str, text: str, fonds: str) -> Arrival:
    data = text.encode()
    kept = ingest(data, place)
    return Arrival(place, place, data, hashlib.sha256(data).hexdigest(), kept, None, {}, fonds, frozenset({fonds}))


def filled(home: Path, kind: str, only: frozenset[str] | None = None) -> Workspace:
    return filled_as(home, Settings(engine=kind), only)


def filled_as(home: Path, settings: Settings, only: frozenset[str] | None = None) -> Workspace:
    workspace = Workspace(home, writing=True, settings=settings)
    catalog = workspace.catalog
    catalog.fonds.add("jiwei", "纪委")
    catalog.fonds.add("bangong", "办公室")
    for one in arrivals(random.Random(7)):
        if only is None or one.fonds in only:
            catalog.add([one])
    for fonds in FONDS:
        if only is None or fonds in only:
            catalog.rosters.save(Roster(f"名单{fonds}", UNITS, 2023, fonds=fonds))
            number = catalog.imports.begin("page", f"{fonds}.zip", fonds=fonds)
            catalog.imports.end(number)
    for entry in list(catalog.list()):
        if entry.unit == "甲局":
            catalog.edit(entry.id, {"person": "张三"})
            catalog.topics.put("甲的", [entry.id])
    workspace.catch_up()
    return workspace


@pytest.fixture(scope="module", params=KINDS)
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Views]:
    with filled(tmp_path_factory.mktemp("whole") / "home", request.param) as workspace:
        yield Views(workspace.catalog, workspace.searcher, workspace.suggester)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[frozenset[str]], View]]:
    """The oracle: an archive that holds these fonds alone."""
    made: dict[frozenset[str], Workspace] = {}

    def of(fonds: frozenset[str]) -> View:
        if fonds not in made:
            made[fonds] = filled(tmp_path_factory.mktemp("alone") / "home", "memory", fonds)
        workspace = made[fonds]
        return Views(workspace.catalog, workspace.searcher, workspace.suggester).whole

    yield of
    for workspace in made.values():
        workspace.close()


def reader(views: Views, fonds: frozenset[str]) -> Reader:
    register = views.whole.catalog.fonds
    group = f"组 {sorted(fonds)}"
    for key in fonds:
        register.grant(group, key, "read")
    return Reader("某人", frozenset({group}))


NOT_COMPARED = {"took_ms", "change", "number", "at", "added_at", "saved_at", "found_at", "begun_at", "ended_at", "now"}
"""When and as which number of all something came differs between two archives."""


def told(value: object) -> object:
    """A value of any door in plain pieces, scores to nine digits."""
    if isinstance(value, float):
        return round(value, 9)
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: told(getattr(value, one.name)) for one in fields(value) if one.name not in NOT_COMPARED}
    if isinstance(value, dict):
        return {key: told(one) for key, one in value.items() if key not in NOT_COMPARED}
    if isinstance(value, frozenset | set):
        return sorted(map(repr, map(told, value)))
    if isinstance(value, bytes | str | int | bool | None):
        return value
    if hasattr(value, "__iter__"):
        return [told(one) for one in value]
    if hasattr(value, "items"):
        return told(dict(value.items()))
    return repr(value) if type(value).__repr__ is not object.__repr__ else type(value).__name__


def say(code: str, /, **evidence: object) -> str:
    return words_of(code, "zh", **evidence)


QUERIES = (
    "一岗双责", "“放管服”", "改革 责任", "改革 OR 问题", "建设 -责任", "-改革", "同段:(党 建设)", "标题:甲局",
    "年:2021..2023 改革", "“存在” NEAR “不够”", "没有这样的话", "营商环境",
)  # fmt: skip


def requests(dice: random.Random) -> Iterator[Request]:
    for query in QUERIES:
        yield Request(query, facets=True, across=True)
    for _ in range(12):
        filters: dict[str, tuple[str, ...]] = {}
        if dice.random() < 0.5:
            filters[dice.choice(("unit", "year"))] = (dice.choice(("甲局", "2022", "2023", "")),)
        if dice.random() < 0.2:
            filters["topic"] = ("甲的",)
        yield Request(
            dice.choice(QUERIES),
            mode=dice.choice(MODES),
            sort=dice.choice(SORTS),
            page=dice.choice((1, 1, 2)),
            limit=dice.choice((3, 20)),
            filters=filters,
            facets=True,
            across=True,
            copies=dice.choice(("show", "hide")),
        )


def quietly(ask: Callable[[], object]) -> object:
    """What is answered, or the code of what is refused."""
    try:
        return told(ask())
    except ArchiveError as problem:
        return problem.code


DOORS: dict[str, Callable[[View, View], object]] = {
    "ids": lambda view, _: view.catalog.ids(),
    "entries": lambda view, _: list(view.catalog.list(sort="title")),
    "texts": lambda view, _: dict(view.catalog.texts()),
    "mastheads": lambda view, _: {name: head for name, _, head in view.catalog.mastheads()},
    "slices": lambda view, _: {
        name: view.catalog.slices([Slices(name, change, [(0, 3)])]) for name, change, _ in view.catalog.mastheads()
    },
    "counts": lambda view, _: view.catalog.counts(),
    "filtered": lambda view, _: (view.catalog.count({"unit": "甲局"}), list(view.catalog.list({"year": [2022, 2023]}))),
    "unread": lambda view, _: [replace(one, error=one.error, at="") for one in view.catalog.unread()],
    "duplicates": lambda view, _: list(view.catalog.duplicates()),
    "editions": lambda view, _: list(view.catalog.editions()),
    "noticed": lambda view, _: view.catalog.noticed(("read.left_out",)),
    "imports": lambda view, _: [one.source for one in view.catalog.imports.list()],
    "import count": lambda view, _: view.catalog.imports.count(),
    "rosters": lambda view, _: view.catalog.rosters.all(),
    "rosters without units": lambda view, _: view.catalog.rosters.heads(),
    "topics": lambda view, _: view.catalog.topics.all(),
    "topic members": lambda view, _: quietly(lambda: view.searcher.topics.of("甲的")),
    "edits": lambda view, _: [(one.reports, one.fields) for one in view.catalog.edits.recent()],
    "edit count": lambda view, _: view.catalog.edits.count(),
    "edited": lambda view, _: [view.catalog.edits.reports(one.number) for one in view.catalog.edits.recent()],
    "near": lambda view, _: view.catalog.near.pending(),
    "cards": lambda view, _: dict(view.engine.cards()),
    "suggestions": lambda view, _: [view.suggester.suggest(text) for text in ("改", "一岗", "gg", "营商", "甲")],
    "alike": lambda view, _: view.suggester.alike("一岗双则"),
    "similar": lambda view, _: [similar(view.searcher, piece) for piece in PIECES[:3]],
    "concordance": lambda view, _: [
        (spot.card.id, spot.place, spot.left, spot.right)
        for spot in concordance(view.searcher, Request("责任", limit=0), "left").spots
    ],
    "checklist": lambda view, _: check(view.searcher, [Wording("一岗双责"), Wording("改革")], year=2023),
    "receipts": lambda view, _: receipts(view.searcher, Roster("名单", UNITS, 2023)),
    "overlap": lambda view, _: [
        overlap(view.searcher, Text(record.report, record.source, record.id))
        for record in view.catalog.records(view.catalog.ids()[:4])
    ],
    "terms": lambda view, _: Wordings(view.searcher).terms(),
    "usage": lambda view, _: Wordings(view.searcher).usage("改革"),
    "tally": lambda view, _: view.searcher.tally(Request("改革 OR 责任", mode="loose")),
    "cited": lambda view, _: find(view.catalog, "甲局2022年度工作报告"),
}  # fmt: skip


@pytest.mark.parametrize("fonds", READERS, ids=lambda keys: "、".join(sorted(keys)) or "nothing")
@pytest.mark.parametrize("door", DOORS)
def test_a_door(whole: Views, alone: Callable[[frozenset[str]], View], fonds: frozenset[str], door: str) -> None:
    view, oracle = whole.of(reader(whole, fonds)), alone(fonds)
    assert quietly(lambda: DOORS[door](view, oracle)) == quietly(lambda: DOORS[door](oracle, oracle))


@pytest.mark.parametrize("fonds", READERS, ids=lambda keys: "、".join(sorted(keys)) or "nothing")
def test_answers(whole: Views, alone: Callable[[frozenset[str]], View], fonds: frozenset[str]) -> None:
    view, oracle = whole.of(reader(whole, fonds)), alone(fonds)
    for request in requests(random.Random(3)):
        seen, wanted = (
            (quietly(partial(one.searcher.search, request)), quietly(partial(one.searcher.places, request, 50)))
            for one in (view, oracle)
        )
        assert seen == wanted, request


@pytest.mark.parametrize("fonds", READERS[:3], ids=lambda keys: "、".join(sorted(keys)))
def test_what_is_said_where_nothing_is_found(
    whole: Views, alone: Callable[[frozenset[str]], View], fonds: frozenset[str]
) -> None:
    view, oracle = whole.of(reader(whole, fonds)), alone(fonds)
    for query in ("一岗双则", "改革 没有这样", "廉政建没"):
        lessons = [
            told(lesson_of(one.searcher, partial(getattr, one, "suggester"), one.searcher.search(Request(query))).form)
            for one in (view, oracle)
        ]
        assert lessons[0] == lessons[1], query


def test_forbidden_and_unknown_are_one(whole: Views) -> None:
    view = whole.of(reader(whole, frozenset({"jiwei"})))
    hidden = [entry for entry in whole.whole.catalog.list() if entry.fonds != "jiwei"]
    changes = {entry.id: entry.change for entry in hidden}
    (mine,) = view.catalog.list(limit=1)
    (seen,) = whole.whole.catalog.slices([Slices(hidden[0].id, hidden[0].change, [(0, 3)])])
    assert seen
    for entry in hidden[:5]:
        for name in (entry.id, "unknownid0"):
            assert view.catalog.record(name) is None
            assert not list(view.catalog.records([name]))
            asked = [Slices(one, changes.get(one, mine.change), [(0, 3)]) for one in (name, mine.id, name)]
            told = view.catalog.slices(asked)
            assert (told[0], told[2]) == (None, None)
            assert told[1]
            assert not list(view.catalog.entries([name]))
            assert list(view.catalog.versions(name)) == []
            assert view.searcher.document_cache.record(name) is None
            for refused in (
                lambda name=name: view.catalog.original(name),
                lambda name=name: view.catalog.source(name),
                lambda name=name: view.catalog.edit(name, {"unit": "甲"}),
                lambda name=name: view.catalog.confirm([name]),
                lambda name=name: view.catalog.fonds.move([name], "jiwei"),
                lambda name=name: view.catalog.near.merge(name, name),
            ):
                with pytest.raises(CatalogError) as caught:
                    refused()
                assert (caught.value.code, caught.value.evidence) == ("catalog.no_such_report", {"id": name})
            assert not view.catalog.restore(name)
            assert not view.catalog.purge(name)
            assert list(view.catalog.remove_all([name])) == []
    assert {entry.id for entry in whole.whole.catalog.list()} >= {entry.id for entry in hidden}


def test_reading_is_no_editing(whole: Views) -> None:
    view = whole.of(reader(whole, frozenset({"jiwei"})))
    mine = view.catalog.ids()[0]
    for refused in (
        lambda: view.catalog.edit(mine, {"unit": "甲"}),
        lambda: view.catalog.remove(mine),
        lambda: view.catalog.set_aside("/jiwei/empty.txt", "不要了"),
        lambda: view.catalog.rosters.save(Roster("名单jiwei", UNITS)),
        lambda: view.catalog.imports.begin("page", "x", fonds="jiwei"),
        lambda: view.catalog.fonds.grant("组", "jiwei", "manage"),
        lambda: view.catalog.fonds.add("neu", "新"),
    ):
        with pytest.raises(CatalogError) as caught:
            refused()
        assert caught.value.code == "catalog.may_not_edit"


def test_whoever_may_do_everything_gets_what_there_is(whole: Views) -> None:
    assert whole.of(OWNER) is whole.whole
    for key in FONDS:
        whole.whole.catalog.fonds.grant("都管", key, "manage")
        whole.whole.catalog.fonds.grant("都看", key, "read")
    assert whole.of(Reader("甲", frozenset({"都管"}))) is whole.whole
    reads = whole.of(Reader("乙", frozenset({"都看"})))
    assert reads.searcher is whole.whole.searcher
    assert reads.key != ""
    assert whole.of(Reader("丙", frozenset({"都看"}))) is reads, "one view for all who may the same"


def test_a_right_that_is_taken_is_gone_at_once(whole: Views) -> None:
    register = whole.whole.catalog.fonds
    register.grant("暂时", "jiwei", "read")
    person = Reader("甲", frozenset({"暂时"}))
    before = whole.of(person)
    assert before.catalog.ids()
    register.revoke("暂时", "jiwei")
    assert not whole.of(person).catalog.ids()
    assert whole.of(person).key != before.key


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    rights=st.dictionaries(
        st.sampled_from(("甲组", "乙组", "丙组")), st.frozensets(st.sampled_from(FONDS)), max_size=3
    ),
    groups=st.frozensets(st.sampled_from(("甲组", "乙组", "丙组", "丁组"))),
    query=st.sampled_from(QUERIES),
    sort=st.sampled_from(SORTS),
)
def test_whatever_groups_may(
    whole: Views,
    alone: Callable[[frozenset[str]], View],
    rights: dict[str, frozenset[str]],
    groups: frozenset[str],
    query: str,
    sort: Sort,
) -> None:
    """The rights of all of somebody's groups together, whatever was given before."""
    register = whole.whole.catalog.fonds
    for grant in register.grants():
        register.revoke(grant.group, grant.fonds)
    for group, keys in rights.items():
        for key in keys:
            register.grant(group, key, "read")
    readable = frozenset[str]().union(*(rights.get(group, frozenset()) for group in groups))
    view, oracle = whole.of(Reader("某人", groups)), alone(readable)
    request = Request(query, sort=sort, facets=True, across=True)
    assert quietly(partial(view.searcher.search, request)) == quietly(partial(oracle.searcher.search, request))
    assert DOORS["suggestions"](view, view) == DOORS["suggestions"](oracle, oracle)
    assert DOORS["counts"](view, view) == DOORS["counts"](oracle, oracle)
