"""The words of a folded text; what is searched, ranked or shown lives elsewhere.

Two ways to the same words: rjieba (a binary port, fast) where its wheel exists, jieba itself (pure Python) everywhere
else. Law: both give the same words, with every user dictionary, so an index made with one serves the other; hence one
fingerprint for both. (One exception is known and harmless: where the hidden Markov model finds two cuts of unknown
words equally likely, as in 大建建建式, the order of its additions decides.) Words rank, suggest and relate; they never
decide a match.

To keep that law, the text is cut into pieces before either sees it wherever the two are known to differ, and neither
is asked for a frequency (their roundings differ). Pieces also bound the time: that model is quadratic in jieba.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Literal, Protocol, cast

from archive.errors import UsageError
from archive.text.fold import fold_text
from indexer.analysis import cutters
from indexer.analysis.cutters import Cut, Cutter

Name = Literal["jieba", "rjieba"]

ENVIRONMENT = "BAOGAO_ANALYZER"
"""Forces one of the two by name: for machines where the binary misbehaves, and for tests."""

DEFAULT_FREQUENCY = 2000
"""That of an ordinary word such as 力度: enough to beat its own parts, too little to tear its neighbours apart."""

LONGEST_RUN = 1000
"""Where no character outside jieba's word class comes for so long, the text is cut."""

RECENT = 64
"""Texts of questions whose words are remembered."""

LOOKED_UP = 200
"""Characters: to cut a longer text the dictionary is loaded."""

_LAYOUT = 1  # of the rules in this file; a new number makes indexes be built anew
_DICTIONARY = "jieba 0.42.1"
_SAME_WORDS = {"rjieba 0.2.2": _DICTIONARY}  # shown by the contract test; another version is a dictionary of its own

_WORD_CLASS = "\u4e00-\u9fd5a-zA-Z0-9+#&._%-"  # jieba's re_han_default
_RUN = re.compile(f"[{_WORD_CLASS}]{{{LONGEST_RUN}}}")
_HALF_RUN = re.compile(f"[{_WORD_CLASS}]{{{LONGEST_RUN // 2}}}")
_COMPOUND = re.compile("[a-zA-Z0-9]+(?:[._-][a-zA-Z0-9]+)+")  # 2018-2022, a.b: whole in rjieba, in parts in jieba
_PART = re.compile("[a-zA-Z0-9]+(?:\\.[0-9]+)?|[._-]")  # jieba's parts: 1.5 is one
_CONNECTOR = re.compile("[._-]")
_RARE = re.compile("[\u3400-\u4dbf\u9fd6-\ufeff\U00010000-\U0010ffff]")  # Han for rjieba, other for jieba
_COMMON = re.compile("[\u4dc0-\u9fd5\0-\u33ff\uff00-\uffff]*+")
"""All others: a whole text of them is passed over in a quarter of the time."""
_JOINS = re.compile("[._-][a-zA-Z0-9]")
_DECIMAL = re.compile("[0-9]+\\.[0-9]+")


class Analyzer(Protocol):
    """Cuts folded text into words. Instances may be shared by threads, and sent to other processes."""

    @property
    def fingerprint(self) -> str:
        """What the words depend on: rules, dictionary, user's words. Equal fingerprints give equal words."""
        ...

    def words(self, text: str) -> list[str]:
        """The words of `text` in order, punctuation included: joined, they are `text` again."""
        ...

    def search_words(self, text: str) -> list[str]:
        """The same, and before each longer word the dictionary's words of two and three characters inside it."""
        ...

    @property
    def for_questions(self) -> Analyzer:
        """One that gives the same words, and loads no dictionary for a few short texts."""
        ...


