"""What a person found who read the five samples with a pencil: kind, passage, what stands there, at how many places.

The masks were counted with grep; 三、 stands before two headings of 001. In 004 “二十大精神学习贯彻 is not closed;
of its 一是, 二是, 三是 none is missing.
"""

from __future__ import annotations

import json

import pytest

from indexer.proofing.draft import draft_of_text
from indexer.proofing.draft_check import proof
from tests.shared_files import ROOT, SEEDS

GOLDEN = json.loads((ROOT / "tests" / "golden" / "proofing" / "seeds.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_a_sample_has_what_a_reader_found_and_no_more(name: str) -> None:
    found = proof(draft_of_text((SEEDS / name).read_text(encoding="utf-8")), None).findings
    told = [[one.kind, one.places[0].passage, one.text, len(one.places)] for one in found]
    assert sorted(told) == sorted(GOLDEN[name])
