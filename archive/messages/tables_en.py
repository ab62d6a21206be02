"""Words about tables in English: checklist, rosters, register, exports. One message a line."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    # rosters
    "catalog.roster_name": "“{name}” cannot name a collection. Write 1 to {limit} characters, such as 2024年度述职.",
    "catalog.roster_empty": "The roster names no unit. Write one a line, then save.",
    "catalog.roster_too_long": "The roster has more than {limit} units. Make several collections of it.",
    "catalog.roster_unit": "“{unit}” in the roster does not look like a unit (at most {limit} characters, one a line). Correct it and save again.",
    "catalog.no_such_roster": "There is no roster for “{name}”. Known: {known}.",
}
