"""Taken out and brought in elsewhere: the same answers; names that every disk takes; nothing half that looks whole."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from archive.catalog import Arrival, Catalog
from archive.errors import UsageError
from archive.ingest import ingest
from archive.model import MASTHEAD_FIELDS
from archive.text.fold import fold_text
from indexer.cli.main import main
from indexer.demo import collection
from indexer.export import folder
from indexer.export.file_names import MOST_BYTES, safe_name
from indexer.export.folder_metadata import is_exported
from indexer.export.report_text import FORMS, Form, text_of
from indexer.search.answer import Request
from indexer.settings import Settings
from indexer.workspace import Workspace
from tests.catalog_contract import arrival
from tests.sample_files import SAMPLES
from tests.shared_files import SEEDS
from web.app import create_app


def bring(catalog: Catalog, name: str, data: bytes, **given: str | int) -> str:
    digest = hashlib.sha256(data).hexdigest()
    (outcome,) = catalog.add([Arrival(f"/{name}", name, data, digest, ingest(data, name), None, given)])
    assert outcome.id is not None
    return outcome.id


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The demo, the seeds, a file of each format, the same words in two formats; values given and corrected."""
    home = tmp_path_factory.mktemp("full") / "home"
    with Workspace(home, writing=True, settings=Settings(ocr="off")) as workspace:
        catalog = workspace.catalog
        for seed in sorted(SEEDS.glob("*.txt")):
            bring(catalog, seed.name, seed.read_bytes(), unit="东街道")
        for suffix in (".docx", ".xlsx", ".md", ".odt", ".rtf", ".csv"):
            bring(catalog, f"样本{suffix}", SAMPLES[suffix]())
        bring(catalog, "甲/一样.txt", "一样的话，写在两处。\n".encode())
        bring(catalog, "乙/一样.md", "一样的话，写在两处。\n".encode())
        list(collection.add(catalog, recognise=False))
        ids = catalog.ids()
        catalog.edit(ids[0], {"year": 2019, "title": "CON", "number": None})
        catalog.edit(ids[1], {"unit": None, "title": "a/b:c*?龘𠮷" + "长" * 100})
        workspace.catch_up()
        yield workspace


def answers(workspace: Workspace, phrase: str) -> dict[tuple[object, ...], int]:
    """Who answers, by what is known of them, with how many places."""
    tally = workspace.searcher.tally(Request(phrase, literal=True, limit=0))
    known = {name: head for name, _, head in workspace.catalog.mastheads()}
    return {tuple(getattr(known[row.card.id], name) for name in MASTHEAD_FIELDS): row.matches for row in tally.listed}


@pytest.mark.parametrize("form", ["txt", pytest.param("md", marks=pytest.mark.slow)])
def test_brought_in_elsewhere_fifty_phrases_years_and_units_are_the_same(
    full: Workspace, tmp_path: Path, form: Form
) -> None:
    made = folder.export(full.catalog, full.catalog.ids(), tmp_path / "出", form=form)
    assert (made.reports, made.kept["changed"]) == (full.catalog.count(), 0)
    home = tmp_path / "home"
    assert main(["add", str(tmp_path / "出"), "--home", str(home)]) == 0
    with Workspace(home, writing=True) as elsewhere:
        assert elsewhere.catalog.count() == full.catalog.count()
        texts = [text for _, texts in full.catalog.texts() for text in texts if len(fold_text(text)) > 12]
        choose = random.Random(7)
        phrases = [
            text[start : start + 6] for text in choose.sample(texts, 50) for start in [choose.randrange(len(text) - 6)]
        ]
        for phrase in [*phrases, "一岗双责"]:
            if fold_text(phrase):
                assert answers(elsewhere, phrase) == answers(full, phrase), phrase
        for field in ("unit", "year_known", "type"):
            for value in {getattr(entry, field.removesuffix("_known")) for entry in full.catalog.list()}:
                where: Mapping[str, str | int | None] = {field: value}
                assert elsewhere.catalog.count(where) == full.catalog.count(where), where


