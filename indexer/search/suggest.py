"""What may be meant: the archive's own titles, quoted terms and words that begin so, hold it, or sound so; and for a
wording that stands nowhere, the ones that differ in one character. What is found is the searcher's.

The list is made from the catalog at the first question, kept in a file beside the index, and made anew when the catalog
has changed: the old list answers meanwhile. It is derived; nothing is lost with it.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from archive.catalog import Catalog
from archive.storage import disk
from archive.text.fold import fold_text
from indexer.analysis.analyzer import Analyzer
from indexer.analysis.pinyin import initials, sounds
from indexer.query.model import All, Phrase, Query
from indexer.search.searcher import Searcher

Kind = Literal["quoted", "title", "word"]

FILE = "suggestions.json"
VERSION = 1
MOST = 40_000
"""Terms that are kept, those of most reports first; titles and quoted terms before words."""
LONGEST = 60
REST = 10
"""So many times as long as making the list took, nothing is done: an import of many files must not be slowed by it."""
READ = 60
"""Reports read at most to find a wording that differs in one character."""

_QUOTED = re.compile('[“「『"]([^“”「」『』"，。；：！？,;:!?\\s]{2,16})[”」』"]')
_HAN = re.compile("[\u3400-\u9fff]")
_WORD = re.compile("[\u3400-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A term of the archive, what it is there, and in how many reports it stands so."""

    text: str
    kind: Kind
    reports: int


@dataclass(frozen=True)
class _Terms:
    """The list: parallel columns in the order of preference."""

    change: int
    found: tuple[Suggestion, ...]
    folded: tuple[str, ...]
    letters: tuple[str, ...]


class Suggester:
    """Suggestions for one catalog. `path` is where the list is kept (None: nowhere). Threads may share it."""

    def __init__(self, catalog: Catalog, analyzer: Analyzer, path: Path | None = None) -> None:
        self.catalog = catalog
        self.analyzer = analyzer
        self.path = path
        self._terms: _Terms | None = None
        self._guard = threading.Lock()
        self._renewing: threading.Thread | None = None
        self._rest_until = 0.0

    @property
    def ready(self) -> bool:
        """Is there a list? Making the first one takes seconds in a large archive."""
        return self._terms is not None

    def suggest(self, text: str, limit: int = 8) -> list[Suggestion]:
        """Terms that begin with `text`, then those whose initials do (ygsz), then those that hold it."""
        wanted = fold_text(text)
        if not wanted or limit < 1:
            return []
        terms = self._now()
        ways = [_places(terms.folded, wanted, begins=True)]
        if wanted.isascii() and wanted.isalpha():
            ways.append(_places(terms.letters, wanted, begins=True))
        else:
            ways.append(_places(terms.folded, wanted, begins=False))
        chosen = dict.fromkeys(at for way in ways for at in way)
        return [terms.found[at] for at in list(chosen)[:limit]]

    def alike(self, text: str, limit: int = 5) -> list[Suggestion]:
        """Terms that differ from `text` in one character (wrong, missing, too many) or in the order of two.

        Those that sound the same come first (一岗双则: 一岗双责).
        """
        wanted = fold_text(text)
        if not 3 <= len(wanted) <= LONGEST:
            return []
        terms = self._now()
        half = (len(wanted) - 1) // 2  # one change, even a swap, leaves so much whole at one of the ends
        head, tail = wanted[:half], wanted[-half:]
        lengths = range(len(wanted) - 1, len(wanted) + 2)
        found = [
            at
            for at, term in enumerate(terms.folded)
            if len(term) in lengths and (term.startswith(head) or term.endswith(tail)) and _one_apart(wanted, term)
        ]
        sound = sounds(wanted)
        found.sort(key=lambda at: (sounds(terms.folded[at]) != sound, -terms.found[at].reports))
        return [terms.found[at] for at in found[:limit]]

    def renew(self) -> None:
        """Make the list as of now, and keep it."""
        begun = time.monotonic()
        terms = _made(self.catalog, self.analyzer)
        self._terms = terms
        self._rest_until = time.monotonic() + REST * (time.monotonic() - begun)
        if self.path is not None:
            with suppress(OSError):  # without the file the list is made again next time, which is all that it saves
                _write(self.path, terms, self._fingerprint)

    @property
    def _fingerprint(self) -> str:
        return f"{VERSION} {self.analyzer.fingerprint}"

    def _now(self) -> _Terms:
        """The list; an old one is answered from while a new one is made."""
        change = self.catalog.last_change()
        with self._guard:
            if self._terms is None and self.path is not None:
                self._terms = _read(self.path, self._fingerprint)
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
    """“Did you mean”, for what stands nowhere: what differs in one character, from the list, then from the texts."""
    from_list = [one.text for one in suggester.alike(text, limit)]
    if len(from_list) < limit:
        from_list += [run for run, _ in differing(searcher, text, limit)]
    folded = {fold_text(found): found for found in reversed(from_list)}
    return list(dict.fromkeys(folded[fold_text(found)] for found in from_list))[:limit]


