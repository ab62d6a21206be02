"""Places left to be filled in: XX, ××, **, 会*次, ＿＿, （　）, 待补充. One finding a form, with all its places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from indexer.proofing.finding import Finding, Place, found

_HAN = "㐀-䶿一-鿿"
FORMS: dict[str, re.Pattern[str]] = {
    "letters": re.compile(rf"(?<=[{_HAN}\d“（、，])[xXｘＸ×]{{2,}}|[xXｘＸ×]{{2,}}(?=[{_HAN}])"),
    "stars": re.compile(rf"[*＊]{{2,}}|(?<=[{_HAN}，、（“”＋+])[*＊](?=[{_HAN}、”）])"),
    "line": re.compile(r"[_＿]{2,}"),
    "circles": re.compile("(?<![一二三四五六七八九十○〇◯])[○〇◯]{2,}(?=[㐀-䶿一-鿿])(?![一二三四五六七八九年元])"),
    "squares": re.compile("[□■]{2,}"),
    "brackets": re.compile(r"[（(][\s\u3000_＿…]+[）)]|【\s*】|〔\s*〕|《\s*》|“\s*”"),
    "words": re.compile("待补充|待核实|待定稿|此处(?:略|填写|插入)|请填写|(?<![一-鿿])略(?=[。）)]|$)|TODO|TBD"),
}


def placeholders(texts: Sequence[str]) -> Iterator[Finding]:
    """What is left to be filled in, and how often."""
    places: defaultdict[str, list[tuple[Place, str]]] = defaultdict(list)
    for at, text in enumerate(texts, 1):
        for form, pattern in FORMS.items():
            places[form] += [(Place(at, *match.span()), match[0]) for match in pattern.finditer(text)]
    for form, hits in places.items():
        if hits:
            yield found(
                "placeholder", form, [place for place, _ in hits], hits[0][1], certainty="look", count=len(hits)
            )
