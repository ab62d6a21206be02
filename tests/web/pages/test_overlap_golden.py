"""雷同 on the page as a person saw it (`tests/golden/overlap`): what stands on either side, in which place, and the
character that differs marked.
"""

from __future__ import annotations

import json
import re
from html import unescape

from flask.testing import FlaskClient

from tests.shared_files import ROOT
from tests.web.pages.test_proofing import sent

GOLDEN = ROOT / "tests" / "golden" / "overlap"


def _words(html: str) -> str:
    return unescape(re.sub("<[^>]+>", "", html))


def test_a_draft_of_lines_of_the_samples(client: FlaskClient) -> None:
    expected = json.loads((GOLDEN / "draft.json").read_text(encoding="utf-8"))
    html = sent(client, "/overlap", (GOLDEN / "draft.txt").read_text(encoding="utf-8")).text
    articles = re.findall("<article.*?</article>", html, re.DOTALL)
    names = {"plain": "相同文字", "quoted": "引文"}
    assert len(articles) == expected["total"]
    for article, one in zip(articles, expected["stretches"], strict=True):
        head = _words(article.partition('<div class="overlap-sides"')[0]).split()
        assert head == [f"{one['same']}", "字相同", names[one["nature"]], f"{one['share'] * 100:.0f}%", "相同"]
        assert list(map(_words, re.findall('<p class="overlap-text">(.*?)</p>', article))) == [
            one["text"],
            one["other_text"],
        ]
        where = list(map(_words, re.findall('<p class="overlap-where">(.*?)</p>', article)))
        assert where == [f"本篇第 {one['passage']} 段", one["source"].removeprefix("——")]
        assert f'#p{one["other_passage"]}"' in article
    assert re.findall('<b class="overlap-differs">([^<]+)</b>', html) == ["少", "乏"]
    assert "与 5 篇比对：3 处，相同文字 131 字，占本篇 56%。 其中不是公共表述、引文或法规的 105 字，占 45%。" in html
