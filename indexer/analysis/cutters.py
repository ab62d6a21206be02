"""jieba and rjieba behind one shape; nothing else imports them. Each is loaded by the first call."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any, NamedTuple, cast

from indexer.analysis.dictionary_file import DictionaryFile

Cut = Callable[[str], list[str]]


class Cutter(NamedTuple):
    """What is asked of either library."""

    cut: Cut
    cut_for_search: Cut
    knows: Callable[[str], bool]


def by_rjieba(own: Mapping[str, int]) -> Cutter:
    """The binary port with these words besides. Raises ImportError where there is none for this machine."""
    import rjieba

    library = rjieba.Jieba() if own else rjieba  # the package itself has loaded the dictionary once
    for word, frequency in own.items():
        library.add_word(word, frequency, None)
    return Cutter(library.cut, library.cut_for_search, library.has_word)


def by_jieba(own: Mapping[str, int]) -> Cutter:
    """The library itself with these words besides."""
    library = _tokenizer()
    # jieba's own way would leave a cache in the shared temporary folder and trust, as marshalled data, whatever
    # lies there under that name. Reading the dictionary itself takes no longer (0.5 s either way).
    cutter = _of_jieba(library, *library.gen_pfdict(library.get_dict_file()))
    for word, frequency in own.items():
        library.total -= library.FREQ.get(word, 0)  # which jieba forgets where a word gets another frequency
        library.add_word(word, frequency)
    return cutter


def _tokenizer() -> Any:  # jieba ships no types
    with warnings.catch_warnings(), _without("pkg_resources"):
        warnings.simplefilter("ignore")  # its source is of 2020: unescaped backslashes
        import jieba
    jieba.setLogLevel(logging.WARNING)
    return jieba.Tokenizer()


@contextmanager
def _without(name: str) -> Iterator[None]:
    """Nothing of this name can be imported for the first time: jieba finds its files without it, ten times as fast."""
    known = name in sys.modules
    sys.modules.setdefault(name, cast("ModuleType", None))
    try:
        yield
    finally:
        if not known:
            sys.modules.pop(name, None)


def _of_jieba(library: Any, frequencies: Any, total: int) -> Cutter:
    library.FREQ, library.total, library.initialized = frequencies, total, True
    return Cutter(library.lcut, library.lcut_for_search, lambda word: bool(library.FREQ.get(word)))


def by_look_ups(own: Mapping[str, int]) -> Cutter | None:
    """jieba, which asks its dictionary's file; None where that is of another version, or cannot be mapped."""
    library = _tokenizer()
    try:
        with library.get_dict_file() as file:
            frequencies = DictionaryFile(file, own)
    except (OSError, ValueError):
        return None
    library.get_DAG = frequencies.graph
    return _of_jieba(library, frequencies, frequencies.total)
