"""What a draft quotes, held against the five seeds to the character; the terminal and the Word file that tell it."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.text.fold import fold_text
from indexer.cli.main import main
from indexer.export import proofed_docx
from indexer.proofing.draft import draft_of_file, draft_of_text
from indexer.proofing.draft_check import Options, proof
from indexer.proofing.house_list import Wording
from indexer.proofing.quotations import Verifier
from indexer.workspace import Workspace
from tests.shared_files import SEEDS

SENTENCE = "同时，督促班子成员认真落实“一岗双责”要求"
"""Stands in a seed, word for word."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("proofing") / "home"
    assert main(["--home", str(folder), "add", str(SEEDS)]) == 0
    return folder


@pytest.fixture(scope="module")
def workspace(home: Path) -> Iterator[Workspace]:
    with Workspace(home) as opened:
        yield opened


@pytest.fixture(scope="module")
def verifier(workspace: Workspace) -> Verifier:
    return Verifier(workspace.searcher)


STATES = [
    (SENTENCE, "exact", None, "as it stands"),
    ("督促班子成员认真落实“一岗双责”要求，", "exact", None, "the mark at its end is the quoting sentence’s"),
    ("督促班子成员认真落实一岗双责要求", "folded", "督促班子成员认真落实“一岗双责”要求", "its own marks left out"),
    ("同时,督促班子成员认真落实“一岗双责”要求", "folded", SENTENCE, "a half-width comma"),
    ("督促班子成員認真落實“一崗雙責”要求", "folded", "督促班子成员认真落实“一岗双责”要求", "traditional"),
    ("督促班子成员认真落实“一岗两责”要求", "near", "督促班子成员认真落实“一岗双责”要求", "a wrong character"),
    ("督促班子成员真落实“一岗双责”要求", "near", "督促班子成员认真落实“一岗双责”要求", "a missing one"),
    ("督促班子成员认认真落实“一岗双责”要求", "near", "督促班子成员认真落实“一岗双责”要求", "one too many"),
    ("同时，督促班子成员……要求", "exact", None, "something left out, the rest in order"),
    ("要求……落实“一岗双责”这样的话从来没有人写过也不会有", "absent", None, "pieces, one of which is nowhere"),
    ("库里没有任何一篇写过这样一句长长的话", "absent", None, "nothing near"),
]  # fmt: skip


@pytest.mark.parametrize(("quotation", "state", "wording"), [pytest.param(*row[:3], id=row[3]) for row in STATES])
def test_a_quotation_is_judged_to_the_character(
    verifier: Verifier, quotation: str, state: str, wording: str | None
) -> None:
    said = verifier.verify(quotation)
    assert (said.state, said.wording) == (state, wording)
    assert (said.source is None) == (state == "absent")
    assert said.searched == 5
    if said.passage is not None and wording:
        assert said.text[said.start : said.end] == wording


def test_random_slices_are_exact_and_altered_ones_never(workspace: Workspace, verifier: Verifier) -> None:
    """The scan decides: a slice of a passage stands in it, and with another character in its middle it must not."""
    dice = random.Random(20261130)
    texts = [
        text
        for record in workspace.catalog.records({card.id for card in workspace.engine.cards().values()})
        for text in record.report.texts
        if len(text) > 60 and "\x1f" not in text
    ]
    scanned = [fold_text(text) for text in texts]
    for _ in range(60):
        text = dice.choice(texts)
        start = dice.randrange(len(text) - 40)
        quotation = text[start : start + dice.randrange(12, 40)].strip("，。；：、“”（）《》 \n")
        if len(fold_text(quotation)) < 10:
            continue
        assert verifier.verify(quotation).state in ("exact", "folded"), quotation
        middle = len(quotation) // 2
        altered = quotation[:middle] + "鑫" + quotation[middle + 1 :]
        stands = any(fold_text(altered) in folded for folded in scanned)
        assert (verifier.verify(altered).state in ("exact", "folded")) == stands, altered


def test_the_draft_itself_is_no_source(workspace: Workspace) -> None:
    """A report that lies in the archive already quotes nobody by being there."""
    seed = sorted(SEEDS.iterdir())[0]
    draft = draft_of_file(seed.read_bytes(), seed.name)
    checked = proof(draft, workspace.searcher)
    assert checked.verified
    assert all(said.searched == 4 for _, said in checked.verified)


