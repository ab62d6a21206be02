"""The page of sources, its twin, and a source pasted into the search box."""

from __future__ import annotations

import html
import re

import pytest

from tests.served import Served

SOURCE = "——［一年来抓基层党建工作报告］（2022年），一、3.第1段"


def passage_of(seeds: Served) -> tuple[str, int]:
    name = seeds.id_of("004_")
    record = seeds.workspace.catalog.record(name)
    assert record
    return name, next(one.number for one in record.report.passages if "认真落实“一岗双责”要求" in one.text)


def test_a_pasted_source_opens_its_passage(seeds: Served) -> None:
    name, number = passage_of(seeds)
    for pasted in (SOURCE, f"同时，督促班子成员认真落实“一岗双责”要求……{SOURCE}", f" {SOURCE}\n"):
        answer = seeds.client.get("/search", query_string={"q": pasted})
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/reports/{name}?passage={number}#p{number}"


def test_each_form_can_be_copied_from_the_page(seeds: Served) -> None:
    name, number = passage_of(seeds)
    page = seeds.client.get(f"/reports/{name}/cite?passage={number}").text
    fields = [html.unescape(text) for text in re.findall(r"(?s)<textarea[^>]*>(.*?)</textarea>", page)]
    assert fields[0] == SOURCE
    assert fields[1] == "［一年来抓基层党建工作报告］[R]. ([2022])."
    assert fields[2].startswith("> ")
    assert fields[2].endswith(r"> ——［一年来抓基层党建工作报告］（2022年），一、3.第1段")
    body = seeds.client.get(f"/reports/{name}/cite.json?passage={number}").get_json()
    assert [body["citation"], body["gbt7714"], body["markdown"]] == fields
    whole = seeds.client.get(f"/reports/{name}/cite.json").get_json()
    assert (whole["citation"], whole["passage"]) == ("——［一年来抓基层党建工作报告］（2022年）", None)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param("?passage=99999", 400, id="no such passage"),
        pytest.param("?passage=x", 400, id="no number"),
        pytest.param("?version=7", 404, id="no such version"),
    ],
)
def test_what_is_not_there(seeds: Served, path: str, status: int) -> None:
    name = seeds.id_of("004_")
    assert seeds.client.get(f"/reports/{name}/cite{path}").status_code == status
    assert seeds.client.get(f"/reports/{name}/cite.json{path}").status_code == status
    assert seeds.client.get("/reports/nosuchid/cite").status_code == 404