def test_the_manifest_has_the_sum_of_every_file_and_metadata_says_all(full: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "出"
    folder.export(full.catalog, full.catalog.ids(), target, originals=True, asked={"year": 2024})
    manifest = json.loads((target / "manifest.json").read_bytes())
    assert (manifest["reports"], manifest["asked"]) == (full.catalog.count(), {"year": 2024})
    sums = dict(line.split("  ", 1)[::-1] for line in (target / "manifest.sha256").read_text("utf-8").splitlines())
    files = {path.relative_to(target).as_posix(): path for path in target.rglob("*") if path.is_file()}
    assert files.keys() - sums.keys() == {"manifest.json", "manifest.sha256"}
    for name, digest in sums.items():
        assert hashlib.sha256(files[name].read_bytes()).hexdigest() == digest
    assert manifest["sha256"]["manifest.sha256"] == hashlib.sha256(files["manifest.sha256"].read_bytes()).hexdigest()
    lines = [json.loads(line) for line in (target / "metadata.jsonl").read_text("utf-8").splitlines()]
    rows = list(csv.DictReader(io.StringIO((target / "metadata.csv").read_text("utf-8-sig"))))
    assert [row["id"] for row in rows] == [line["id"] for line in lines] == list(full.catalog.ids())
    for line in lines:
        assert (target / line["file"]).exists()
        assert hashlib.sha256((target / line["original"]).read_bytes()).hexdigest() == line["sha256"]
    demo = next(line for line in lines if "白鹭滩镇2021年工作总结" in line["file"])
    assert ["一、履职情况"] in [one["path"][:1] for one in demo["paths"]]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        pytest.param("2022年度述职报告", "2022年度述职报告", id="as it is"),
        pytest.param('a<b>c:d"e/f\\g|h?i*j', "a_b_c_d_e_f_g_h_i_j", id="what Windows forbids"),
        pytest.param("nul", "_nul", id="a device"),
        pytest.param("COM1.2022年", "_COM1.2022年", id="a device with a suffix"),
        pytest.param("COMMON", "COMMON", id="no device"),
        pytest.param("报告. . ", "报告", id="dots and blanks at the end"),
        pytest.param("甲\u202e\n乙\x00丙", "甲 乙 丙", id="what cannot be seen"),
        pytest.param("𠮷野家", "_野家", id="not in GBK"),
        pytest.param("../..", "_", id="nothing but dots and strokes"),
        pytest.param("", "_", id="nothing"),
    ],
)
def test_names_that_every_disk_takes(title: str, name: str) -> None:
    made = safe_name(title)
    assert made.strip("_") == name.strip("_")
    assert made.encode("gbk")
    assert "/" not in made
    assert len(safe_name(title + "长" * 300).encode()) <= MOST_BYTES


def test_a_folder_that_is_not_empty_is_left_alone(full: Workspace, tmp_path: Path) -> None:
    (tmp_path / "出").mkdir()
    (tmp_path / "出" / "mine.txt").write_text("我的")
    with pytest.raises(UsageError, match="not empty"):
        folder.export(full.catalog, full.catalog.ids(), tmp_path / "出")
    assert [path.name for path in tmp_path.rglob("*")] == ["出", "mine.txt"]


def test_broken_off_it_does_not_look_whole_and_the_next_call_goes_through(full: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "出"

    def stop(done: int) -> None:
        if done == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        folder.export(full.catalog, full.catalog.ids(), target, told=stop)
    assert not target.exists()
    left = tmp_path / "出.partial"
    assert left.exists()
    assert not is_exported(left)
    folder.export(full.catalog, full.catalog.ids(), target)
    assert is_exported(target)
    assert not left.exists()
    (tmp_path / "别.partial").mkdir()
    (tmp_path / "别.partial" / "mine.txt").write_text("我的")  # a person's folder of that name
    with pytest.raises(UsageError):
        folder.export(full.catalog, full.catalog.ids(), tmp_path / "别")
    assert (tmp_path / "别.partial" / "mine.txt").exists()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".docx", ".xlsx", ".odt", ".rtf", ".csv", ".pdf"])
