"""What an address asks for, and addresses made of others: all state of the page is here. No searching.

Every value is checked: what cannot be is UsageError("usage.bad_parameter"), a clear 400.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Literal, TypeVar, get_args
from urllib.parse import parse_qsl, urlencode

from flask import g, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.routing import BuildError

from archive.errors import UsageError
from indexer.search.answer import (
    FILTERS,
    MODES,
    SCOPES,
    SHOWINGS,
    SORTS,
    Request,
)
from indexer.search.facets import check_count
from indexer.search.page import Page

ListSort = Literal["added", "newest", "oldest", "title", "source"]
LIST_SORTS: tuple[ListSort, ...] = get_args(ListSort)
UNKNOWN = "none"
"""In an address the value of a filter for “not known”; an empty value is no filter."""
MAX_LIMIT = 200
MAX_PAGE = 1_000_000
MOST_FIELDS = 200
"""Of one address that was kept: every filter with many values."""
LONGEST = 3000
"""Characters of one value that links carry on; longer queries are refused by the parser."""
SHORT = 200
"""Characters of the values of a name up to which their writing in addresses is remembered."""
FAR = 2_000
"""Code points of a passage up to which no piece of a report ends (`web.pages.reports.pieces.STEP`)."""
PLACE = "place"
"""The anchor of the code point of a passage that an address names."""
LONGEST_PASSAGE = 100_000_000
"""Code points of a passage: more than the largest file that is taken has."""
LONGEST_ADDRESS = 24_000
"""Bytes of what links carry on of an address; the longest query, of Chinese alone, takes 18,000. Pages repeat it."""
SEARCH = ("q", "mode", "sort", "page", "limit", "ignore_punctuation", "scope", "literal", "apart", "copies", *FILTERS)
"""All that makes a search; kept in the address of a report, so that it leads back."""

WAY = ("view", "by", "check")
"""Which list a report was opened from, and how that was sorted: kept while its reader goes from report to report."""

CARRIED = frozenset(
    {
        *SEARCH,
        *WAY,
        *("all", "any", "alike", "phrase", "near", "near_second", "distance", "short", "long", "none"),  # /advanced
        *("title", "number", "from", "to", "date_from", "date_to", "has", "lacks"),
        # Of one report and its places.
        *("find", "show", "chosen"),
        *("at", "piece", "start", "end", "passage", "passages", "place", "version", "versions", "report"),
        *("list", "roster", "collection", "by", "order"),  # the checklist
        *("view", "masked", "w", "measure", "kind", "rising", "against"),  # overlaps, wordings
        *(
            "id",
            "check",
            "status",
            "form",
            "originals",
            "help",
            "name",
            "next",
            "within",
            "lang",
            "theme",
            "size",
            "density",
        ),
        *("state", "idle", "columns", "who", "act", "since", "until", "witness", "kept"),  # administrators' lists
    }
)
"""The parameters that some page knows; whatever else an address has, no link of ours repeats."""

DEFAULTS = {
    "mode": ("standard", ["standard"]),
    "sort": ("relevance", ["relevance"]),
    "page": ("1", ["1"], 1),
    "scope": ("report", ["report"]),
    "literal": ("0", ["0"]),
    "copies": ("show", ["show"]),
    "ignore_punctuation": ("0", ["0"]),
}
"""What goes without saying."""
_NAME = "anyname0"
"""Any letters and digits."""

Choice = TypeVar("Choice", bound=str)


def is_for_programs(path: str) -> bool:
    """Does a program ask for that path? Errors there are JSON."""
    return path.endswith((".json", ".jsonl")) or path in ("/health", "/mcp") or path.startswith("/api/")


def asked(*, facets: bool = False, passages: int = 3) -> Request:
    """The search of the current address."""
    return replace(search_of(request.args, passages=passages), facets=facets)


def values_of(query: str) -> MultiDict[str, str]:
    """The values of an address that was kept, from its query string. Raises UsageError."""
    try:
        return MultiDict(parse_qsl(query, max_num_fields=MOST_FIELDS))
    except ValueError as problem:
        raise UsageError("usage.bad_parameter", name="address", value=_shown(query)) from problem


def search_of(values: MultiDict[str, str], *, passages: int = 3) -> Request:
    """The search that an address's values make, wherever they stand."""
    return Request(
        query=values.get("q", ""),
        mode=one_of("mode", MODES, values),
        sort=one_of("sort", SORTS, values),
        page=whole("page", 1, 1, MAX_PAGE, values),
        limit=whole("limit", 20, 1, MAX_LIMIT, values),
        passages=whole("passages", passages, 0, 1000, values),
        literal=one_of("literal", ("0", "1"), values) == "1",
        ignore_punctuation=one_of("ignore_punctuation", ("0", "1"), values) == "1",
        scope=one_of("scope", SCOPES, values),
        filters=filters(FILTERS, values),
        across=True,
        copies=one_of("copies", SHOWINGS, values),
    )


