"""Words about tables in English: checklist, rosters, register, exports. One message a line."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    # rosters
    "catalog.roster_name": "“{name}” cannot name a collection. Write 1 to {limit} characters, such as 2024年度述职.",
    "catalog.roster_empty": "The roster names no unit. Write one a line, then save.",
    "catalog.roster_too_long": "The roster has more than {limit} units. Make several collections of it.",
    "catalog.roster_unit": "“{unit}” in the roster does not look like a unit (at most {limit} characters, one a line). Correct it and save again.",
    "catalog.no_such_roster": "There is no roster for “{name}”. Known: {known}.",
    # terminal
    "say.turnout": "{due} due, {came} in, {missing} missing, {unreadable} unreadable.",
    "say.turnout.missing": "Missing: {names}",
    "say.option.collection": "collection whose kept roster is used, such as 2024年度述职",
    "say.help.roster": "rosters: who has to hand in for each collection",
    "say.word.roster.action": "list all, show one, save one, remove one",
    "say.word.roster.name": "collection, such as 2024年度述职",
    "say.word.roster.file": "units, one a line; - is standard input",
    "say.roster.saved": "Saved: {name}, {n} units.",
    "say.roster.removed": "Removed: {name}. No report was touched.",
    "say.roster.line": "{name}   {n} units   {when}",
}