def test_the_terminal_tells_and_ends_with_what_was_found(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("关于学习的报告\n会议强调“督促班子成员认真落实‘一岗两责’要求”。\n", encoding="utf-8")
    assert main(["--home", str(home), "verify", str(draft)]) == 1
    assert capsys.readouterr().out == (
        "有出入  “督促班子成员认真落实‘一岗两责’要求”\n"
        "    应为：督促班子成员认真落实“一岗双责”要求\n"
        "    ——［一年来抓基层党建工作报告］（2022年），一、3.第1段\n"
        "引文 1 处：有出入 1\n"
    )
    draft.write_text("会议强调“督促班子成员认真落实‘一岗双责’要求”。\n", encoding="utf-8")
    assert main(["--home", str(home), "verify", str(draft), "--json"]) == 0
    (quotation,) = json.loads(capsys.readouterr().out)["quotations"]
    assert quotation["place"] == {"passage": 1, "start": 5, "end": 23}
    assert quotation["verified"]["state"] == "exact"
    assert main(["--home", str(home), "proof", str(draft)]) == 0
    draft.write_text("落实下ー步工作。\n", encoding="utf-8")
    assert main(["--home", str(home), "proof", str(draft)]) == 1
    assert "第 1 段  形近字符  落实下⟦ー⟧步工作。\n" in capsys.readouterr().out


@pytest.mark.parametrize(("text", "code"), [(" \n\n", "proof.empty")])
def test_an_empty_draft_is_named(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, code: str
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(text, encoding="utf-8")
    assert main(["--home", str(home), "proof", str(draft), "--json"]) == 2
    assert json.loads(capsys.readouterr().err)["error"]["code"] == code


def test_the_house_list_knows_its_wrong_ways_and_slips(home: Path, tmp_path: Path) -> None:
    listed = [Wording("两个确立", "本单位范本", "2024-01", ("二个确立",)), Wording("一岗双责", "", "", ())]
    draft = draft_of_text("领悟二个确立，落实一岗双责，再落实一岗两责和一岗责双，深刻领悟“两个确立”。")
    found = [
        (one.case, one.text, one.better)
        for one in proof(draft, None, Options(house_list=listed)).findings
        if one.kind == "wording"
    ]
    assert found == [
        ("wrong", "二个确立", "两个确立"),
        ("slip", "一岗两责", "一岗双责"),
        ("slip", "一岗责双", "一岗双责"),
    ]


def test_another_unit_and_a_title_with_a_slip(home: Path, tmp_path: Path) -> None:
    archive = tmp_path / "home"
    for name, unit in (("东街道党工委", "a"), ("西街道党工委", "b")):
        paper = tmp_path / f"{unit}.txt"
        paper.write_text(
            f"关于{name}抓基层党建工作情况的报告\n市委：\n现报告如下。\n{name}\n2023年1月5日\n", encoding="utf-8"
        )
        assert main(["--home", str(archive), "add", str(paper)]) == 0
    draft = draft_of_text(
        "关于抓党建的报告\n落实《关于东街道党工委抓基层党建工作情况的报吿》，西街道党工委高度重视。\n东街道党工委\n2024年1月5日"
    )
    with Workspace(archive) as opened:
        found = proof(draft, opened.searcher, Options(own="东街道党工委")).findings
    assert [(one.kind, one.text, one.better) for one in found] == [
        ("title", "关于东街道党工委抓基层党建工作情况的报吿", "关于东街道党工委抓基层党建工作情况的报告"),
        ("other_unit", "西街道党工委", None),
    ]


def test_the_command_writes_comments_into_the_persons_own_word_file(home: Path, tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("关于学习的报告", 1)
    document.add_paragraph().add_run("落实下ー步工作。").bold = True
    document.save(str(tmp_path / "稿.docx"))
    words = ["proof", str(tmp_path / "稿.docx"), "--docx", str(tmp_path / "回.docx")]
    assert main(["--home", str(home), *words]) == 1
    made = (tmp_path / "回.docx").read_bytes()
    assert [text for text, _ in comments_of(made)] == ["ー"]
    assert (
        "".join(run.text for run in docx.Document(io.BytesIO(made)).paragraphs[1].runs if run.bold)
        == "落实下ー步工作。"
    )


class TestWordFile:
    """The draft back as Word: every finding a comment on the very characters."""

    def test_a_pasted_draft_becomes_a_new_file(self) -> None:
        checked = proof(draft_of_text("关于学习的报告\n落实下ー步工作。"), None)
        assert comments_of(proofed_docx.commented(checked, say)) == [("ー", "proof.kind.look_alike")]

    def test_a_word_file_keeps_its_form(self) -> None:
        import docx

        document = docx.Document()
        document.add_heading("关于学习的报告", 1)
        paragraph = document.add_paragraph()
        paragraph.add_run("落实")
        paragraph.add_run("下ー步").bold = True
        paragraph.add_run("工作,抓好。")
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "甲", "2023年2月30日"
        out = io.BytesIO()
        document.save(out)
        checked = proof(draft_of_file(out.getvalue(), "稿.docx"), None)
        made = proofed_docx.commented(checked, say, out.getvalue())
        assert comments_of(made) == [
            ("ー", "proof.kind.look_alike"),
            (",", "proof.kind.half_width"),
            ("2023年2月30日", "proof.kind.date"),
        ]
        again = docx.Document(io.BytesIO(made))
        assert [one.text for one in again.paragraphs] == [one.text for one in document.paragraphs]
        assert [run.text for run in again.paragraphs[1].runs if run.bold] == ["下", "ー", "步"]


def say(code: str, /, **_: object) -> str:
    return code


def comments_of(data: bytes) -> list[tuple[str, str]]:
    """What each comment lies on, and the kind that it names, in the order of the text: read from the XML itself."""
    import zipfile
    from xml.etree import ElementTree

    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))
        remarks = ElementTree.fromstring(package.read("word/comments.xml"))
    said = {one.get(f"{word}id"): "".join(text.text or "" for text in one.iter(f"{word}t")) for one in remarks}
    under: dict[str, str] = {}
    open_: set[str] = set()
    for node in body.iter():
        number = node.get(f"{word}id") or ""
        if node.tag == f"{word}commentRangeStart":
            open_.add(number)
            under[number] = ""
        elif node.tag == f"{word}commentRangeEnd":
            open_.discard(number)
        elif node.tag == f"{word}t":
            for one in open_:
                under[one] += node.text or ""
    return [(text, said[number].split("】")[0].strip("【")) for number, text in under.items()]