def filters(names: Sequence[str], values_by_name: MultiDict[str, str] | None = None) -> Mapping[str, tuple[str, ...]]:
    """The filters of an address, the current one by default, by name; "" stands for not known."""
    source = request.args if values_by_name is None else values_by_name
    kept = {name: values for name, values in source.to_dict(flat=False).items() if name in CARRIED}
    if (length := len(_encoded(kept))) > LONGEST_ADDRESS:
        raise UsageError("usage.long_address", length=length, limit=LONGEST_ADDRESS)
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        values = tuple("" if value == UNKNOWN else value for value in source.getlist(name) if value)
        if any("\0" in value or len(value) > 300 for value in values):
            raise UsageError("usage.bad_parameter", name=name, value=_shown(values[0]))
        check_count(name, values)
        if values:
            found[name] = values
    return found


def one_of(name: str, allowed: Sequence[Choice], values: MultiDict[str, str] | None = None) -> Choice:
    """A value out of a few; the first where the address, the current one by default, has none."""
    value = (request.args if values is None else values).get(name) or allowed[0]
    for known in allowed:
        if known == value:
            return known
    raise UsageError("usage.bad_parameter", name=name, value=_shown(value))


def whole(name: str, default: int, least: int, most: int, values: MultiDict[str, str] | None = None) -> int:
    """A whole number in [least, most]."""
    value = (request.args if values is None else values).get(name) or str(default)
    if not value.isascii() or not value.isdigit() or len(value) > 10 or not least <= int(value) <= most:
        raise UsageError("usage.bad_parameter", name=name, value=_shown(value))
    return int(value)


def page_of(total: int, size: int) -> Page:
    """The page that the address asks for, of `total` things."""
    return Page(whole("page", 1, 1, MAX_PAGE), size, total)


def _shown(value: str) -> str:
    return "".join(character for character in value[:40] if character.isprintable())


def given(name: str) -> str | None:
    """The first value of a name in the current address, None for none; where that is asked for each line of a page."""
    known: dict[str, str] | None = g.get("given")
    if known is None:
        known = g.given = request.args.to_dict()
    return known.get(name)


def here(**changes: object) -> str:
    """The current address with other values; None takes one out. A change of anything but the page goes to page 1."""
    args = request.args.to_dict(flat=False)
    if "page" not in changes:
        args.pop("page", None)
    return request.path + query_of(args, changes)


def kept_values(*left_out: str) -> list[tuple[str, str]]:
    """The values of the current address but for some names, for the hidden fields of a form that changes those."""
    return [
        (name, value)
        for name, values in request.args.to_dict(flat=False).items()
        if name in CARRIED and name not in left_out and not _endless(values)
        for value in values
    ]


def all_of_list() -> str:
    """The page that asks about all reports that the filters of the list leave, whatever page of it is shown."""
    args = request.args.to_dict(flat=False)
    kept = {name: values for name, values in args.items() if name not in ("page", "limit", "sort", "id")}
    return url_for("confirming.ask") + query_of(kept, {})


def narrowed(name: str) -> str:
    """The current address without filter `name`, ready for a value of it to be put behind."""
    base = here(**{name: None})
    return f"{base}{'&' if '?' in base else '?'}{name}="


def unfiltered(*names: str) -> str:
    """The current address without filters `names`, or without any."""
    return here(**dict.fromkeys(names or FILTERS))


