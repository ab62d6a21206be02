"""How far the readers have come: which kept texts an earlier edition of its reader gave, so that today's may give more.

Nothing is remembered of this anywhere else: a kept report tells its edition, a reader tells its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.errors import ReadError
from archive.readers.registry import reader_for, suffix_of

STRUCTURE = 3
"""How far masthead and outline have come. They are derived with the text, so theirs is counted with the reader's: an
archive of before gets both anew from its originals, and what people corrected stays.
"""


def edition_for(name: str) -> int:
    """The edition of the reader that takes a file called `name`, and of what is derived from its text; 0 where none
    takes it any more. It rises whenever either does.
    """
    try:
        reader = reader_for(name)
    except ReadError:
        return 0
    return int(getattr(reader, "EDITION", 1)) + STRUCTURE - 1


def older(readings: Iterable[tuple[str, str, int]]) -> Iterator[str]:
    """Of reports (id, source, the edition that read it) the ids of those that an older edition has read."""
    known: dict[str, int] = {}
    for identity, source, edition in readings:
        suffix = suffix_of(source)
        if suffix not in known:
            known[suffix] = edition_for(source)
        if edition < known[suffix]:
            yield identity
