"""The page over 300 texts of the open corpus: marks on the page are the matches in JSON, for phrases of the texts."""

from __future__ import annotations

import html as html_of
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served import Served, served
from tests.shared_files import shared

pytestmark = pytest.mark.corpus
HAN = re.compile("[\u4e00-\u9fff]{4,}")


def texts(count: int) -> list[Path]:
    """So many text and Markdown files of the corpus, the same ones every time."""
    files = sorted(
        path for path in shared("corpus").rglob("*") if path.suffix in (".txt", ".md") and path.parts[-2] != "truth"
    )
    return sorted(random.Random(300).sample([path for path in files if path.stat().st_size > 2000], count))


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    files = texts(300)
    with served(tmp_path_factory.mktemp("corpus") / "home", *files) as archive:
        yield archive


def phrases(archive: Served, count: int) -> list[str]:
    """Pieces of the passages, two to eight characters."""
    dice = random.Random(50)
    ids = archive.workspace.catalog.ids()
    found: list[str] = []
    while len(found) < count:
        record = archive.workspace.catalog.record(dice.choice(ids))
        assert record
        runs = HAN.findall(dice.choice(record.report.passages).text)
        if runs:
            run = dice.choice(runs)
            start = dice.randrange(len(run) - 2)
            found.append(run[start : start + dice.randint(2, 8)])
    return found


@pytest.mark.slow
def test_marks_on_the_page_are_the_matches_in_json(corpus: Served) -> None:
    client = corpus.client
    for phrase in phrases(corpus, 50):
        answer = client.get("/search.json", query_string={"q": f"“{phrase}”", "limit": 4, "passages": 0}).get_json()
        assert answer["total_matches"] >= 1, phrase
        results = client.get("/search", query_string={"q": f"“{phrase}”"}).text
        assert f"共 {answer['total_reports']} 篇 {answer['total_matches']} 处" in results.replace("\u202f", "")
        for report in answer["reports"]:
            page = client.get(f"/reports/{report['id']}", query_string={"q": f"“{phrase}”"}).text
            marks = [re.sub("<[^>]+>", "", mark) for mark in re.findall("(?s)<mark[^>]*>(.*?)</mark>", page)]
            wanted = [
                re.sub("[\r\n]", "", passage["text"][mark["start"] : mark["end"]])
                for passage in report["passages"]
                for mark in passage["marks"]
            ]
            assert [re.sub("[\r\n]", "", html_of.unescape(mark)) for mark in marks] == wanted, (
                phrase,
                report["source"],
            )
            assert len(marks) == report["matches"]
