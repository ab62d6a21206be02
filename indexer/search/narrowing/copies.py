"""Copies: reports of one text in another format or encoding. With copies hidden a text counts once.

The one shown is the oldest of those that answer, so nothing is lost by hiding: what filters keep out hides nothing, and
neither does a report in which the wording runs over a page's end. Two of which a person said that they are two reports
hide one another never. A report of which is not known yet whose copy it is, is shown, and told.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from archive.catalog import ReadCatalog
from archive.catalog.near_duplicates import ordered
from archive.text.digest import FOLD, digest_of
from indexer import deadline
from indexer.search.answer import Copies

READ = 200
"""Reports without a kept digest whose texts are read for one answer: those of an import that has just ended."""


@dataclass(frozen=True)
class KnownTexts:
    """Id -> digest in order of arrival, and the pairs (smaller id first) that people called two reports."""

    digests: Mapping[str, str]
    apart: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Which came before which."""
        return {name: place for place, name in enumerate(self.digests)}


@dataclass(frozen=True, slots=True)
class _Held:
    """The texts as of `state`, and whether there are copies among them; `complete`: the catalog's change at which no
    digest was lacking, -1 where some were.
    """

    state: Hashable
    complete: int
    texts: KnownTexts
    any: bool = False


class CopyFilter:
    """Which reports of an answer are copies of others in it, as of now. Threads may share it."""

    def __init__(self, catalog: ReadCatalog) -> None:
        self._catalog = catalog
        self._held = _Held(None, -1, KnownTexts({}))

    def state(self) -> Hashable:
        """Another value whenever an answer with copies hidden may be another one.

        As long as no report changes, digests are only added: where none is lacking they need not be counted again.
        """
        change, near = self._catalog.last_change(), self._catalog.near
        if self._held.complete == change:
            return change, None, near.apart_state()
        return change, near.texts_state(FOLD)

    def any(self) -> bool:
        """Does the archive hold any copies, as far as is known?"""
        self._level()
        return self._held.any

    def without(self, counts: Mapping[str, int], beside: Collection[str] = ()) -> tuple[dict[str, int], Copies]:
        """Of the counted places by report those of reports that are shown, and what was hidden.

        `beside`: reports that are shown in another list already, so that their copies are hidden here.
        """
        texts, unknown = self.known({*counts, *beside})
        hidden = copies_of(counts, texts, beside)
        shown = {name: count for name, count in counts.items() if name not in hidden}
        return shown, Copies(len(hidden), sum(counts[name] for name in hidden), unknown)

    def _level(self) -> KnownTexts:
        state = self.state()
        if self._held.state != state:
            change, near = self._catalog.last_change(), self._catalog.near
            # Whether any is lacking is asked before they are read: one that is added meanwhile is then among them.
            complete = change if not near.undigested(FOLD) else -1
            state = (change, None, near.apart_state()) if complete == change else state
            texts = near.texts(FOLD)
            known = KnownTexts(texts.digests, texts.apart)
            self._held = _Held(state, complete, known, any=bool(texts.groups()))
        return self._held.texts

    def known(self, ids: Collection[str]) -> tuple[KnownTexts, int]:
        """The digests, those of `ids` that were not kept yet made now; of how many more they are not known."""
        texts = self._level()
        if all(name in texts.digests for name in ids):
            return texts, 0
        missing = [name for name in self._catalog.near.undigested(FOLD) if name in ids]
        made: dict[str, str] = {}
        for name, passages in self._catalog.texts(missing[:READ]):
            deadline.check()
            made[name] = digest_of(passages)
        arrived = {name: made[name] for name in missing if name in made}
        return KnownTexts({**texts.digests, **arrived}, texts.apart), len(missing) - len(arrived)


def copies_of(ids: Iterable[str], texts: KnownTexts, beside: Collection[str] = ()) -> dict[str, str]:
    """Of `ids` each copy, with the report that is shown for it."""
    shown: dict[str, list[str]] = {}
    for name in beside:
        if digest := texts.digests.get(name):
            shown.setdefault(digest, []).append(name)
    copies: dict[str, str] = {}
    for name in sorted((name for name in ids if texts.digests.get(name)), key=lambda one: texts.order[one]):
        standing = shown.setdefault(texts.digests[name], [])
        first = next((other for other in standing if ordered(name, other) not in texts.apart), None)
        if first is None:
            standing.append(name)
        else:
            copies[name] = first
    return copies
