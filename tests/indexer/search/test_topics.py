"""Searching in a set of reports: by hand, as a kept search, as a collection; the same on the oracle and the index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.catalog import Roster
from archive.errors import CatalogError, QueryError
from indexer.cli.main import main
from indexer.search.answer import Request
from indexer.search.narrowing import topics
from indexer.search.narrowing.kept_search import address_of, request_of
from indexer.search.narrowing.topics import kept_for_topic
from indexer.workspace import Workspace

TEXTS = {
    "甲.txt": "2023年度述职报告\n\n落实“一岗双责”要求。\n\n开展巡察整改。",
    "乙.txt": "2023年度述职报告（二）\n\n落实“一岗双责”要求，再落实一岗双责。",
    "丙.txt": "2024年度述职报告\n\n落实一岗双责。\n\n开展巡察整改工作。",
    "丁.txt": "关于巡察整改的说明\n\n开展巡察整改。",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("topics")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert main(["add", "--home", str(folder / "home"), *(str(folder / name) for name in TEXTS)]) == 0
    return folder / "home"


@pytest.fixture(params=["memory", "embedded"])
def workspace(home: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setenv("BAOGAO_ENGINE", request.param)
    with Workspace(home, writing=True) as workspace:
        workspace.catch_up()
        yield workspace
        for topic in workspace.catalog.topics.all():
            workspace.catalog.topics.remove(topic.name)
        for roster in workspace.catalog.rosters.all():
            workspace.catalog.rosters.remove(roster.name)


def ids(workspace: Workspace, *names: str) -> list[str]:
    return [entry.id for entry in workspace.catalog.list() if entry.source in {f"{name}.txt" for name in names}]


def found(workspace: Workspace, query: str, **asked: object) -> dict[str, int]:
    answer = workspace.searcher.search(Request(query, limit=0, **asked))  # type: ignore[arg-type]
    return {one.card.source[0]: one.matches for one in answer.reports}


def in_topic(*names: str) -> dict[str, tuple[str, ...]]:
    return {"topic": names}


def test_by_hand(workspace: Workspace) -> None:
    workspace.catalog.topics.put("重点", ids(workspace, "甲", "丁"))
    assert found(workspace, "一岗双责") == {"甲": 1, "乙": 2, "丙": 1}
    assert found(workspace, "一岗双责", filters=in_topic("重点")) == {"甲": 1}
    assert found(workspace, "巡察整改", filters=in_topic("重点")) == {"甲": 1, "丁": 2}
    workspace.catalog.topics.put("重点", ids(workspace, "乙"))  # an answer that was kept is not given again
    assert found(workspace, "一岗双责", filters=in_topic("重点")) == {"甲": 1, "乙": 2}
    workspace.catalog.topics.take("重点", ids(workspace, "甲"))
    assert found(workspace, "一岗双责", filters=in_topic("重点")) == {"乙": 2}


@pytest.mark.parametrize(
    ("search", "held"),
    [
        pytest.param("q=巡察整改", "甲丙丁", id="words"),
        pytest.param("q=巡察整改&year=2023", "甲", id="words and a filter"),
        pytest.param("year=2023", "甲乙", id="a filter alone"),
        pytest.param("q=巡察整改工作 OR 再落实", "乙丙", id="the language of queries"),
        pytest.param("q=巡察整改工作 OR 再落实&literal=1", "", id="as text"),
        pytest.param("q=落实“一岗双责”要求&mode=verbatim", "甲乙", id="verbatim"),
    ],
)
def test_as_a_search(workspace: Workspace, search: str, held: str) -> None:
    workspace.catalog.topics.save("按检索", search)
    assert sorted(workspace.searcher.topics.of("按检索")) == sorted(ids(workspace, *held))
    assert set(found(workspace, "一岗双责", filters=in_topic("按检索"))) == set(held) - {"丁"}


def test_a_roster_makes_a_collection(workspace: Workspace) -> None:
    workspace.catalog.rosters.save(Roster("2023年述职", ("东街道",), 2023))
    assert sorted(workspace.searcher.topics.of("2023年述职")) == sorted(ids(workspace, "甲", "乙"))
    (kept,) = workspace.searcher.topics.all()
    assert kept.roster is not None
    assert (kept.name, kept.topic, kept.roster.units) == ("2023年述职", None, ("东街道",))
    workspace.catalog.topics.put("2023年述职", ids(workspace, "丁"))  # what is not about that year may belong to it
    assert sorted(workspace.searcher.topics.of("2023年述职")) == sorted(ids(workspace, "甲", "乙", "丁"))


def test_several_topics_none_and_what_they_hide(workspace: Workspace) -> None:
    workspace.catalog.topics.put("一", ids(workspace, "甲"))
    workspace.catalog.topics.put("二", ids(workspace, "乙"))
    assert found(workspace, "一岗双责", filters=in_topic("一", "二")) == {"甲": 1, "乙": 2}
    assert found(workspace, "一岗双责", filters=in_topic("")) == {"丙": 1}
    answer = workspace.searcher.search(Request("一岗双责", facets=True, filters={"topic": ("一",), "year": ("2023",)}))
    assert (answer.hidden["topic"].reports, answer.hidden["topic"].matches) == (1, 2)
    assert answer.facets["topic"] == (("一", 1),)
    every = workspace.searcher.search(Request("一岗双责", facets=True))
    assert every.facets["topic"] == (("一", 1), ("二", 1))


def test_facets_know_every_topic_as_of_now(workspace: Workspace) -> None:
    """What is remembered of topics between questions is of one state: made, filled, emptied, gone."""

    def counted(query: str) -> object:
        return workspace.searcher.search(Request(query, facets=True)).facets["topic"]

    assert (counted("一岗双责"), counted("双责")) == ((), ())
    workspace.catalog.topics.put("一", ids(workspace, "甲"))
    assert (counted("一岗双责"), counted("双责")) == ((("一", 1),), (("一", 1),))
    workspace.catalog.topics.put("二", ids(workspace, "甲", "乙"))
    assert (counted("双责"), counted("一岗双责")) == ((("二", 2), ("一", 1)), (("二", 2), ("一", 1)))
    workspace.catalog.topics.remove("一")
    assert (counted("一岗双责"), counted("双责")) == ((("二", 2),), (("二", 2),))


def test_an_answer_does_not_wait_for_the_searches_of_many_topics(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left out comes once it is known; by hand a topic is always counted."""
    workspace.catalog.topics.save("按检索", "q=一岗双责")
    workspace.catalog.topics.put("手工", ids(workspace, "甲"))
    monkeypatch.setattr(topics, "PATIENCE", 0.0)
    assert workspace.searcher.topics.counted(ids(workspace, "甲", "乙")) == (("手工", 1),)
    assert len(workspace.searcher.topics.of("按检索")) == 3
    assert workspace.searcher.topics.counted(ids(workspace, "甲", "乙")) == (("按检索", 2), ("手工", 1))


