"""The advanced form: fields in, a query out, as text that may be changed or typed by hand. Works without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from archive.errors import ArchiveError, QueryError
from archive.masthead.periods import PERIODS
from indexer.forms.service import WrittenForm
from indexer.index.card_filter import stretches
from indexer.query.nodes.parts import PARTS
from indexer.query.nodes.quoting import GAP, in_quotes, with_gaps
from indexer.query.parser import parse
from indexer.search.answer import MODES, SCOPES, Request
from indexer.search.interpretation import NAMES
from web.http import urls
from web.http.error_pages import status_of
from web.http.json_answers import answered
from web.http.language import told
from web.state.app_state import AppState, app_state

blueprint = Blueprint("advanced", __name__)

KNOWN = {
    "标题": "title",
    "单位": "unit",
    "述职人": "person",
    "类型": "type",
    "文号": "number",
    "年": "year",
    "报告期": "period",
    "成文日期": "date",
}
"""What may be known of a report, as the query calls it and as the form's words do."""
TEXT = ("all", "phrase", "any", "alike", "near", "near_second", "distance", "short", "long", "none")
RANGES = ("from", "to", "date_from", "date_to")
"""Ends of a range of years and of dates."""
FACES = {"title": "标题", "unit": "单位", "person": "述职人", "type": "类型", "number": "文号", "format": "格式"}
"""Fields of the form that hold wordings of a report's face, and their names in the query."""


@dataclass(frozen=True, slots=True)
class Written:
    """What the form makes: the query, its totals, or why it is none."""

    query: str
    reports: int = 0
    matches: int = 0
    problem: ArchiveError | None = None


@blueprint.get("/advanced")
def form() -> tuple[str, int] | AnyResponse:
    """The form with the query that it makes; `go` leads on to the results. `date`, as other addresses have it, fills
    both its ends.
    """
    typed = _with_dates(request.args)
    written = written_of(app_state(), typed)
    if "go" in typed and written.query and not written.problem:
        return redirect(url_for("search.results") + "?" + urlencode({"q": written.query, **_options()}))
    here = app_state()
    page = render_template(
        "search/advanced.html",
        typed=typed,
        written=written,
        problem=told(written.problem) if written.problem else None,
        periods=PERIODS,
        parts=PARTS,
        face=KNOWN,
        faces=FACES,
        scopes=SCOPES,
        modes=MODES,
        known=here.overview().values,
    )
    return page, status_of(written.problem) if written.problem and "go" in typed else 200


@blueprint.get("/advanced.json")
def twin() -> Response:
    """The query and its totals as data."""
    written = written_of(app_state(), _with_dates(request.args))
    if written.problem:
        raise written.problem
    return answered(WrittenForm(written.query, written.reports, written.matches))


def _with_dates(given: MultiDict[str, str]) -> MultiDict[str, str]:
    """Raises QueryError("query.bad_value") for what is no stretch of days."""
    typed = MultiDict(given)
    for stretch in stretches((typed["date"],)) if typed.get("date") else ():
        typed["date_from"] = typed.get("date_from") or stretch.first or ""
        typed["date_to"] = typed.get("date_to") or stretch.last or ""
    return typed


def _options() -> dict[str, str]:
    """What stands beside the query in the address."""
    mode = urls.one_of("mode", MODES)
    ignoring = urls.one_of("ignore_punctuation", ("0", "1")) == "1" and mode != "verbatim"
    return {**({"mode": mode} if mode != MODES[0] else {}), **({"ignore_punctuation": "1"} if ignoring else {})}


def written_of(here: AppState, typed: Mapping[str, str]) -> Written:
    """The query of the form, tried once."""
    typed = {**typed, "scope": urls.one_of("scope", SCOPES)}
    query = composed(typed, {name: request.args.getlist(name) for name in ("part", "has", "lacks")})
    if not query:
        return Written("")
    try:
        options = _options()
        ignoring = "ignore_punctuation" in options
        asked = Request(query, mode=urls.one_of("mode", MODES), ignore_punctuation=ignoring, limit=1, passages=1)
        answer = here.searcher.search(asked)
    except QueryError as problem:
        return Written(query, problem=problem)
    return Written(query, answer.total_reports, answer.total_matches)


def composed(typed: Mapping[str, str], several: Mapping[str, Sequence[str]]) -> str:
    """The query that the fields of the form say together; "" where they say nothing."""
    plain = {name: typed.get(name, "").strip() for name in (*TEXT, *FACES, *RANGES, "period", "scope")}
    positive = [*_wordings(plain)]
    negative = [f"-{written(word)}" for word in plain["none"].split()]
    text = " ".join([*positive, *negative])
    scope = NAMES.get(plain["scope"])
    if scope and positive and (len(positive) > 1 or negative):
        text = f"{scope}:({text})"
    return " ".join(filter(None, [*_face(plain, several), text]))


def _wordings(plain: Mapping[str, str]) -> Iterable[str]:
    yield from map(written, plain["all"].split())
    if plain["phrase"]:
        yield with_gaps([piece for piece in GAP.split(plain["phrase"]) if piece])
    if plain["any"]:
        yield _any(map(written, plain["any"].split()))
    yield from (f"近义:{written(word)}" for word in plain["alike"].split())
    if plain["near"] and plain["near_second"]:
        distance = plain["distance"] if plain["distance"].isascii() and plain["distance"].isdigit() else "10"
        yield f"({written(plain['near'])} 相距/{distance[:6]} {written(plain['near_second'])})"
    if plain["short"]:
        longer = f" 除外 {written(plain['long'])}" if plain["long"] else ""
        yield written(plain["short"]) + longer


def _face(plain: Mapping[str, str], several: Mapping[str, Sequence[str]]) -> Iterable[str]:
    for field, ends in (("年", ("from", "to")), ("日期", ("date_from", "date_to"))):
        first, last = (plain[name].removesuffix("年") for name in ends)
        if first or last:
            yield f"{field}:{first}" if first == last else f"{field}:{first}..{last}"
    if plain["period"]:
        yield f"报告期:{plain['period']}"
    for name, field in FACES.items():
        if plain[name]:
            yield f"{field}:{_any(map(written, plain[name].split()))}"
    if several.get("part"):
        yield f"部分:{_any(map(written, several['part']))}"
    yield from (f"有:{written(name)}" for name in several.get("has", ()) if name)
    yield from (f"缺:{written(name)}" for name in several.get("lacks", ()) if name)


def _any(items: Iterable[str]) -> str:
    alternatives = list(items)
    return alternatives[0] if len(alternatives) == 1 else f"({' 或 '.join(alternatives)})"


def written(wording: str) -> str:
    """A wording as the query language means it as text: in quotation marks where it would say more, or break."""
    try:
        plain = parse(wording) == parse(wording, literal=True)
    except QueryError:
        plain = False
    return wording if plain else in_quotes(wording)
