"""跨段: what runs over the end of a passage that does not end a sentence, against a plain computation."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.catalog import Catalog
from archive.catalog.opening import open_catalog
from archive.text.fold import fold_passages, fold_text
from indexer.cli.main import main
from indexer.index.embedded import seam_file
from indexer.index.embedded.positions.page_file import PAGE
from indexer.index.embedded.seam_file import SeamFile
from indexer.search.answer import Request
from indexer.search.answering.showing import ACROSS_SHOWN
from indexer.search.cross_passage import FILE, CrossPassages, places_over
from indexer.search.highlight import marked_passages
from indexer.workspace import Workspace
from tests.catalog_contract import arrival

ENDS = "。！？；…!?;"


def plain(passages: Sequence[str], wording: str) -> list[int]:
    """The passages over whose ends the wording runs: every way to write it across, tried one by one."""
    folded, wanted = fold_passages(passages), fold_text(wording)
    found = []
    for index, passage in enumerate(folded[:-1]):
        if not passage or passage[-1] in fold_text(ENDS):
            continue
        rest = ""
        for following in folded[index + 1 :]:
            rest += following
            if following and following[-1] in fold_text(ENDS):
                break
        if any(passage.endswith(wanted[:cut]) and rest.startswith(wanted[cut:]) for cut in range(1, len(wanted))):
            found.append(index + 1)
    return found


def catalog_of(home: Path, reports: Sequence[Sequence[str]]) -> Catalog:
    catalog = open_catalog(home)
    data = ("\n".join(passages) for passages in reports)
    catalog.add([arrival(f"/{number}.txt", body) for number, body in enumerate(data)])
    return catalog


def truth(catalog: Catalog, wording: str) -> dict[str, list[int]]:
    ends = {name: plain(texts, wording) for name, texts in catalog.texts()}
    return {name: passages for name, passages in ends.items() if passages}


ROWS = [
    pytest.param(["落实一岗", "双责要求。"], "一岗双责", 1, id="over one end"),
    pytest.param(["落实一岗。", "双责要求。"], "一岗双责", 0, id="the first ends a sentence"),
    pytest.param(["落实一岗；", "双责要求。"], "一岗双责", 0, id="a semicolon ends it too"),
    pytest.param(["落实一岗：", "双责要求。"], "一岗：双责", 1, id="a colon does not"),
    pytest.param(["落实“一岗", "双责”要求。"], "一岗双责", 1, id="marks are folded"),
    pytest.param(["落实一", "岗", "双责要求。"], "一岗双责", 1, id="over a whole short passage"),
    pytest.param(["落实一", "岗。", "双责要求。"], "一岗双责", 0, id="which ends a sentence itself"),
    pytest.param(["党党", "党党"], "党党", 1, id="one place an end"),
    pytest.param(["落实一岗双责", "一岗双责要求。"], "一岗双责", 0, id="inside passages it is no seam"),
    pytest.param(["压实", "责任", "压实", "责任。"], "压实责任", 2, id="twice"),
    pytest.param(["𠀀甲", "乙𠀀。"], "𠀀甲乙𠀀", 1, id="beyond the BMP"),
    pytest.param(["甲", "乙"], "乙", 0, id="one character runs over nothing"),
]


@pytest.mark.parametrize(("passages", "wording", "count"), ROWS)
def test_places_over_passage_ends(passages: list[str], wording: str, count: int) -> None:
    assert len(plain(passages, wording)) == count
    places = places_over(fold_passages(passages), fold_text(wording))
    assert len(places) == count
    folded = fold_passages(passages)
    for place in places:
        assert "".join(folded[piece.passage - 1][piece.start : piece.end] for piece in place) == fold_text(wording)
        assert len(place) > 1


texts = st.lists(st.lists(st.text("党建责甲𠀀。；“x", min_size=1, max_size=5), min_size=1, max_size=5), max_size=4)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(reports=texts, wordings=st.lists(st.text("党建责甲𠀀x", min_size=2, max_size=6), min_size=1, max_size=6))
def test_law(tmp_path_factory: pytest.TempPathFactory, reports: list[list[str]], wordings: list[str]) -> None:
    home = tmp_path_factory.mktemp("seams")
    catalog = catalog_of(home, reports)
    kept, held = CrossPassages(catalog, home / FILE), CrossPassages(catalog)
    for wording in wordings:
        expected = truth(catalog, wording)
        assert held.ends(fold_text(wording)) == expected
        assert kept.ends(fold_text(wording)) == expected
        assert CrossPassages(catalog, home / FILE).ends(fold_text(wording)) == expected, "read back from the file"
    catalog.close()


def test_what_has_changed_since_the_file_was_made(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, [["落实一岗", "双责要求。"], ["压实", "责任。"]])
    seams = CrossPassages(catalog, tmp_path / FILE)
    (first, second) = catalog.ids()
    assert seams.ends("一岗双责") == {first: [1]}
    catalog.add([arrival("/new.txt", "又一岗\n双责。"), arrival("/1.txt", "别的一岗\n双责。")])
    assert set(seams.ends("一岗双责")) == {first, second, catalog.ids()[2]}
    assert seams.ends("压实责任") == {}
    catalog.remove(first)
    assert first not in seams.ends("一岗双责")
    assert first not in CrossPassages(catalog, tmp_path / FILE).ends("一岗双责")
    catalog.restore(first)
    assert first in seams.ends("一岗双责")
    catalog.close()


@pytest.mark.parametrize("spoil", ["empty", "cut", "flipped", "foreign"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, spoil: str) -> None:
    catalog = catalog_of(tmp_path, [["落实一岗", "双责要求。"]])
    path = tmp_path / FILE
    expected = CrossPassages(catalog, path).ends("一岗双责")
    data = path.read_bytes()
    flipped = data[:-3] + bytes([data[-3] ^ 1]) + data[-2:]
    path.write_bytes({"empty": b"", "cut": data[:-4], "flipped": flipped, "foreign": b"PK" + data}[spoil])
    assert CrossPassages(catalog, path).ends("一岗双责") == expected != {}
    catalog.close()


def test_no_flipped_byte_goes_unseen(tmp_path: Path) -> None:
    """Nor one of the columns, which say whose a seam is: a wrong one would lead to a wrong report."""
    catalog = catalog_of(tmp_path / "home", [["压实一岗", "双责制度"], ["落实一岗", "双责"]])
    path = tmp_path / FILE
    expected = CrossPassages(catalog, path).ends("一岗双责")
    assert len(expected) == 2
    sound = path.read_bytes()
    for at in range(len(sound)):
        spoilt = bytearray(sound)
        spoilt[at] ^= 1
        path.write_bytes(bytes(spoilt))
        assert CrossPassages(catalog, path).ends("一岗双责") == expected
    catalog.close()


SHOWN = [
    pytest.param(["别的。", "落实一岗", "双责。", "压实一岗", "双责。"], id="two ends"),
    pytest.param(["落实一岗", "双责。"] * 5, id="more than are shown"),
    pytest.param(["别的", "一", "岗", "双", "责", "。"], id="over short passages"),
    pytest.param(["一", "", "", "", "", "", "", "岗双责", "别的"], id="over more than are looked at first"),
    pytest.param(["一岗", "双责" + "长" * 100_001 + "一岗", "双责"], id="beside a giant one"),
]


@pytest.mark.parametrize("passages", SHOWN)
def test_what_is_shown_is_what_the_whole_text_has(tmp_path: Path, passages: list[str]) -> None:
    """From the passages around each end; from all where those do not tell."""
    catalog_of(tmp_path, [["别的一岗", "别的"], passages]).close()
    with Workspace(tmp_path) as workspace:
        answer = workspace.searcher.search(Request("一岗双责", across=True))
        (found,) = answer.across.reports
        record = workspace.catalog.record(found.card.id)
        assert record is not None
        places = places_over(fold_passages(record.report.texts), "一岗双责")
        assert found.matches == answer.across.total_matches == len(places)
        pieces = [piece for place in places[:ACROSS_SHOWN] for piece in place]
        assert found.passages == marked_passages(record.report, pieces)


def test_apart_in_answer_and_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "甲.txt").write_text("关于工作的报告\n\n一、落实一岗\n\n双责的情况。\n", encoding="utf-8")
    (folder / "乙.txt").write_text("关于工作的报告\n\n落实一岗双责。\n", encoding="utf-8")
    home = str(tmp_path / "home")
    assert main(["--home", home, "add", str(folder)]) == 0
    with Workspace(Path(home)) as workspace:
        answer = workspace.searcher.search(Request("一岗双责", across=True))
        assert (answer.total_reports, answer.total_matches) == (1, 1), "outside the exact totals"
        assert (answer.across.total_reports, answer.across.total_matches) == (1, 1)
        (found,) = answer.across.reports
        marked = [passage.text[mark.start : mark.end] for passage in found.passages for mark in passage.marks]
        assert marked == ["一岗", "双责"]
        assert workspace.searcher.search(Request("一岗双责")).across.total_reports == 0, "not asked for"
        narrowed = Request("一岗双责", across=True, filters={"year": ("1999",)})
        assert workspace.searcher.search(narrowed).across.total_reports == 0
    capsys.readouterr()
    assert main(["--home", home, "search", "--across", "一岗双责"]) == 0
    told = capsys.readouterr().out
    assert "跨段" in told or "Across" in told


def test_kept_elsewhere_where_the_folder_cannot_be_written(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path / "home", [["落实一岗", "双责要求。"]])
    (tmp_path / "file").write_bytes(b"")
    seams = CrossPassages(catalog, tmp_path / "file" / FILE)
    assert seams.ends("一岗双责") == truth(catalog, "一岗双责") != {}
    catalog.add([arrival("/new.txt", "又一岗\n双责。")])
    assert seams.ends("一岗双责") == truth(catalog, "一岗双责")
    catalog.close()


def test_a_page_that_the_disk_alters_is_met_where_it_is_read(tmp_path: Path) -> None:
    """Of many pages the ends of all but one passage: what stands in the middle is read by a question alone."""
    dice = random.Random(3)
    passages = ["".join(dice.choices("党建责任落实制度发展改革经济文化", k=64)) for _ in range(800)]
    catalog = catalog_of(tmp_path / "home", [passages])
    wordings = [one[-3:] + other[:3] for one, other in pairwise(passages)][::40]
    (name,) = catalog.ids()
    expected = [{name: [40 * number + 1]} for number in range(len(wordings))]
    seams = CrossPassages(catalog, tmp_path / FILE)
    assert [seams.ends(wording) for wording in wordings] == expected
    data = bytearray((tmp_path / FILE).read_bytes())
    assert len(data) > 4 * PAGE
    data[len(data) // 2] ^= 1
    (tmp_path / FILE).write_bytes(data)
    SeamFile(tmp_path / FILE)  # nothing to be seen there
    seams = CrossPassages(catalog, tmp_path / FILE)
    assert [seams.ends(wording) for wording in wordings] == expected
    assert (tmp_path / FILE).read_bytes() != data, "made anew"
    catalog.close()


def test_an_open_file_holds_little_of_it(tmp_path: Path) -> None:
    dice = random.Random(4)
    report = ["".join(dice.choices("党建责任落实制度发展改革经济文化", k=64)) for _ in range(2_000)]
    seam_file.write(tmp_path / FILE, [("a", report)], 1)
    tracemalloc.start()
    seams = SeamFile(tmp_path / FILE)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert seams.change == 1
    assert held < (tmp_path / FILE).stat().st_size / 20
