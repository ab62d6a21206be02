"""What each filter of a request alone keeps out of its answer: how much more there would be without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from indexer.index.card_filter import failing
from indexer.index.ranked import RankedReports
from indexer.search.answer import Hidden
from indexer.search.answering.report_finder import ReportFinder
from indexer.search.interpretation import Reading

Filters = Mapping[str, tuple[str, ...]]


def hidden_by_filters(finder: ReportFinder, reading: Reading, answer: RankedReports) -> dict[str, Hidden]:
    """For each filter what it alone keeps out: what passes all the others. In mode loose the words apart, too."""
    filters = {name: values for name, values in reading.request.filters.items() if values}
    if not filters:
        return {}
    if reading.request.copies == "hide":
        counts = answer.counts()
        return {name: _hidden_once(finder, name, filters, reading, counts) for name in filters}
    hidden = _told(finder, filters, reading, answer) or _hidden(finder, filters, reading, answer.counts())
    loosely = reading.loosely if reading.request.mode == "loose" else None
    if loosely is not None:
        more = _told(finder, filters, loosely, finder.whole(loosely))
        more = more or _hidden(finder, filters, loosely, finder.counts(loosely))
        hidden = {name: Hidden(one.reports + more[name].reports, one.matches) for name, one in hidden.items()}
    return hidden


def _told(
    finder: ReportFinder, filters: Filters, reading: Reading, answer: RankedReports | None
) -> dict[str, Hidden] | None:
    """The totals of the engine's whole answer without each filter, less those of `answer`; None where it gives none."""
    hidden: dict[str, Hidden] = {}
    for name in filters:
        wider = finder.whole(_without(name, filters, reading))
        if wider is None or answer is None:
            return None
        if name == "part":
            hidden[name] = _elsewhere(wider.counts(), answer.counts())
            continue
        hidden[name] = Hidden(wider.total_reports - answer.total_reports, wider.total_matches - answer.total_matches)
    return hidden


def _elsewhere(everywhere: Mapping[str, int], counts: Mapping[str, int]) -> Hidden:
    """What other parts hold: report by report, as a negation may hold in one part and not in the whole."""
    more = [
        count - counts.get(report_id, 0)
        for report_id, count in everywhere.items()
        if count > counts.get(report_id, 0) or report_id not in counts
    ]
    return Hidden(len(everywhere) - len(counts), sum(more))


def _without(name: str, filters: Filters, reading: Reading) -> Reading:
    """The same without one filter; no order is asked for, which would cost scores."""
    others = {other: values for other, values in filters.items() if other != name}
    request = replace(reading.request, filters=others, sort="newest")
    return replace(reading, request=request, chosen=None if name == "part" else reading.chosen)


def _hidden_once(
    finder: ReportFinder, name: str, filters: Filters, reading: Reading, counts: Mapping[str, int]
) -> Hidden:
    """The same where each text counts once: what all the others let pass, less what is there."""
    wider = _without(name, filters, reading)
    more, _ = finder.shown(wider)
    reports, matches = len(more) - len(counts), sum(more.values()) - sum(counts.values())
    if reading.request.mode == "loose" and (loosely := reading.loosely) and (widely := wider.loosely):
        reports += len(finder.shown(widely, more)[0]) - len(finder.shown(loosely, counts)[0])
    return Hidden(max(0, reports), max(0, matches))


def _hidden(finder: ReportFinder, filters: Filters, reading: Reading, counts: Mapping[str, int]) -> dict[str, Hidden]:
    proposal = finder.proposed(reading, reading.asked)
    asked = finder.topics.resolved(filters)
    failed = {name: failing(card, asked) for name, card in finder.engine.cards(proposal.counts).items()}
    hidden: dict[str, Hidden] = {}
    for name in filters:
        if name == "part":
            hidden[name] = _elsewhere(finder.counts(replace(reading, chosen=None)), counts)
        else:
            ids = [report_id for report_id, names in failed.items() if names == [name]]
            more = finder.counted(reading, reading.asked, ids, proposal)
            hidden[name] = Hidden(len(more), sum(more.values()))
    return hidden
