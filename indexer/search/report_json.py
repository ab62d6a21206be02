"""A report in the contract's JSON form, for `show --json` and `/reports/ID.json`. No I/O."""

from __future__ import annotations

from archive.model import MASTHEAD_FIELDS, Evidence, Passage, Record
from indexer.search.highlight import headings

Json = dict[str, object]


def report_json(record: Record) -> Json:
    """The whole report: masthead with evidence, outline, passages. What is not known is None."""
    report = record.report
    head = report.masthead
    return {
        "id": record.id,
        "source": record.source,
        "location": record.location,
        "version": record.version,
        "title": head.title,
        "title_derived": head.title_derived,
        **{name: getattr(head, name) for name in MASTHEAD_FIELDS if name != "title"},
        "format": report.format,
        "encoding": report.encoding,
        "sha256": record.sha256,
        "added_at": record.added_at,
        "evidence": {name: _evidence(evidence) for name, evidence in head.evidence.items()},
        "outline": [
            {
                "number": section.number,
                "title": section.title,
                "level": section.level,
                "part": section.part,
                "passage": section.passage,
                "start": section.start,
                "end": section.end,
            }
            for section in report.sections
        ],
        "passages": [
            {
                "number": passage.number,
                "path": list(headings(report, passage.number, 0)),
                "text": passage.text,
                "page": passage.page,
                **_scan(passage),
                **_tabular(passage),
            }
            for passage in report.passages
        ],
        "notices": [{"code": notice.code, **notice.evidence} for notice in report.notices],
    }


def _scan(passage: Passage) -> Json:
    """Only of recognised text: its lines, and what was recognised where a person has put it right."""
    lines = [{"start": line.start, "confidence": line.confidence, "page": line.page} for line in passage.scan]
    return {"scan": lines, "recognised": passage.recognised} if lines else {}


def _tabular(passage: Passage) -> Json:
    """Only of rows of sheets: the names of their cells' columns, and what cells keep where they show something else."""
    stored = [{"cell": value.cell, "place": value.place, "value": value.value} for value in passage.stored]
    columns: Json = {"columns": list(passage.columns)} if passage.columns else {}
    return {**columns, **({"stored": stored} if stored else {})}


def _evidence(evidence: Evidence) -> Json:
    return {
        "value": evidence.value,
        "text": evidence.text,
        "from": evidence.origin,
        "confidence": evidence.confidence,
        "passage": evidence.passage,
    }
