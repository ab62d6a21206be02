"""Reading on from report to report, and the address of a version: as a browser without scripts gets them."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from indexer.cli.main import main
from tests.served import Served, served


def link(page: str, name: str) -> str:
    found = re.search(rf'class="{name}"[^>]*href="([^"]*)"', page)
    assert found, name
    return html.unescape(found[1])


def test_the_last_place_is_followed_by_the_first_of_the_next_report(seeds: Served) -> None:
    """Along 下一处 alone, from the first place to the last, through all three reports and no place twice."""
    client = seeds.client
    ids = [report["id"] for report in client.get("/search.json?q=一岗双责").get_json()["reports"]]
    at = f"/reports/{ids[0]}?q=一岗双责&at=1#m1"
    seen = []
    for _ in range(8):
        address, _, anchor = at.partition("#")
        page = client.get(address).text
        assert f'id="{anchor}" class="now"' in page
        seen.append((address.split("/")[2].split("?")[0], anchor))
        at = link(page, "step next")
    assert len(set(seen)) == 8
    assert [name for name, _ in seen] == [ids[0]] * 5 + [ids[1]] * 2 + [ids[2]]
    backwards = []
    at = f"/reports/{ids[2]}?q=一岗双责&at=1#m1"
    for _ in range(8):
        address, _, anchor = at.partition("#")
        backwards.append((address.split("/")[2].split("?")[0], anchor))
        at = link(client.get(address).text, "step previous")
    assert backwards == seen[::-1]


def test_the_reports_of_the_answer_stand_beside_the_one_that_is_read(seeds: Served) -> None:
    client = seeds.client
    ids = [report["id"] for report in client.get("/search.json?q=一岗双责").get_json()["reports"]]
    page = client.get(f"/reports/{ids[1]}?q=一岗双责").text
    beside = re.search(r'(?s)<nav class="siblings".*?</nav>', page)
    assert beside
    assert re.findall(r'href="/reports/(\w+)\?', beside[0]) == ids
    current = re.search(r'href="/reports/(\w+)\?[^"]*" aria-current="page"', beside[0])
    assert current
    assert current[1] == ids[1]
    assert "第 2 篇，共 3 篇" in page
    assert 'class="siblings"' not in client.get(f"/reports/{ids[1]}").text


@pytest.fixture(scope="module")
def versioned(tmp_path_factory: pytest.TempPathFactory) -> object:
    folder: Path = tmp_path_factory.mktemp("versions")
    file = folder / "报告.txt"
    file.write_text("关于2023年工作的报告\n一、履职情况\n落实一岗双责三次。\n", encoding="utf-8")
    assert main(["add", "--home", str(folder / "home"), str(file)]) == 0
    file.write_text("关于2023年工作的报告\n一、履职情况\n落实责任五次。\n", encoding="utf-8")
    with served(folder / "home", file) as archive:
        yield archive


def test_a_version_has_an_address_of_its_own(versioned: Served) -> None:
    client, name = versioned.client, versioned.id_of("报告")
    old = client.get(f"/reports/{name}/versions/1?q=一岗双责&at=1").text
    assert "落实<mark" in re.sub("<span[^>]*>|</span>", "", old)
    assert "这是第 1 版，现行的是第 2 版。" in old
    assert f'href="/reports/{name}?q=' in old
    assert f"/reports/{name}/original?version=1" in old
    now = client.get(f"/reports/{name}/versions/2").text
    assert "落实责任五次" in now
    assert "现行的是" not in now
    assert client.get(f"/reports/{name}").text.count(f"/reports/{name}/versions/1") == 1


def test_a_version_for_programs_and_one_that_is_not_there(versioned: Served) -> None:
    client, name = versioned.client, versioned.id_of("报告")
    body = client.get(f"/reports/{name}/versions/1.json").get_json()
    assert (body["version"], body["passages"][-1]["text"]) == (1, "落实一岗双责三次。")
    for number in ("0", "3", "99999999999999999999"):
        answer = client.get(f"/reports/{name}/versions/{number}.json")
        assert answer.status_code == 404
        assert answer.get_json()["error"]["code"] == "catalog.no_such_version"
    assert client.get("/reports/nosuchid/versions/1").status_code == 404
    assert client.get(f"/reports/{name}/versions/x").status_code == 404


def test_each_step_within_a_version_stays_in_it(versioned: Served) -> None:
    page = versioned.client.get(f"/reports/{versioned.id_of('报告')}/versions/1?q=落实&at=1").text
    assert link(page, "step next").startswith(f"/reports/{versioned.id_of('报告')}/versions/1?")