def analyzer(user_dictionary: Path | None = None, name: Name | None = None) -> Analyzer:
    """The analyzer named by `name`, else by BAOGAO_ANALYZER, else rjieba where it can be had, else jieba.

    `user_dictionary`: UTF-8, a word a line, with an optional frequency (1 and up) and tag after blanks; `#` begins a
    comment. Nothing is loaded before the first word is asked for, but the user's file is read at once. Raises
    UsageError: "settings.bad_dictionary", "settings.bad_word", or "settings.bad_value" for an unknown name; at
    the first word "settings.analyzer_missing" where the one that was asked for cannot be loaded.
    """
    own = _read(user_dictionary) if user_dictionary else {}
    forced = name or os.environ.get(ENVIRONMENT)
    if forced not in (None, "", "jieba", "rjieba"):
        raise UsageError("settings.bad_value", name=ENVIRONMENT, value=forced, where="environment")
    found: Name = "rjieba" if importlib.util.find_spec("rjieba") else "jieba"
    return _Words(cast("Name", forced or found), own, forced=bool(forced))


class _Words:
    """Either library behind the protocol; loads it at the first word."""

    def __init__(self, name: Name, own: Mapping[str, int], *, forced: bool) -> None:
        self.name = name
        self.own = own
        self.forced = forced
        joined = sorted(filter(_CONNECTOR.search, own), key=len, reverse=True)
        self._joined = re.compile("|".join(map(re.escape, joined))) if joined else None

    def __getstate__(self) -> dict[str, object]:
        """For another process, which loads the library by itself."""
        here = ("_cutter", "for_questions", "_recent")
        return {name: value for name, value in self.__dict__.items() if name not in here}

    @cached_property
    def fingerprint(self) -> str:
        from importlib.metadata import version  # brings the mail parser along; not everybody asks for fingerprints

        dictionary = f"{self.name} {version(self.name)}"
        own = hashlib.sha256(repr(sorted(self.own.items())).encode()).hexdigest()[:12] if self.own else "none"
        return f"words-{_LAYOUT}/{_SAME_WORDS.get(dictionary, dictionary)}/own-{own}"

    def words(self, text: str) -> list[str]:
        return self._by_lines(text, self._cutter.cut, self._in_pieces)

    def search_words(self, text: str) -> list[str]:
        return self._by_lines(text, self._cutter.cut_for_search, self._searched_in_pieces)

    @cached_property
    def for_questions(self) -> Analyzer:
        asked_for = self.forced and self.name == "rjieba"
        return self if asked_for or _DICTIONARY not in self.fingerprint else _LookedUp(self)

    @property
    def loaded(self) -> bool:
        """Whether the dictionary is in memory."""
        return "_cutter" in self.__dict__

    def _by_lines(self, text: str, whole: Cut, in_pieces: Cut) -> list[str]:
        """The words of `text` as a `whole`; of its doubtful lines alone `in_pieces`, since no word crosses two."""
        if not self._doubtful(text):
            return whole(text)
        words: list[str] = []
        for doubtful, lines in groupby(text.split("\n"), self._doubtful):
            cut = in_pieces if doubtful else whole
            words += (*cut("\n".join(lines)), "\n")
        return words[:-1]

    def _searched_in_pieces(self, text: str) -> list[str]:
        return self._searched(self._in_pieces(text))

    def _searched(self, words: Iterable[str]) -> list[str]:
        knows = self._cutter.knows
        return [part for word in words for part in (*filter(knows, _inside(word)), word)]

    @cached_property
    def _cutter(self) -> Cutter:
        if self.name == "jieba":
            return cutters.by_jieba(self.own)
        try:
            return cutters.by_rjieba(self.own)
        except ImportError as problem:  # no such package, or a binary for another machine
            if self.forced:
                raise UsageError("settings.analyzer_missing", name=self.name, problem=str(problem)) from problem
            return cutters.by_jieba(self.own)

    def _doubtful(self, text: str) -> bool:
        """Whether the two might cut it differently, or jieba take long."""
        joined = self._joined
        return bool(
            _COMMON.fullmatch(text) is None
            or (_JOINS.search(text) and not all(map(_DECIMAL.fullmatch, _COMPOUND.findall(text))))
            or (len(text) > LONGEST_RUN and any(map(_has_run, _long_lines(text))))
            or (joined and joined.search(text))
        )

    def _in_pieces(self, text: str) -> list[str]:
        borders = sorted({0, *_borders(text, self._joined), len(text)})
        return [word for start, end in pairwise(borders) for word in self._cutter.cut(text[start:end])]