def without(name: str, value: str) -> str:
    """The current address without one value of a filter."""
    kept = [other for other in request.args.getlist(name) if other != value]
    return here(**{name: kept or None})


def searched(endpoint: str, **changes: object) -> str:
    """Another page's address with the search of this one; values in `changes` that the route takes go to its path."""
    in_path = {"report_id": changes.pop("report_id")} if "report_id" in changes else {}
    anchor = changes.pop("_anchor", None)
    known: dict[str, str] = g.setdefault("searched", {})  # the same for most links of a page
    of_report = endpoint.startswith(("reports.", "versions.", "scans."))
    key = f"{of_report} {changes!r}"
    query = known.get(key)
    if query is None:
        kept = (*SEARCH, *WAY) if of_report else SEARCH
        args = {name: values for name, values in request.args.to_dict(flat=False).items() if name in kept}
        query = known[key] = query_of(args, changes)
    return linked(endpoint, **in_path) + query + (f"#{anchor}" if anchor else "")


def at_place(address: str, passage: int, start: int = 0) -> str:
    """`address`, of a report's page, opened where code point `start` of a passage stands.

    A report that is shown in pieces opens at the piece with it: a server never sees what stands behind the `#`. Its
    first characters stand in the piece in which a passage begins, so that these need no offset.
    """
    if start >= FAR:
        query, anchor = f"passage={passage}&start={start}", PLACE
    else:
        query, anchor = f"passage={passage}" if passage > 1 else "", f"p{passage}"
    joint = "&" if "?" in address else "?"
    return f"{address}{joint + query if query else ''}#{anchor}"


def linked(endpoint: str, **values: Any) -> str:
    """`url_for` for the templates, remembered: a page asks it a hundred times, and the answers are few."""
    if endpoint[0] == "." or not all(type(value) in (str, int) for value in values.values()):
        return url_for(endpoint, **values)
    if len(values) == 1:
        ((name, value),) = values.items()
        around = _around(request.script_root, endpoint, name)
        if around is not None and type(value) is str and value.isalnum() and value.isascii():
            return value.join(around)
    return _linked(request.script_root, endpoint, **values)


@lru_cache(2048)
def _linked(_: str, endpoint: str, **values: Any) -> str:
    return url_for(endpoint, **values)


@lru_cache(512)
def _around(_: str, endpoint: str, name: str) -> tuple[str, str] | None:
    """What stands before and behind a name of letters and digits, as a report's id is one: every page has new ones of
    them. None where an address does not just hold it.
    """
    if name.startswith("_"):
        return None
    values: dict[str, Any] = {name: _NAME}
    try:
        before, found, after = url_for(endpoint, **values).partition(_NAME)
    except (BuildError, ValueError):  # it takes numbers alone
        return None
    return (before, after) if found and _NAME not in after else None


def query_of(args: Mapping[str, list[str]], changes: Mapping[str, object]) -> str:
    """The query of an address from values and changes of them, with its “?”; `_anchor` stands behind a “#”."""
    merged: dict[str, object] = {**args, **changes}
    anchor = merged.pop("_anchor", None)
    known = {name: value for name, value in merged.items() if name in CARRIED or name in changes}
    query = _encoded(known)
    if len(query) > LONGEST_ADDRESS:  # no page takes it: what links would lead to is that same error
        query = ""
    return ("?" + query if query else "") + (f"#{anchor}" if anchor else "")


def _encoded(values: Mapping[str, object]) -> str:
    return "&".join(
        _piece(name, tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),))
        for name, value in values.items()
        if value not in (None, "", [], [""]) and value not in DEFAULTS.get(name, ()) and not _endless(value)
    )


def _piece(name: str, values: tuple[str, ...]) -> str:
    """One name with its values, remembered while they are short: a page repeats its own in some thirty links."""
    return (_remembered if sum(map(len, values)) <= SHORT else _written)(name, values)


def _written(name: str, values: tuple[str, ...]) -> str:
    return urlencode([(name, values)], doseq=True)


_remembered = lru_cache(2048)(_written)


def _endless(value: object) -> bool:
    """A pasted text that no search takes anyway; repeated in every link it would make the page huge."""
    return isinstance(value, list) and any(len(str(one)) > LONGEST for one in value)
