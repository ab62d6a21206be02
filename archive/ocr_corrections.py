"""Recognised text put right by a person against the picture. Whether a new version is kept is the catalog's matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from archive.errors import CatalogError
from archive.model import Report
from archive.text.radicals import in_ideographs


def amended(report: Report, texts: Mapping[int, str], source: str) -> Report:
    """`report`, shown as `source`, with other `texts` in passages by number; masthead and outline are read anew.

    Raises CatalogError("catalog.not_recognised") for a passage that was not recognised: what a file says itself is
    never changed by hand; "catalog.empty_passage" for one left without text.
    """
    for number, text in texts.items():
        if not (0 < number <= len(report.passages) and report.passages[number - 1].scan):
            raise CatalogError("catalog.not_recognised", passage=number)
        if not text.strip():
            raise CatalogError("catalog.empty_passage", passage=number)
    passages = tuple(
        replace(
            passage,
            text=texts[passage.number].strip(),
            recognised=passage.text if passage.recognised is None else passage.recognised,
        )
        if texts.get(passage.number, passage.text).strip() != passage.text
        else passage
        for passage in report.passages
    )
    folder, _, name = source.rpartition("/")
    from archive.masthead.extract import read_masthead  # a search keeps nothing, and loads this module all the same
    from archive.outline.extract import read_outline

    written = in_ideographs(passages)
    masthead = read_masthead(written, name=name, folder=folder, metadata={})
    return replace(
        report,
        masthead=replace(masthead, evidence=dict(masthead.evidence)),
        passages=passages,
        sections=read_outline(written),
    )


def carried(before: Report, after: Report, source: str) -> Report:
    """`after`, a later reading of the same report, with what a person put right in `before` wherever the same text was
    recognised again.
    """
    known = {passage.recognised: passage.text for passage in before.passages if passage.recognised is not None}
    texts = {
        passage.number: known[passage.text] for passage in after.passages if passage.scan and passage.text in known
    }
    return amended(after, texts, source) if texts else after


def amendments(report: Report) -> int:
    """How many passages a person has put right."""
    return sum(passage.recognised is not None for passage in report.passages)