class _LookedUp(_Words):
    """Looks words up in the dictionary's file, one by one, while the whole analyzer has no dictionary in memory."""

    def __init__(self, whole: _Words) -> None:
        super().__init__(whole.name, whole.own, forced=whole.forced)
        self._whole = whole

    def words(self, text: str) -> list[str]:
        return self._whole.words(text) if self._long(text) else list(self._recent(text))

    def search_words(self, text: str) -> list[str]:
        """Of the same words: a question looks for them apart, then ranks by them."""
        return self._whole.search_words(text) if self._long(text) else self._searched(self.words(text))

    @cached_property
    def _recent(self) -> Callable[[str], tuple[str, ...]]:
        cut = super().words
        return lru_cache(RECENT)(lambda text: tuple(cut(text)))

    @cached_property
    def for_questions(self) -> Analyzer:
        return self

    def _long(self, text: str) -> bool:
        return len(text) > LOOKED_UP or self._whole.loaded

    @cached_property
    def _cutter(self) -> Cutter:
        return cutters.by_look_ups(self.own) or self._whole._cutter  # noqa: SLF001 # of the same class


def _has_run(line: str) -> bool:
    """Is there so long a run? It would hold a whole piece of half the length, which hardly any line has."""
    half = LONGEST_RUN // 2
    likely = any(_HALF_RUN.match(line, at) for at in range(0, len(line) - half + 1, half))
    return likely and _RUN.search(line) is not None


def _long_lines(text: str) -> Iterator[str]:
    """Those that may hold so long a run: to look for one takes time at every place."""
    return (line for line in text.split("\n") if len(line) >= LONGEST_RUN)


def _inside(word: str) -> list[str]:
    grams = [word[at : at + 2] for at in range(len(word) - 1)] if len(word) > 2 else []
    return grams + ([word[at : at + 3] for at in range(len(word) - 2)] if len(word) > 3 else [])


def _borders(text: str, joined: re.Pattern[str] | None) -> Iterator[int]:
    """Where the pieces begin and end; a user's own words (`joined`) with `.`, `_` or `-` in them stay whole."""
    for match in _RARE.finditer(text):
        yield from match.span()
    for match in _RUN.finditer(text):
        yield match.end()
    own = joined.finditer(text) if joined else ()
    inside = {at for match in own for at in range(match.start() + 1, match.end())}
    for match in _COMPOUND.finditer(text):
        yield from ({part.start() for part in _PART.finditer(text, *match.span())} - inside - {match.start()})


def _read(path: Path) -> dict[str, int]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as problem:
        raise UsageError("settings.bad_dictionary", where=str(path), problem=problem.strerror or "") from problem
    except UnicodeDecodeError as problem:
        raise UsageError("settings.bad_dictionary", where=str(path), problem=str(problem)) from problem
    words: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        entry = re.sub(r"(?:^|\s)#.*", "", line).split()
        if entry:
            word, frequency = _entry(entry, where=f"{path}:{number}", line=line.strip())
            words[word] = frequency
    return words


def _entry(entry: list[str], *, where: str, line: str) -> tuple[str, int]:
    """Words are folded, since they are to be found in folded text."""
    word, rest = fold_text(entry[0]), entry[1:]
    frequency = int(rest.pop(0)) if rest and rest[0].isdecimal() else DEFAULT_FREQUENCY
    if not word or not 1 <= frequency <= 10**9 or len(rest) > 1:
        raise UsageError("settings.bad_word", where=where, word=line)
    return word, frequency
