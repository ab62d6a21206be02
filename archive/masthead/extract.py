"""The order in which fields are read, and which source wins. How each is read lives in its own file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType

from archive.masthead import (
    corroboration,
    dates,
    document_types,
    lead_in,
    people,
    reporting_year,
    title,
    unit,
)
from archive.masthead.date_lines import is_number_line
from archive.masthead.evidence import assembled
from archive.masthead.file_name import Name
from archive.masthead.head_and_tail import Face, cleaned, plain
from archive.model import Evidence, Masthead, Passage

METADATA_CHARACTERS = 500
_ABOVE = 4
"""So many lines above a title its number may stand."""
_NONE: Mapping[str, str] = MappingProxyType({})


def read_masthead(
    passages: Sequence[Passage], *, name: str = "", folder: str = "", metadata: Mapping[str, str] = _NONE
) -> Masthead:
    """The masthead of a text: each field with its evidence, None where nothing tells.

    `name` is the file's name, `folder` the path below the folder that was given to add (2022/东街道), `metadata` what a
    web page's table says (发文机关, 成文日期, 标题, 发文字号) and its `title`.
    """
    metadata = {label: cleaned(value[:METADATA_CHARACTERS]) for label, value in metadata.items()}
    named = Name(name, folder)
    in_page = title.of_metadata(metadata, passages)
    face = Face(passages, _start(passages, in_page))
    found = in_page or title.printed(face)
    is_derived = found is None
    if found is None:
        found = _stand_in(named, face)
    kind = _kind(face, found, named)
    kind_value = str(kind.value) if kind else None
    units = unit.of_metadata(metadata) or unit.of_text(face, found) or corroboration.unit(named.unit(), face)
    date = dates.of_page(
        dates.of_metadata(metadata),
        dates.settle(dates.of_text(face, found, units), named.date(), is_law=kind_value in document_types.LEGISLATION),
    )
    year = reporting_year.year(face, found, kind_value, date)
    fields = {
        "title": found,
        "unit": units,
        "person": people.person(face, found),
        "number": dates.number(face, metadata),
        "addressee": people.addressee(face),
        "date": date,
        "year": year or _named_year(named, face, kind_value),
        "period": reporting_year.period(face, found, kind_value, year) or corroboration.period(named.period(), found),
        "type": kind,
    }
    return assembled({field: value for field, value in fields.items() if value is not None}, is_derived)


def _start(passages: Sequence[Passage], in_page: Evidence | None) -> int:
    """Where a web page's own text begins: at the line that repeats its title, below menus and tables."""
    if in_page is None:
        return 0
    wanted = "".join(str(in_page.value).split())
    lines = ["".join(passage.text.split()) if passage.kind != "row" else "" for passage in passages[:200]]
    for index, line in enumerate(lines):
        if line and wanted.startswith(line):
            joined = accumulate(lines[index : index + title.MAX_LINES])
            if wanted in joined:
                return _with_number(lines, index)
    return 0


def _with_number(lines: Sequence[str], index: int) -> int:
    """Where the paper's head begins whose title is at `index`: at its number, or the red head above that."""
    for place in range(index - 1, max(-1, index - 1 - _ABOVE), -1):
        if is_number_line(plain(lines[place])):
            return next((red for red in (place - 1, place - 2) if red >= 0 and lines[red].endswith("文件")), place)
    return index


def _stand_in(named: Name, face: Face) -> Evidence | None:
    """A title for a text that prints none: the one its file was given, the lead-in's, the name's longest phrase."""
    by_name, said = named.title(), lead_in.derived(face)
    if by_name is not None and by_name.confidence == "medium":
        return corroboration.title(by_name, said)
    return said or by_name


def _named_year(named: Name, face: Face, kind: str | None) -> Evidence | None:
    return None if kind in document_types.LEGISLATION else corroboration.year(named.year(), face, kind)


def _kind(face: Face, found: Evidence | None, named: Name) -> Evidence | None:
    if found is not None:
        subtitle = face.subtitle
        words = plain(str(found.value))
        value = document_types.kind_of(words) or (
            document_types.kind_of(subtitle.plain.lstrip("—")) if subtitle else None
        )
        if value is not None:
            return Evidence(value, found.text, found.origin, found.confidence, found.passage)
    return lead_in.congress(face) or _named_or_lead_in(named.kind(), lead_in.kind_of_lead_in(face))


def _named_or_lead_in(by_name: Evidence | None, by_lead_in: Evidence | None) -> Evidence | None:
    """A name that says 述职报告 knows more than a lead-in that only reports 情况."""
    return by_name if by_name is not None and by_name.value in document_types.REPORTING else by_lead_in or by_name
