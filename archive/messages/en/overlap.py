"""Words about what reports share in English. One message a line, as in Chinese."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "overlap.no_unit": "This report has no unit, so it cannot be compared by units. Fill it in, or compare with all.",
    "overlap.no_year": "This report has no year, so there is no year before. Fill it in, or compare with all.",
    "overlap.title": "Shared passages",
    "overlap.words": "Passages of a report that stand in other reports, word for word or nearly, the longest first. Text only; people judge.",
    "overlap.same": "{n:character} the same",
    "overlap.totals": "Against {compared:report}: {n:place}, {shared:character} the same, {percent}% of this report.",
    "overlap.plain": "Of these {plain:character}, {percent}%, are no common wording, quotation or law.",
    "overlap.judge": "Text only; people judge.",
    "overlap.none": "Against {compared:report}: no identical run of 20 characters or more.",
    "overlap.nature.plain": "the same words",
    "overlap.nature.formula": "common wording ({n:report})",
    "overlap.nature.quoted": "quotation",
    "overlap.nature.law": "law or central paper",
    "overlap.view.all": "Against all",
    "overlap.view.last_year": "Against its unit’s year before",
    "overlap.view.other_units": "Against other units",
    "overlap.masked": "Ignore numbers and unit names",
    "overlap.mine": "Passage {n} here",
    "overlap.more": "Also in: ",
    "overlap.choose": "Choose a report, or paste a draft, or choose a file",
    "overlap.report": "Id of a report",
    "overlap.start": "Compare",
    "overlap.compare": "Side by side",
    "overlap.listed": "The first {n} are listed.",
    "say.help.overlap": "passages of a report or draft that stand in other reports",
    "say.word.overlap.report": "the id of a report, or the file of a draft; - for text from standard input",
    "say.option.against": "all, last-year (the unit’s own of the year before), other-units",
    "say.option.masked": "ignore numbers and unit names",
}
