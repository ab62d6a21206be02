"""What may be meant: the archive's own titles, quoted terms, words and pairs of words that begin so, hold it, or sound
so; and for a wording that stands nowhere, what differs little from it. What is found is the searcher's.

The list is made from the catalog at the first question, kept in a file beside the index, and made anew when the catalog
has changed: the old list answers meanwhile. It is derived; nothing is lost with it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

from archive.catalog import ReadCatalog
from archive.text.fold import fold_text
from indexer.analysis.analyzer import Analyzer
from indexer.analysis.pinyin import same_sound
from indexer.search.searcher import Searcher
from indexer.search.spelling import term_counts, term_list
from indexer.search.spelling.misspelt import SHORTEST, alike, differing, two_differing, two_wrong
from indexer.search.spelling.term_counts import FEW
from indexer.search.spelling.term_list import LONGEST, Suggestion, TermList

FILE = "suggestions.json"
Way = Callable[[Sequence[str], str], list[int]]
"""Which of the folded terms differ so from a folded wording."""
REST = 10
"""So many times as long as making the list took, nothing is done: an import of many files must not be slowed by it."""
COVERING = range(3, 17)
"""Characters of a term that is named for a wrong place in a sentence."""


class Suggester:
    """Suggestions for one catalog. `path` is where the list is kept (None: nowhere). Threads may share it.

    `make`: how the list is made and kept, where not here and of all texts at once.
    """

    def __init__(
        self,
        catalog: ReadCatalog,
        analyzer: Analyzer,
        path: Path | None = None,
        make: Callable[[], TermList] | None = None,
    ) -> None:
        self.catalog = catalog
        self.analyzer = analyzer
        self.path = path
        self.make = make or self._made
        self._terms: TermList | None = None
        self._guard = threading.Lock()
        self._renewing: threading.Thread | None = None
        self._rest_until = 0.0

    @property
    def ready(self) -> bool:
        """Is there a list? Making the first one takes seconds in a large archive."""
        return self._terms is not None

    @property
    def at_hand(self) -> bool:
        """Is there a list, kept or made in no time? A search that finds nothing waits for no other."""
        with self._guard:
            if self._terms is None and self.path is not None:
                self._terms = term_list.read(self.path, self.analyzer.fingerprint)
            return self._terms is not None or self.catalog.counts().reports <= FEW

    def suggest(self, text: str, limit: int = 8) -> list[Suggestion]:
        """Terms that begin with `text`, then those whose initials do (ygsz), then those that hold it."""
        wanted = fold_text(text)
        if not wanted or limit < 1:
            return []
        terms = self._now()
        latin = wanted.isascii() and wanted.isalpha()
        others = terms.sounding(wanted) if latin else terms.holding(wanted)
        chosen: dict[int, None] = {}
        for at in chain(terms.beginning(wanted), others):
            chosen[at] = None
            if len(chosen) == limit:
                break
        return list(map(terms.term, chosen))

    def alike(self, text: str, limit: int = 5) -> list[Suggestion]:
        """Terms that differ from `text` in one character (wrong, missing, too many) or in the order of two.

        Those that sound the same come first (一岗双则: 一岗双责).
        """
        return self._nearest(text, alike, 1, limit)

    def two_wrong(self, text: str, limit: int = 5) -> list[Suggestion]:
        """Terms with two other characters (营伤坏境: 营商环境)."""
        return self._nearest(text, two_wrong, 0, limit) if len(fold_text(text)) > SHORTEST else []

    def around(self, before: str, there: str, after: str) -> str | None:
        """The term that a place of a text is part of, which `before` and `after` surround: the quoted ones and the
        longest first. None where it is in no term.
        """
        terms, text = self._now(), before + there + after
        start, end = len(before), len(before) + len(there)
        spans = dict.fromkeys(
            text[first : first + size]
            for size in COVERING
            for first in range(max(0, end - size), start + bool(there))
            if first < start or there
        )
        held = [terms.term(at) for at in map(terms.place, spans) if at is not None]
        best = max(held, key=lambda one: (one.kind == "quoted", len(one.text), one.reports), default=None)
        return best.text if best is not None else None

    def renew(self) -> None:
        """Make the list as of now, and keep it."""
        begun = time.monotonic()
        self._terms = self.make()
        self._rest_until = time.monotonic() + REST * (time.monotonic() - begun)

    def _made(self) -> TermList:
        if self.path is None:
            return term_counts.made(self.catalog, self.analyzer)
        return term_counts.kept(self.catalog, self.analyzer, self.path)

    def _nearest(self, text: str, way: Way, longer: int, limit: int) -> list[Suggestion]:
        """Those that differ so, and by at most so many characters in length."""
        wanted = fold_text(text)
        if not SHORTEST <= len(wanted) <= LONGEST:
            return []
        terms = self._now()
        numbers = terms.of_lengths(range(len(wanted) - longer, len(wanted) + longer + 1))
        folded = list(map(terms.folded.line, numbers))
        found = [numbers[at] for at in way(folded, wanted)]
        found.sort(key=lambda at: (not same_sound(terms.folded.line(at), wanted), -terms.reports[at]))
        return list(map(terms.term, found[:limit]))

    def _now(self) -> TermList:
        """The list; an old one is answered from while a new one is made."""
        change = self.catalog.last_change()
        with self._guard:
            if self._terms is None and self.path is not None:
                self._terms = term_list.read(self.path, self.analyzer.fingerprint)
            if self._terms is None:
                self.renew()
            elif self._terms.change != change and self._may_renew():
                self._renewing = threading.Thread(target=self.renew, name="suggestions", daemon=True)
                self._renewing.start()
            assert self._terms is not None
            return self._terms

    def _may_renew(self) -> bool:
        busy = self._renewing is not None and self._renewing.is_alive()
        return not busy and time.monotonic() >= self._rest_until

    def settle(self) -> None:
        """Wait until a list that is being made is there."""
        thread = self._renewing
        if thread is not None:
            thread.join()


def meant(suggester: Suggester, searcher: Searcher, text: str, limit: int = 3) -> list[str]:
    """“Did you mean”, for what stands nowhere: one change away, from the list, then from the texts; then two wrong."""
    found = [one.text for one in suggester.alike(text, limit)]
    if len(found) < limit:
        found += [run for run, _ in differing(searcher, text, limit)]
    if not found:
        found = [one.text for one in suggester.two_wrong(text, limit)]
    if not found:
        found = [run for run, _ in two_differing(searcher, text, limit)]
    folded = {fold_text(one): one for one in reversed(found)}
    return list(dict.fromkeys(folded[fold_text(one)] for one in found))[:limit]
