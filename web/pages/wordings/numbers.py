"""数字: the figures that stand with a wording, by measure and year; the same for programs."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from archive.errors import QueryError
from indexer.numbers.answer import FigurePlace, Group, Numbers, numbers_of
from indexer.numbers.numbers_form import numbers_form
from web.charts.points import Picture, Value, pictures
from web.http.json_answers import answered
from web.state.app_state import app_state

blueprint = Blueprint("numbers", __name__)

SHOWN, MOST = 12, 200
"""Figures of a measure that are shown at once, and altogether; programs get all."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The figures of one measure on the page. `undated`: with a single value, in no picture as no year is known.

    `by_year`: the years and their figures as written.
    """

    group: Group
    places: tuple[FigurePlace, ...]
    charts: tuple[Picture, Picture] | None
    undated: int
    by_year: tuple[tuple[int, tuple[FigurePlace, ...]], ...]


@blueprint.get("/numbers")
def show() -> str:
    """The form; with `w` the figures of a wording."""
    wording = request.args.get("w", "").strip()
    found = _found(wording) if wording else None
    groups = found.groups if found else ()
    return render_template(
        "wordings/numbers.html",
        wording=wording,
        found=found,
        named=[_shown(group, group.named) for group in groups if group.named],
        beside=[_shown(group, group.beside) for group in groups if group.beside],
        shown=SHOWN,
        most=MOST,
    )


@blueprint.get("/numbers.json")
def twin() -> Response:
    """The same for programs. Raises QueryError for what is no wording."""
    wording = request.args.get("w", "").strip()
    if not wording:
        raise QueryError("query.empty")
    return answered(numbers_form(_found(wording)))


def _found(wording: str) -> Numbers:
    return numbers_of(app_state().searcher, wording)


def _shown(group: Group, places: tuple[FigurePlace, ...]) -> Shown:
    years: dict[int, list[FigurePlace]] = {}
    for one in places[:MOST]:
        if one.year is not None and one.value is not None:
            years.setdefault(one.year, []).append(one)
    values = [
        Value(one.year, float(one.value), at)
        for at, one in enumerate(places[:MOST])
        if one.year is not None and one.value is not None
    ]
    undated = sum(one.year is None and one.value is not None for one in places)
    by_year = tuple((year, tuple(some)) for year, some in years.items())
    return Shown(group, places, pictures(values), undated, by_year)
