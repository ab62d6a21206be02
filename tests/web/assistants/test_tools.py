"""Each tool through both doors: what it answers is what the archive says, in parts that together are the whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import url_for

from indexer.assistants.json_rpc import TOOLS
from indexer.search.answer import Request
from tests.assistants_client import Client, Json
from tests.served import Served
from tests.web.assistants.conftest import COPIED, PAPERS
from web.http.urls import at_place

WORDING = "河长制"
QUOTED = "推进河长制落实到每个网格"
ALTERED = QUOTED.replace("制", "治")


def dictionaries(value: Json) -> Iterator[dict[str, Json]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from dictionaries(inner)


def test_every_tool_is_described_and_only_reads(door: Client) -> None:
    tools = door.ask("tools/list")["result"]["tools"]
    assert {tool["name"] for tool in tools} == {
        *("search", "read", "concordance", "count", "who_has_not_written", "verify_quotations"),
        *("similar", "compare", "overlap", "proof", "list_reports", "help", "term"),
    }
    for tool in tools:
        assert tool["annotations"]["readOnlyHint"] is True
        assert tool["annotations"]["destructiveHint"] is False
        schema = tool["inputSchema"]
        assert schema["additionalProperties"] is False
        assert {*schema["required"]} <= schema["properties"].keys()
        assert "cursor" in schema["properties"]
        assert all(one["description"] for one in schema["properties"].values())


def calls(archive: Served) -> dict[str, dict[str, Json]]:
    east, west = archive.id_of("东街道"), archive.id_of("西街道")
    return {
        "search": {"query": WORDING},
        "concordance": {"query": WORDING},
        "count": {"query": WORDING, "by": "part"},
        "similar": {"sentence": COPIED[:30]},
        "read": {"report": east, "passage": 3},
        "compare": {"left": east, "right": west},
        "list_reports": {"unit": "东街道"},
        "help": {},
        "who_has_not_written": {"wordings": [WORDING], "roster": "各街道"},
        "term": {"wording": WORDING},
        "verify_quotations": {"quotations": [COPIED]},
        "overlap": {"report": east},
        "proof": {"text": "关于学习的报告\n“推进河长制全面落实”，2023年2月30日。"},
    }


def test_every_tool_answers_and_every_passage_has_its_source_and_link(door: Client, archive: Served) -> None:
    asked = calls(archive)
    assert asked.keys() == TOOLS.keys()
    for tool, arguments in asked.items():
        for found in dictionaries(door.call(tool, **arguments)):
            if found.get("passage") is not None and "heading" not in found:
                assert found["source"].startswith("——"), (tool, found)
                assert re.search(f"(#p|passage=){found['passage']}(&|$|#)", found["link"]), (tool, found)


def test_a_link_is_the_pages_own_and_opens_the_passage(http: Client, archive: Served) -> None:
    east, giant = archive.id_of("东街道"), archive.id_of("长篇")
    body = http.call("search", query="窗口延时服务", unit="东街道")
    (passage,) = body["reports"][0]["passages"]
    far = http.all("read", "passages", report=giant)[-1]
    with archive.app.test_request_context():
        own = at_place(url_for("reports.show", report_id=east), passage["passage"])
        assert urlsplit(passage["link"])._replace(scheme="", netloc="").geturl() == own
    for link in (passage["link"], far["link"]):
        assert archive.client.get(link).status_code == 200
    assert "&start=" in far["link"]
    assert COPIED[:10] in archive.client.get(passage["link"]).text


def test_exact_and_apart_are_never_mixed(door: Client, archive: Served) -> None:
    exact = door.call("search", query="延时服务窗口", year=2023)
    apart = door.call("search", query="延时服务窗口", year=2023, apart=True)
    assert [one["unit"] for one in exact["reports"]] == ["南街道"]
    assert sorted(one["unit"] for one in apart["reports"]) == ["东街道", "西街道"]
    for body in (exact, apart):
        assert (body["total_reports"], body["total_matches"], body["apart_reports"]) == (1, 1, 2)
    assert "matches" not in apart["reports"][0]
    nothing = door.call("search", query="从未写过的话")
    assert (nothing["total_reports"], nothing["reports"]) == (0, [])
    assert nothing["looked_through"] == {"reports": len(archive.workspace.catalog.ids()), "partly_read": 0, "unread": 0}


def test_all_parts_together_are_the_whole(door: Client, archive: Served) -> None:
    searcher = archive.workspace.searcher
    answer = searcher.search(Request("党建", limit=0, sort="newest"))
    found = door.all("search", "reports", query="党建", sort="newest")
    assert [one["id"] for one in found] == [one.card.id for one in answer.reports]
    lines = door.all("concordance", "lines", query="党建")
    assert len(lines) == answer.total_matches
    assert Counter(line["id"] for line in lines) == {one.card.id: one.matches for one in answer.reports}
    assert {line["term"] for line in lines} == {"党建"}
    entries = door.all("list_reports", "reports")
    assert {one["id"] for one in entries} == {*archive.workspace.catalog.ids()}


@pytest.mark.parametrize("name", ["000_", "长篇", "东街道"])
def test_a_report_read_to_its_end_is_its_text(http: Client, archive: Served, name: str) -> None:
    record = archive.workspace.catalog.record(archive.id_of(name))
    assert record is not None
    texts: dict[int, str] = {}
    for piece in http.all("read", "passages", report=record.id):
        assert piece["start"] == len(texts.get(piece["passage"], ""))
        texts[piece["passage"]] = texts.get(piece["passage"], "") + piece["text"]
    assert [*texts.values()] == [*record.report.texts]


def test_a_passage_is_read_by_its_source_with_what_stands_beside(door: Client, archive: Served) -> None:
    (result,) = door.call("verify_quotations", quotations=[QUOTED])["results"]
    assert result["state"] == "exact"
    for named in (
        {"source": result["source"]},
        {"source": f"{QUOTED}{result['source']}"},
        {"report": result["link"]},
        {"report": result["id"], "passage": result["passage"]},
    ):
        passages = door.call("read", **named, before=1, after=1)["passages"]
        assert [one["stands"] for one in passages] == ["before", "asked", "after"]
        assert [one["text"] for one in passages][:2] == [COPIED, f"{QUOTED}。"]
    headings = door.call("read", report=result["id"], outline=True)["headings"]
    assert "一、工作情况" in [one["heading"] for one in headings]


def test_counts_are_those_of_the_texts(door: Client) -> None:
    by_unit = door.call("count", query=WORDING, by="unit")
    held = sum(text.count(WORDING) for text in PAPERS.values())
    assert by_unit["total_matches"] == held == sum(one["matches"] for one in by_unit["counts"])
    assert [(one["value"], one["reports"], one["matches"]) for one in by_unit["counts"]] == [
        ("东街道", 1, 1),
        (None, 1, held - 1),
    ]
    for by in ("year", "part", "type", "period", "person"):
        assert sum(one["matches"] for one in door.all("count", "counts", query=WORDING, by=by)) == held


def test_who_has_not_written_says_why(door: Client) -> None:
    body = door.call("who_has_not_written", wordings=[WORDING, "上门代办"], roster="各街道")
    states = {(one["wording"], one["unit"]): one["state"] for one in body["not_written"]}
    assert states == {
        (WORDING, "西街道"): "absent",
        (WORDING, "南街道"): "absent",
        (WORDING, "北街道"): "missing",
        ("上门代办", "南街道"): "absent",
        ("上门代办", "北街道"): "missing",
    }
    assert body["wordings"][0]["units"] == {"written": 1, "planned": 0, "absent": 2, "missing": 1, "unreadable": 0}


def test_a_term_has_its_first_and_last_place_and_its_rates(door: Client) -> None:
    body = door.call("term", wording="窗口延时服务")
    assert (body["total_reports"], body["total_matches"]) == (2, 2)
    for name in ("first", "last"):
        assert COPIED[:10] in body[name]["text"]
    rates = {(one["by"], one["value"]): (one["reports"], one["matches"], one["reports_held"]) for one in body["rates"]}
    assert rates["year", 2023] == (2, 2, 3)
    assert rates["unit", "东街道"] == (1, 1, 1)
    assert door.call("term", wording="从未写过的话")["first"] is None


def test_quotations_come_back_in_order_each_with_its_state(door: Client) -> None:
    asked = [QUOTED, QUOTED.replace("河长制", "“河长制”"), ALTERED, "从没有人写过的长长一句话", "“”"]
    results = door.call("verify_quotations", quotations=asked)["results"]
    assert [one["quotation"] for one in results] == asked
    assert [one["state"] for one in results] == ["exact", "folded", "near", "absent", None]
    assert results[1]["wording"] == results[2]["wording"] == QUOTED
    assert results[3]["searched"] == 9
    assert results[4]["error"]["code"].startswith("query.")


def test_what_was_copied_is_found_in_a_report_and_in_a_pasted_text(door: Client, archive: Served) -> None:
    for named in ({"report": archive.id_of("西街道")}, {"text": f"另一篇\n{COPIED}"}):
        stretches = door.call("overlap", **named)["stretches"]
        assert "东街道" in {one["other"]["unit"] for one in stretches}
        assert COPIED[:-1] in stretches[0]["other"]["text"]
    rows = door.all("compare", "rows", left=archive.id_of("东街道"), right=archive.id_of("西街道"), everything=True)
    assert COPIED in {row["right"]["text"] for row in rows if row["kind"] == "same"}


def test_proof_says_what_to_look_at(door: Client) -> None:
    body = door.call("proof", text=f"关于学习的报告\n“{ALTERED}。”2023年2月30日。")
    kinds = {one["kind"] for one in body["findings"]}
    assert {"date", "quotation"} <= kinds
    (quotation,) = (one for one in body["findings"] if one["kind"] == "quotation")
    assert quotation["better"] == quotation["stands"]["wording"] == QUOTED


@pytest.mark.slow
def test_no_answer_is_over_its_limit_however_long_what_it_tells(http: Client, archive: Served) -> None:
    """`call` measures each. What is too long alone is cut and says so."""
    giant, long = archive.id_of("长篇"), PAPERS["长篇.txt"]
    http.call("search", query="或 ".join(["河长制 "] * 20))
    http.call("concordance", query=WORDING, context=100)
    http.call("read", report=giant)
    compared = http.all("compare", "rows", left=giant, right=archive.id_of("东街道"))
    assert any(row.get("shortened") for row in compared)
    http.call("overlap", report=archive.id_of("000_"))
    http.call("proof", text=f"“{long[10:900]}”\n" * 3)
    http.call("similar", sentence=long[20:1_000])
    assert len(http.all("verify_quotations", "results", quotations=[long[20:1_000]] * 20)) == 20
    many = [f"{number:03}{'某' * 97}" for number in range(200)]
    missing = http.all("who_has_not_written", "not_written", wordings=[WORDING, "党建"], units=many)
    assert len(missing) == 400