def test_the_trash_empties_and_fills_it_again(workspace: Workspace) -> None:
    (one,) = ids(workspace, "甲")
    workspace.catalog.topics.put("重点", [one])
    workspace.catalog.remove(one)
    workspace.catch_up()
    assert workspace.searcher.topics.of("重点") == frozenset()
    workspace.catalog.restore(one)
    workspace.catch_up()
    assert workspace.searcher.topics.of("重点") == {one}


def test_what_is_none(workspace: Workspace) -> None:
    with pytest.raises(CatalogError) as none:
        workspace.searcher.search(Request("党建", filters=in_topic("没有")))
    assert none.value.code == "catalog.no_such_topic"
    with pytest.raises(CatalogError) as nested:
        kept_for_topic("q=x&topic=y")
    assert nested.value.code == "catalog.topic_nested"
    workspace.catalog.topics.save("坏的", 'q="党建')
    assert workspace.searcher.topics.count("坏的") is None
    assert workspace.searcher.search(Request("一岗双责", facets=True)).facets["topic"] == ()
    with pytest.raises(QueryError):
        workspace.searcher.search(Request("一岗双责", filters=in_topic("坏的")))


@pytest.mark.parametrize(
    "request_",
    [
        Request("一岗双责", limit=0),
        Request("a b&c=d", mode="loose", sort="newest", limit=0, scope="sentence", literal=True),
        Request("x", limit=0, filters={"year": ("2023", ""), "unit": ("甲&乙",)}, ignore_punctuation=True),
    ],
)
def test_a_kept_search_is_read_as_it_was_written(request_: Request) -> None:
    assert request_of(address_of(request_)) == request_


def test_at_the_terminal(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def asked(*words: str) -> tuple[int, str]:
        capsys.readouterr()
        code = main([words[0], "--home", str(home), *words[1:]])
        return code, capsys.readouterr().out

    listed = [json.loads(line) for line in asked("list", "--json")[1].splitlines()]
    one = next(entry["id"] for entry in listed if "甲" in entry["source"])
    assert asked("topic", "put", "重点", one)[0] == 0
    assert asked("topic", "save", "巡察", "--search", "巡察整改")[0] == 0
    told = [json.loads(line) for line in asked("topic", "list", "--json")[1].splitlines()]
    assert [(topic["name"], topic["reports"], topic["by_hand"]) for topic in told] == [("巡察", 3, 0), ("重点", 1, 1)]
    assert json.loads(asked("topic", "show", "重点", "--json")[1])["ids"] == [one]
    assert asked("search", "-c", "--topic", "重点", "一岗双责")[1].split() == ["甲.txt:1"]
    assert len(asked("list", "--topic", "巡察", "--json")[1].splitlines()) == 3
    assert asked("search", "--topic", "没有", "一岗双责")[0] == 2
    assert asked("topic", "take", "重点", one)[0] == 0
    assert asked("topic", "show", "没有")[0] == 1
    assert asked("topic", "put", "重点", "nosuchid")[0] == 2
    assert asked("topic", "save", "坏", "--search", '"未闭')[0] == 2
    for name in ("重点", "巡察"):
        assert asked("topic", "remove", name)[0] == 0