def differing(searcher: Searcher, text: str, limit: int = 5) -> list[tuple[str, int]]:
    """Wordings of the texts themselves that differ from `text` in one character, each with its reports; most first.

    For what is in no list: where `text` stands nowhere, its two sides are looked for around each character.
    """
    wanted = fold_text(text)
    if not 3 <= len(wanted) <= LONGEST:
        return []
    patterns: list[re.Pattern[str]] = []
    ids: dict[str, None] = {}
    for at in range(len(wanted)):
        left, right = wanted[:at], wanted[at + 1 :]
        patterns.append(re.compile(f"{re.escape(left)}[^\x1f]{re.escape(right)}"))
        sides: list[Query] = [Phrase(side, side) for side in (left, right) if side]
        proposal = searcher.engine.propose(sides[0] if len(sides) == 1 else All(tuple(sides)))
        ids.update(dict.fromkeys(list(proposal.counts)[:READ]))
    found: Counter[str] = Counter()
    for document in searcher.documents(list(ids)[: READ * 2]):
        runs = (pattern.findall(passage) for pattern in patterns for passage in document.passages)
        found.update({run for some in runs for run in some} - {wanted})
    sound = sounds(wanted)
    ordered = sorted(found.items(), key=lambda pair: (sounds(pair[0]) != sound, -pair[1], pair[0]))
    signs = {character for character in wanted if not character.isalnum()}
    return [(run, reports) for run, reports in ordered if all(c.isalnum() or c in signs for c in run)][:limit]


def _places(column: Sequence[str], wanted: str, *, begins: bool) -> Iterator[int]:
    if begins:
        return (at for at, term in enumerate(column) if term.startswith(wanted))
    return (at for at, term in enumerate(column) if wanted in term)


def _one_apart(one: str, other: str) -> bool:
    """Does one change lead from one to the other: a character replaced, put in, left out, or two swapped?"""
    if one == other:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped


def _made(catalog: Catalog, analyzer: Analyzer) -> _Terms:
    change = catalog.last_change()
    titles = Counter(entry.title for entry in catalog.list() if entry.title and len(entry.title) <= LONGEST)
    quoted: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for _, texts in catalog.texts():
        whole = "\n".join(texts)
        quoted.update({fold_text(term) for term in _QUOTED.findall(whole) if _HAN.search(term)})
        words.update({word for text in texts for word in analyzer.words(fold_text(text)) if len(word) > 1})
    kinds: list[tuple[Kind, Iterable[tuple[str, int]]]] = [
        ("quoted", quoted.most_common()),
        ("title", titles.most_common()),
        ("word", ((word, reports) for word, reports in words.most_common() if _WORD.fullmatch(word))),
    ]
    return _terms(change, _each_once(kinds))


def _each_once(kinds: Sequence[tuple[Kind, Iterable[tuple[str, int]]]]) -> list[Suggestion]:
    seen: set[str] = set()
    found: list[Suggestion] = []
    for kind, counted in kinds:
        for text, reports in counted:
            folded = fold_text(text)
            if folded and folded not in seen and len(found) < MOST:
                seen.add(folded)
                found.append(Suggestion(text, kind, reports))
    return found


def _terms(change: int, found: Collection[Suggestion], letters: Sequence[str] | None = None) -> _Terms:
    rated = list(zip(found, letters or (initials(fold_text(one.text)) for one in found), strict=True))
    if letters is None:
        rated.sort(key=lambda pair: (-pair[0].reports * (1 + 2 * (pair[0].kind == "quoted")), len(pair[0].text)))
    ordered = tuple(one for one, _ in rated)
    return _Terms(change, ordered, tuple(fold_text(one.text) for one in ordered), tuple(how for _, how in rated))


def _write(path: Path, terms: _Terms, fingerprint: str) -> None:
    rows = [[one.text, one.kind, one.reports, how] for one, how in zip(terms.found, terms.letters, strict=True)]
    kept = json.dumps({"made": fingerprint, "change": terms.change, "terms": rows}, ensure_ascii=False)
    disk.write_whole(path, kept.encode(), lasting=False)


def _read(path: Path, fingerprint: str) -> _Terms | None:
    """The kept list; None where there is none, or none that this program made."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        if body["made"] != fingerprint:
            return None
        rows = [(Suggestion(str(text), kind, int(reports)), str(how)) for text, kind, reports, how in body["terms"]]
        if any(one.kind not in get_args(Kind) for one, _ in rows):
            return None
        return _terms(int(body["change"]), [one for one, _ in rows], [how for _, how in rows])
    except (OSError, ValueError, KeyError, TypeError):
        return None
