"""The examples in /openapi.json: each is asked as it stands, of the samples, and answered."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlencode

from tests.served import served
from tests.shared_files import SEEDS
from web.api.openapi_examples import PARAMETERS


def test_every_example_is_answered(tmp_path: Path) -> None:
    with served(tmp_path / "home", SEEDS) as archive:
        paths = archive.client.get("/openapi.json").get_json()["paths"]
        for path, values in PARAMETERS.items():
            told = {one["name"]: one["example"] for one in paths[path]["get"]["parameters"] if "example" in one}
            assert told.keys() == values.keys(), path
            plain = {name: one[0] if isinstance(one, list) else str(one) for name, one in told.items()}
            assert plain == values, path
            address = path.replace("{wording}", quote(plain.pop("wording", "")))
            answer = archive.client.get(f"{address}?{urlencode(plain)}")
            if path == "/rising.json":
                assert answer.get_json()["error"]["code"] == "wordings.empty_group.all", "the samples are all of 2022"
            else:
                assert answer.status_code == 200, (path, answer.text)
        body = paths["/mcp"]["post"]["requestBody"]["content"]["application/json"]["schema"]["example"]
        said = archive.client.post("/mcp", json=body).get_json()["result"]["structuredContent"]["results"][0]
        assert said["wording"] == "落实“一岗双责”要求"
