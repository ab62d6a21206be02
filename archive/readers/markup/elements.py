"""What HTML elements are to a reader: which are not shown, which begin a line of their own, which end without a tag.

After the HTML standard (chapters 4 and 15); of style sheets only what an element says itself (`style`) is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from archive.readers.markup.form_fields import is_filled_in


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


NOT_SHOWN = _names(
    "script style template noscript head title iframe object svg canvas math audio video map nav button datalist "
    "rt rp rtc"
)
SITE_FRAME = _names("header footer aside")
HEADINGS: Mapping[str, int] = {f"h{level}": level for level in range(1, 7)}
CUTTING = frozenset(HEADINGS) | _names(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer "
    "form header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul "
    "title head dialog"
)
"""Elements that begin a line of their own, and end it."""
ENCLOSING = _names(
    "article aside body center div dl fieldset footer form header html main nav ol ruby section select table ul"
)
"""Elements whose end tag ends what is open inside."""
VOID = _names("area base br col embed hr img input link meta param source track wbr")

INLINE = _names("span b strong i em u font sub sup small big s del ins mark code label tt")
"""Elements that change nothing but the looks of their words."""

_ENDED_BY_NEXT: Mapping[str, frozenset[str]] = {
    **{name: frozenset({name}) for name in ("li", "td", "th", "tr", "dt", "dd", "option")},
    **dict.fromkeys(("rt", "rp"), _names("rt rp rb rtc")),
    "p": CUTTING,
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_CACHED = 200  # code points of a style that is remembered


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Whether an element says of itself that it is not shown."""
    if "hidden" in attributes:
        return True
    if "style" not in attributes:
        return False
    style = attributes["style"]
    return _hides(style) if len(style) < _CACHED else _HIDDEN.search(style) is not None


@lru_cache(maxsize=1024)
def _hides(style: str) -> bool:
    """A page has few styles and repeats them."""
    return _HIDDEN.search(style) is not None


def is_unseen(name: str, attributes: Mapping[str, str], *, in_article: bool) -> bool:
    """Whether an element is not shown, with all that is inside, or belongs to the site and not to the page's text."""
    if name in VOID or name in ("html", "body"):
        return False
    if name in NOT_SHOWN or (attributes and is_hidden(attributes)):
        return True
    if name in ("option", "dialog"):
        return ("selected" if name == "option" else "open") not in attributes
    if name in ("select", "textarea"):
        return not is_filled_in(attributes)
    return name in SITE_FRAME and not in_article


def is_ended_by(name: str, following: str) -> bool:
    """Whether an element without an end tag ends where an element `following` begins."""
    return following in _ENDED_BY_NEXT.get(name, ())
