"""Drafts of five megabytes, longer ones, empty and unreadable ones, by the pages' addresses: an answer or a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.proofing import draft as draft_room
from tests.served import served
from tests.shared_files import SEEDS
from tests.web.pages.test_proofing import sent

LINE = "坚持稳中求进工作总基调，完整、准确、全面贯彻新发展理念，加快构建新发展格局。\n"
PATHS = ("/proof", "/proof.json", "/proof.docx", "/overlap")


def test_what_is_no_draft_is_named_by_every_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_room, "LONGEST", 500)
    rows = (
        (" \n", None, "proof.empty", "没有文字"),
        ("", (b"", "a.txt"), "proof.empty", "没有文字"),
        ("", (b"MZ\x90\0" * 30, "a.exe"), "read.unknown_format", "不认识这种格式"),
        (LINE * 20, None, "proof.too_long", "请分几次"),
        ("", (LINE.encode() * 20, "a.txt"), "proof.too_long", "请分几次"),
    )
    with served(tmp_path / "home", SEEDS) as archive:
        for text, file, code, says in rows:
            for path in PATHS:
                answer = sent(archive.client, path, text, file)
                assert answer.status_code == 400, (path, code)
                if path.endswith(".json"):
                    assert answer.get_json()["error"]["code"] == code
                else:
                    assert says in answer.text


@pytest.mark.slow
@pytest.mark.parametrize("pasted", [True, False], ids=["pasted", "chosen"])
def test_five_megabytes_are_answered(tmp_path: Path, pasted: bool) -> None:
    text = "关于长的报告\n" + LINE * (5_000_000 // len(LINE.encode()))
    assert len(text.encode()) > 4_900_000
    with served(tmp_path / "home", SEEDS) as archive:
        for path in PATHS:
            answer = sent(archive.client, path, text if pasted else "", None if pasted else (text.encode(), "长.txt"))
            assert answer.status_code == 200, path