def test_every_format_reads_back_as_it_was(suffix: str, form: Form) -> None:
    assert text_of(ingest(SAMPLES[suffix](), f"a{suffix}"), form).kept == "exact"


@pytest.mark.parametrize(
    "line",
    ["# 不是标题", "1. 不是列表", "- 不是列表", "**余次", "> 不是引文", "a|b", "&lt;不是标记", "<p>不是标记</p>",
     "[甲]: 乙", "```", "===",
     "\\反斜杠", "![图](x)", "，以逗号开头", "    四个空格", "http://a.b/c_d_e", "~~删~~", "|表|", "---"],
)  # fmt: skip
def test_what_looks_like_markup_stays_text(line: str) -> None:
    report = arrival("/a", f"开头一段。\n{line.strip()}\n末尾一段。").report
    assert report is not None
    for form in FORMS:
        assert text_of(report, form).kept == "exact", form


def test_what_a_person_corrected_stays_and_a_value_that_cannot_be_is_not_taken(full: Workspace, tmp_path: Path) -> None:
    target, home = tmp_path / "出", tmp_path / "home"
    name = full.catalog.ids()[0]
    folder.export(full.catalog, [name], target)
    assert main(["add", str(target), "--home", str(home)]) == 0
    with Workspace(home, writing=True) as elsewhere:
        (mine,) = elsewhere.catalog.ids()
        elsewhere.catalog.edit(mine, {"unit": "自己改的"})
    assert main(["add", str(target), "--home", str(home)]) == 0
    with Workspace(home, writing=True) as elsewhere:
        assert next(elsewhere.catalog.list()).unit == "自己改的"
    said = (target / "metadata.jsonl").read_text("utf-8").replace('"year": 2019', '"year": "绝不"')
    (target / "metadata.jsonl").write_text(said, "utf-8")
    assert main(["add", str(target), "--home", str(tmp_path / "third")]) == 0
    with Workspace(tmp_path / "third") as third:
        (entry,) = third.catalog.list()
        assert (entry.year, entry.title) == (2022, "CON")  # as the text says; the rest as it was


def test_the_terminal_chooses_by_query_and_fields(full: Workspace, tmp_path: Path) -> None:
    home = ["--home", str(full.home)]
    assert main(["export", str(tmp_path / "a"), "--query", "防霜风机", *home]) == 0
    assert len([*(tmp_path / "a" / "reports").iterdir()]) == 2
    assert main(["export", str(tmp_path / "b"), "--query", "防霜风机", "--year", "2021", "--form", "md", *home]) == 0
    assert [path.suffix for path in (tmp_path / "b" / "reports").iterdir()] == [".md"]
    full.catalog.topics.save("两篇")
    full.catalog.topics.put("两篇", full.catalog.ids()[:2])
    assert main(["export", str(tmp_path / "d"), "--topic", "两篇", *home]) == 0
    assert len([*(tmp_path / "d" / "reports").iterdir()]) == 2
    assert main(["export", str(tmp_path / "c"), "--unit", "没有", *home]) == 1
    assert not (tmp_path / "c").exists()


def test_the_page_packs_a_search_or_a_list(full: Workspace) -> None:
    client = create_app(full).test_client()

    def packed(address: str) -> list[str]:
        with client.get(address) as answer:
            return zipfile.ZipFile(io.BytesIO(answer.data)).namelist()

    names = packed("/export.zip?q=防霜风机&originals=1")
    assert sum("/reports/" in name for name in names) == sum("/originals/" in name for name in names) == 2
    assert any(name.endswith("manifest.json") for name in names)
    listed = sum("/reports/" in name for name in packed("/export.zip?year=2021"))
    assert listed == full.catalog.count({"year_known": 2021})
    assert client.get("/export.zip?q=绝无此语").status_code == 400
    assert 'href="/export.zip?year=2021"' in client.get("/reports?year=2021").text
