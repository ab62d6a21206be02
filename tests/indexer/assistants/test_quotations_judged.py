"""Random quotations through the tool, half of them altered by one character, judged as a plain scan judges them."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path

import pytest

from archive.text.fold import fold_text
from indexer.assistants import stdio
from indexer.assistants.tool import Caller
from indexer.workspace import Workspace
from tests.assistants_client import Client
from tests.served import imported
from tests.shared_files import SEEDS

QUOTED, AT_ONCE = 500, 100


def han(character: str) -> bool:
    return "一" <= character <= "鿿"


def quotations(texts: list[str], chance: random.Random) -> list[str]:
    """Stretches of 12 to 40 characters that begin and end with Han characters; every second one altered."""
    alphabet = sorted({character for text in texts for character in text if han(character)})
    found: list[str] = []
    while len(found) < QUOTED:
        text = chance.choice(texts)
        start, length = chance.randrange(len(text)), chance.randint(12, 40)
        words = text[start : start + length]
        if len(words) < length or not (han(words[0]) and han(words[-1])):
            continue
        if len(found) % 2:
            at = chance.choice([at for at, character in enumerate(words) if han(character)])
            words = words[:at] + chance.choice(alphabet) + words[at + 1 :]
        found.append(words)
    return found


@pytest.mark.slow
def test_five_hundred_quotations_are_judged_as_a_scan_judges_them(tmp_path: Path) -> None:
    imported(tmp_path / "home", SEEDS)
    with Workspace(tmp_path / "home", writing=True) as workspace:
        records = list(workspace.catalog.records(workspace.catalog.ids()))
        texts = {(one.id, passage.number): passage.text for one in records for passage in one.report.passages}
        folded = {place: fold_text(text) for place, text in texts.items()}

        def send(message: bytes) -> bytes:
            out = io.BytesIO()
            stdio.serve(io.BytesIO(message + b"\n"), out, Caller(workspace.searcher, "zh", "http://127.0.0.1:8000"))
            return out.getvalue()

        asked = quotations([text for text in texts.values() if len(text) > 40], random.Random(22))
        results = [
            one
            for at in range(0, QUOTED, AT_ONCE)
            for one in Client(send).all("verify_quotations", "results", quotations=asked[at : at + AT_ONCE])
        ]
    assert [one["quotation"] for one in results] == asked
    wrong = []
    for one in results:
        stands = any(one["quotation"] in text for text in texts.values())
        stands_folded = any(fold_text(one["quotation"]) in text for text in folded.values())
        expected = {"exact"} if stands else {"folded", "exact"} if stands_folded else {"near", "absent"}
        place = (one["id"], one["passage"])
        shown = one["state"] == "absent" or (one["wording"] or one["quotation"]) in texts[place]
        if one["state"] not in expected or not shown:
            wrong.append(one)
    assert wrong == [], json.dumps(wrong, ensure_ascii=False)
    assert sum(one["state"] in ("exact", "folded") for one in results) >= QUOTED // 2
    assert sum(one["state"] == "near" for one in results) >= QUOTED * 3 // 10
