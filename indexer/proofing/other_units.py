"""他单位名称残留: the name of another unit in a draft, as copying leaves it. Names come from the register, never from a
pattern: a pattern takes words for units.

A neighbour, a superior or a unit that the draft is about is named often; so a name counts only where it stands once or
twice, not in a title, and not as the maker of something (…批准, …人民代表大会, …印发).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from indexer.proofing.finding import Finding, Place, found

OFTEN = 2
LEAST = 3
_MAKER = re.compile("人民代表大会|第|批准|印发|转发|下发|《|召开|主办|通报")
_IN_TITLE = re.compile("《[^《》]*》")


def other_units(texts: Sequence[str], units: Collection[str], own: str | None) -> Iterator[Finding]:
    """`own` is the unit of the draft; a name that holds it or lies in it is its own."""
    names = sorted((name for name in set(units) if len(name) >= LEAST and not _kin(name, own)), key=len, reverse=True)
    if not names or not own:
        return
    pattern = re.compile("|".join(map(re.escape, names)))
    places: dict[str, list[Place]] = {}
    for at, text in enumerate(texts, 1):
        in_titles = [match.span() for match in _IN_TITLE.finditer(text)]
        for match in pattern.finditer(text):
            if any(start <= match.start() < end for start, end in in_titles):
                continue
            if not _MAKER.match(text, match.end()):
                places.setdefault(match[0], []).append(Place(at, *match.span()))
    for name, stands in places.items():
        if len(stands) <= OFTEN:
            yield found("other_unit", "named", stands, name, certainty="look", unit=name, own=own)


def _kin(name: str, own: str | None) -> bool:
    return own is not None and (name in own or own in name)
