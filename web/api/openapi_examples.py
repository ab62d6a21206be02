"""Examples in the description of the interface: what a program may send as it stands, for the addresses it asks most.

Values of parameters, by address; a test asks each of them of an archive of the samples and wants an answer.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping

from web.api.schemas import Json

PARAMETERS: Mapping[str, Mapping[str, str]] = {
    "/search.json": {"q": "“一岗双责” 党建", "sort": "newest", "limit": "20"},
    "/reports.json": {"year": "2022", "limit": "50"},
    "/similar.json": {"q": "推动管党治党责任落到实处"},
    "/concordance.json": {"q": "一岗双责"},
    "/verify.json": {"q": "落实一岗双责要求"},
    "/terms.json": {"kind": "all", "sort": "reports"},
    "/terms/{wording}.json": {"wording": "一岗双责"},
    "/numbers.json": {"w": "党课"},
    "/rising.json": {"rising": "2023", "against": "2018-2022", "kind": "all"},
    "/api/suggest": {"q": "党建"},
}


def with_examples(paths: Mapping[str, Json]) -> dict[str, Json]:
    """The paths with an example beside each parameter that has one; the others as they are."""
    made = dict(paths)
    for path, values in PARAMETERS.items():
        described = copy.deepcopy(made[path])
        get = described["get"]
        assert isinstance(get, dict)
        for parameter in get["parameters"]:
            if parameter["name"] in values:
                parameter["example"] = _value(parameter, values[parameter["name"]])
        made[path] = described
    return made


def _value(parameter: Mapping[str, Json], text: str) -> object:
    """As its schema wants it: a number, a list of one, or a text."""
    kind = parameter["schema"].get("type")
    return int(text) if kind == "integer" else [text] if kind == "array" else text
