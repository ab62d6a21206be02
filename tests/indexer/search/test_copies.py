"""Copies: one text in another format or encoding counts once, whoever is asked, and nothing is lost by hiding."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from archive.text.digest import digest_of
from archive.text.fold import fold_text
from indexer.cli.main import main
from indexer.comparison import equal_texts
from indexer.ingest.pipeline import Pipeline, walk
from indexer.search.answer import Copies, Request
from indexer.search.concordance import concordance
from indexer.settings import Settings
from indexer.workspace import Workspace
from tests.hostile_files import docx

TEXT = [
    "关于2023年度工作情况的报告",
    "一、落实一岗双责，抓好落实。",
    "二、一岗双责再压实。",
    "三、下步继续抓好整改落实。",
]
OTHER = ["关于别的事情的报告", "一、一岗双责另有一处。"]


def put(folder: Path, texts: dict[str, bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in texts.items():
        (folder / name).write_bytes(data)
    return folder


def files() -> dict[str, bytes]:
    """One text three times, in three encodings and formats, and another one."""
    return {
        "a.txt": "\n".join(TEXT).encode("utf-8"),
        "b.txt": "\r\n".join(TEXT).encode("gb18030"),
        "c.docx": docx("".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in TEXT)),
        "d.txt": "\n".join(OTHER).encode("utf-8"),
    }


@pytest.fixture(params=["embedded", "memory"])
def workspace(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workspace]:
    settings = Settings(engine=request.param)
    with Workspace(tmp_path / "home", writing=True, settings=settings) as workspace:
        for name, data in files().items():  # one by one: the order of arrival is known
            folder = put(tmp_path / name[0], {name: data})
            assert all(outcome.error is None for _, outcome in Pipeline(workspace.catalog, {}).run(walk([folder])))
        workspace.catch_up()
        yield workspace


def ids(workspace: Workspace) -> dict[str, str]:
    return {entry.source: entry.id for entry in workspace.catalog.list()}


def shown(workspace: Workspace, query: str = "一岗双责", **asked: object) -> tuple[list[str], int, Copies]:
    """The sources of the answer, its places, and what was hidden."""
    answer = workspace.searcher.search(Request(query, sort="oldest", copies="hide", **asked))  # type: ignore[arg-type] # rows
    assert answer.total_reports == len(answer.reports)
    return [found.card.source for found in answer.reports], answer.total_matches, answer.copies


def test_a_text_counts_once_and_the_oldest_is_shown(workspace: Workspace) -> None:
    assert set(shown(workspace)[0]) == {"a.txt", "d.txt"}
    assert shown(workspace)[1:] == (3, Copies(2, 4))
    everything = workspace.searcher.search(Request("一岗双责"))
    assert (everything.total_reports, everything.total_matches, everything.copies) == (4, 7, Copies())


def test_it_makes_no_difference_whether_the_texts_were_compared(workspace: Workspace) -> None:
    before = shown(workspace)
    assert equal_texts.digest(workspace.catalog) == 4
    assert shown(workspace) == before
    assert equal_texts.digest(workspace.catalog) == 0


def test_what_is_not_known_is_shown_and_told(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.search.narrowing.copies.READ", 1)
    assert set(shown(workspace)[0]) == {"a.txt", "b.txt", "c.docx", "d.txt"}
    assert shown(workspace)[2] == Copies(0, 0, unknown=3)


def test_what_filters_keep_out_hides_nothing(workspace: Workspace) -> None:
    assert shown(workspace, filters={"format": ("docx",)}) == (["c.docx"], 2, Copies())
    answer = workspace.searcher.search(Request("一岗双责", filters={"format": ("docx",)}, copies="hide"))
    assert (answer.hidden["format"].reports, answer.hidden["format"].matches) == (1, 1)


QUERIES = ("一岗双责", "抓好落实 整改", "报告 -别的", "情况 或 别的", "没有这句话")
FORMATS = ((), ("txt",), ("docx",), ("txt", "docx"))


def test_the_totals_are_those_of_the_plain_way(workspace: Workspace) -> None:
    """All reports that answer, in order of arrival, each text once: nothing else is known of copies."""
    texts = {name: "".join(map(fold_text, passages)) for name, passages in workspace.catalog.texts()}
    for query, formats in product(QUERIES, FORMATS):
        request = Request(query, limit=0, filters={"format": formats} if formats else {})
        places = {row.card.id: row.matches for row in workspace.searcher.tally(request).rows}
        once: dict[str, str] = {}
        for name in filter(places.__contains__, workspace.catalog.ids()):
            once.setdefault(texts[name], name)
        found = workspace.searcher.tally(replace(request, copies="hide"))
        kept = {name: places[name] for name in once.values()}
        assert {row.card.id: row.matches for row in found.rows} == kept, request
        left_out = len(places) - len(kept), sum(places.values()) - sum(kept.values())
        assert (found.copies.reports, found.copies.matches) == left_out, request


def test_facets_speak_of_what_is_shown(workspace: Workspace) -> None:
    answer = workspace.searcher.search(Request("一岗双责", facets=True, copies="hide"))
    assert dict(answer.facets["format"]) == {"txt": 2}


def test_pages_hold_what_is_shown(workspace: Workspace) -> None:
    request = Request("一岗双责", limit=1, copies="hide", sort="matches")
    pages = [
        workspace.searcher.search(Request("一岗双责", limit=1, page=page, copies="hide", sort="matches"))
        for page in (1, 2, 3)
    ]
    assert [found.card.source for page in pages for found in page.reports] == ["a.txt", "d.txt"]
    assert workspace.searcher.search(request).pages == 2


def test_tally_and_concordance_agree(workspace: Workspace) -> None:
    request = Request("一岗双责", limit=0, copies="hide")
    tally, lines = workspace.searcher.tally(request), concordance(workspace.searcher, request)
    assert (tally.total_reports, tally.total_matches, tally.copies) == (2, 3, Copies(2, 4))
    assert (lines.total_reports, lines.total_matches, lines.copies) == (2, 3, Copies(2, 4))
    assert {spot.card.source for spot in lines.spots} == {"a.txt", "d.txt"}


def test_words_apart_count_once_too(workspace: Workspace) -> None:
    answer = workspace.searcher.search(Request("整改抓好", mode="loose", copies="hide"))
    assert (answer.total_reports, answer.also.total_reports) == (0, 1)
    assert answer.copies == Copies(2, 0)


def test_of_two_that_a_person_calls_two_none_is_hidden(workspace: Workspace) -> None:
    known = ids(workspace)
    equal_texts.digest(workspace.catalog)
    assert set(shown(workspace)[0]) == {"a.txt", "d.txt"}
    workspace.catalog.near.apart(known["a.txt"], known["c.docx"])
    assert set(shown(workspace)[0]) == {"a.txt", "c.docx", "d.txt"}, "it is told at once, though no report has changed"


def test_whether_there_are_copies_is_known_anew_whatever_changes(workspace: Workspace, tmp_path: Path) -> None:
    known, copies = ids(workspace), workspace.searcher.copies
    assert not copies.any(), "nothing is known yet"
    equal_texts.digest(workspace.catalog)
    assert copies.any(), "digests are no change of a report"
    for name in ("a.txt", "b.txt"):
        workspace.catalog.remove(known[name])
    assert not copies.any()
    put(tmp_path / "e", {"e.txt": "\r\n".join(OTHER).encode("gb18030")})
    assert all(outcome.error is None for _, outcome in Pipeline(workspace.catalog, {}).run(walk([tmp_path / "e"])))
    assert not copies.any(), "the text of a new report has no digest"
    assert equal_texts.digest(workspace.catalog) == 1
    assert copies.any()
    workspace.catalog.remove(known["d.txt"])
    assert not copies.any()


def test_a_report_that_says_something_else_now_is_no_copy(workspace: Workspace, tmp_path: Path) -> None:
    equal_texts.digest(workspace.catalog)
    put(tmp_path / "b", {"b.txt": "\n".join([*TEXT, "四、一岗双责。"]).encode("utf-8")})
    assert all(outcome.error is None for _, outcome in Pipeline(workspace.catalog, {}).run(walk([tmp_path / "b"])))
    workspace.catch_up()
    assert set(shown(workspace)[0]) == {"a.txt", "b.txt", "d.txt"}


def test_equal_texts_become_one_report_and_come_back(workspace: Workspace) -> None:
    known = ids(workspace)
    done = equal_texts.merge_equal(workspace.catalog)
    workspace.catch_up()
    assert set(done.pairs) == {(known["a.txt"], known["b.txt"]), (known["a.txt"], known["c.docx"])}
    assert (done.left, set(ids(workspace))) == (0, {"a.txt", "d.txt"})
    assert workspace.searcher.search(Request("一岗双责")).total_matches == 3
    assert done.edit is not None
    workspace.catalog.edits.undo(done.edit)
    workspace.catch_up()
    assert workspace.searcher.search(Request("一岗双责")).total_matches == 7
    assert equal_texts.merge_equal(workspace.catalog, by_itself=True).pairs == (), "what a person took back stays so"
    assert len(equal_texts.merge_equal(workspace.catalog).pairs) == 2, "but for a person who asks for it"


@pytest.mark.parametrize(
    ("said", "merged", "left"),
    [
        pytest.param({"a": {"unit": "甲局"}, "b": {"unit": "乙局"}}, {("a", "c")}, 1, id="two units handed it in"),
        pytest.param({"b": {"unit": "甲局"}}, {("b", "a"), ("b", "c")}, 0, id="the one stays that knows more"),
        pytest.param(
            {"a": {"year": 2023}, "b": {"year": 2024}, "c": {"year": 2024}}, {("b", "c")}, 1, id="other years"
        ),
        pytest.param({"a": {"unit": "甲局"}, "b": {"person": "王某"}}, {("a", "c")}, 1, id="each knows something else"),
        pytest.param({"a": {"unit": "甲局"}, "c": {"unit": "甲局"}}, {("a", "c"), ("a", "b")}, 0, id="they agree"),
    ],
)
def test_what_contradicts_is_left_for_people(
    workspace: Workspace, said: dict[str, dict[str, str | int]], merged: set[tuple[str, str]], left: int
) -> None:
    known = {source[0]: name for source, name in ids(workspace).items()}
    year: dict[str, str | int | None] = {"year": None, "period": None}  # what the text says must not tell them apart
    workspace.catalog.edit_all({known[name]: {**year, **said.get(name, {})} for name in "abc"})
    planned = equal_texts.merging(workspace.catalog)
    assert planned.pairs == (), "nothing is known before the texts are digested"
    equal_texts.digest(workspace.catalog)
    planned = equal_texts.merging(workspace.catalog)
    assert set(planned.pairs) == {(known[kept], known[other]) for kept, other in merged}
    assert planned.left == left


def test_the_digest_that_is_kept_is_that_of_the_text(workspace: Workspace) -> None:
    equal_texts.digest(workspace.catalog)
    from archive.text.digest import FOLD

    digests = workspace.catalog.near.texts(FOLD).digests
    assert digests == {name: digest_of(texts) for name, texts in workspace.catalog.texts()}


def told(capsys: pytest.CaptureFixture[str], home: Path, *words: str) -> list[str]:
    capsys.readouterr()
    main([words[0], "--home", str(home), *words[1:]])
    return capsys.readouterr().out.splitlines()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    assert main(["add", "--home", str(tmp_path / "home"), str(put(tmp_path / "files", files()))]) == 0
    return tmp_path / "home"


def test_the_terminal_hides_and_says_how_many(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, home, "search", "--copies", "hide", "一岗双责")
    assert "共 2 篇 3 处" in "\n".join(lines)
    assert "已隐藏副本 2 篇（4 处）" in lines
    assert told(capsys, home, "search", "-l", "--copies", "hide", "一岗双责") == ["a.txt", "d.txt"]
    answer = json.loads("".join(told(capsys, home, "search", "--json", "--copies", "hide", "一岗双责")))
    assert answer["copies"] == {"mode": "hide", "hidden_reports": 2, "hidden_matches": 4, "unknown": 0}
    (row,) = map(json.loads, told(capsys, home, "kwic", "--limit", "1", "--json", "--copies", "hide", "别的事情"))
    assert row["source"] == "d.txt"
    assert "已隐藏副本 2 篇（4 处）" in told(capsys, home, "kwic", "--copies", "hide", "一岗双责")


def test_after_an_import_the_terminal_names_equal_texts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home, kept = tmp_path / "home", files()
    told(capsys, home, "add", str(put(tmp_path / "one", {"a.txt": kept["a.txt"]})))
    lines = told(capsys, home, "add", str(put(tmp_path / "two", {"c.docx": kept["c.docx"]})))
    assert any(
        line.endswith("文字全同，只是格式或编码不同。全同的一次并为版本：baogao near --merge-equal") for line in lines
    )
    merged = told(capsys, home, "near", "--merge-equal")
    assert merged[-1] == "已把文字全同的 1 篇并为版本。一起撤销：baogao edits 1 --undo"
    assert told(capsys, home, "search", "-l", "一岗双责") == ["a.txt"]
    gone = merged[0].split()[-1]
    assert told(capsys, home, "near", "--undo", gone) == [f"已撤销：{gone} 又是单独一篇。"]
    assert sorted(told(capsys, home, "search", "-l", "一岗双责")) == ["a.txt", "c.docx"]
    told(capsys, home, "near", "--merge-equal")
    assert told(capsys, home, "search", "-l", "一岗双责") == ["a.txt"]
    told(capsys, home, "edits", "2", "--undo")
    assert sorted(told(capsys, home, "search", "-l", "一岗双责")) == ["a.txt", "c.docx"]


def test_of_very_many_likely_drafts_only_the_first_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.cli.content.add.TOLD", 1)
    lines = told(capsys, tmp_path / "home", "add", str(put(tmp_path / "files", files())))
    assert sum("--merge-equal" in line for line in lines) == 1
    assert "另有 1 对可能是同一篇：baogao near" in lines


def test_what_there_was_no_time_for_waits_and_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And copies are known nevertheless: a digest takes no time to speak of."""
    home = tmp_path / "home"
    monkeypatch.setattr("indexer.ingest.likenesses.SECONDS", 0.0)
    lines = told(capsys, home, "add", str(put(tmp_path / "files", files())))
    assert "还有 4 篇没有比对是否另一稿，下次导入时接着比；现在就比：baogao near。" in lines
    with Workspace(home) as workspace:
        assert len(workspace.catalog.near.pending()) == 4
        assert set(shown(workspace)[0]) == {"a.txt", "d.txt"}
    monkeypatch.undo()
    lines = told(capsys, home, "add", str(put(tmp_path / "more", {"e.txt": "另外一篇。".encode()})))
    assert not any("没有比对" in line for line in lines)
    with Workspace(home) as workspace:
        assert workspace.catalog.near.pending() == ()
        assert workspace.catalog.near.count() == 2


Way = Callable[[Path, Path], None]


def added(home: Path, folder: Path) -> None:
    assert main(["add", "--home", str(home), str(folder)]) == 0


def watched(home: Path, folder: Path) -> None:
    assert main(["watch", "--home", str(home), "--once", str(folder)]) == 0


@pytest.mark.parametrize("way", [added, watched])
@pytest.mark.parametrize("by_itself", [False, True])
def test_every_import_looks_for_copies(tmp_path: Path, way: Way, by_itself: bool) -> None:
    home = tmp_path / "home"
    put(home, {"baogao.toml": b"merge_equal = true\n" if by_itself else b"watch_quiet = 0.1\n"})
    way(home, put(tmp_path / "files", files()))
    with Workspace(home) as workspace:
        assert (len(workspace.catalog.ids()), workspace.catalog.near.count()) == ((2, 0) if by_itself else (4, 2))
        assert workspace.catalog.near.pending() == ()
