"""Other ways to ask what found nothing, and what each of them finds: every number is that of a search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.text.punctuation import drop_punctuation
from indexer.query.model import All, Phrase, Scope
from indexer.search.answer import Answer, Request, Within
from indexer.search.searcher import Searcher
from indexer.search.similar import Likeness

WIDER: tuple[Within, ...] = ("sentence", "paragraph", "section", "report")


@dataclass(frozen=True, slots=True)
class Way:
    """Another way to ask that finds something. `changes`: what differs in the address; `reports`, `matches`: found."""

    code: str
    changes: tuple[tuple[str, str | None], ...]
    reports: int
    matches: int


def total(searcher: Searcher, wanted: Request) -> Answer:
    """What a request finds, for its totals."""
    return searcher.search(replace(wanted, page=1, limit=1, passages=1, facets=False, sort="newest"))


def ways_of(searcher: Searcher, answer: Answer, near: Sequence[Likeness]) -> Iterator[Way]:
    """Those that find something; `near`: the passages nearest to what was asked."""
    wanted = answer.request
    for code, changes, request in (*_others(wanted, near), *_either(searcher, wanted)):
        found = total(searcher, request)
        if found.total_reports:
            yield Way(code, changes, found.total_reports, found.total_matches)
            if code.startswith("scope."):
                break  # the narrowest that finds something; wider ones find that too
    if loose := _loosely(searcher, answer):
        yield Way("loose", (("mode", "loose"), ("scope", None), ("ignore_punctuation", None)), loose, 0)


def _loosely(searcher: Searcher, answer: Answer) -> int:
    """In how many reports the words stand apart; the answer knows, but for what was typed in quotation marks."""
    wanted = answer.request
    quoted = any(phrase.quoted for phrase in searcher.read(wanted).typed.phrases)
    if wanted.mode == "loose" or (wanted.mode == "standard" and wanted.scope == "report" and not quoted):
        return answer.also.total_reports
    loose = replace(wanted, mode="loose", scope="report", ignore_punctuation=False)
    return total(searcher, loose).also.total_reports


Changes = tuple[tuple[str, str | None], ...]


def _others(wanted: Request, near: Sequence[Likeness]) -> Iterator[tuple[str, Changes, Request]]:
    """Other ways to ask the same, the nearest first."""
    if wanted.mode == "verbatim":
        yield "standard", (("mode", None),), replace(wanted, mode="standard")
    elif not wanted.ignore_punctuation and _differs_in_punctuation(wanted, near):
        request = replace(wanted, ignore_punctuation=True)
        if not (wanted.scope == "sentence" or "同句" in wanted.query):
            yield "ignore_punctuation", (("ignore_punctuation", "1"),), request
    if wanted.scope != "report" and wanted.mode != "loose":
        for scope in WIDER[WIDER.index(wanted.scope) + 1 :]:
            yield f"scope.{scope}", (("scope", scope if scope != "report" else None),), replace(wanted, scope=scope)


def _either(searcher: Searcher, wanted: Request) -> Iterator[tuple[str, Changes, Request]]:
    """Any of several wordings, where nothing holds all of them."""
    query = searcher.read(wanted).typed
    whole = query.item if isinstance(query, Scope) else query
    wordings = [item for item in whole.items if isinstance(item, Phrase)] if isinstance(whole, All) else []
    if isinstance(whole, All) and len(wordings) == len(whole.items):
        either = " 或 ".join(str(wording) if wording.quoted else wording.typed for wording in wordings)
        yield "any", (("q", either), ("scope", None)), replace(wanted, query=either, scope="report")


def _differs_in_punctuation(wanted: Request, near: Sequence[Likeness]) -> bool:
    """May it stand there but for punctuation? Looking for that in all texts takes long, so the nearest are asked."""
    plain = drop_punctuation(wanted.query)
    return bool(plain) and any(plain in drop_punctuation(found.text) for found in near)
