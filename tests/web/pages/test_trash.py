"""Reports go to the trash, come back, and are deleted for good by whoever sits there; lists narrow together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.served import Served


def token(client: FlaskClient, address: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)
    assert found is not None
    return found[1]


def post(client: FlaskClient, form: str, address: str, **values: object) -> int:
    return client.post(address, data={"csrf_token": token(client, form), **values}).status_code


def first(archive: Served) -> str:
    return archive.workspace.catalog.ids()[0]


def found(archive: Served, report_id: str) -> bool:
    answer = archive.client.get("/search.json?q=工作&limit=200").get_json()
    return report_id in {one["id"] for one in answer["reports"]}


def test_a_report_goes_to_the_trash_and_comes_back(fresh: Served) -> None:
    client, name = fresh.client, first(fresh)
    assert found(fresh, name)
    assert f'href="/reports/remove?id={name}"' in client.get(f"/reports/{name}").text
    assert post(client, f"/reports/remove?id={name}", "/reports/remove", id=name) == 303
    assert not found(fresh, name)
    assert client.get(f"/reports/{name}").status_code == 404
    listed = client.get("/trash.json").get_json()
    assert [(entry["id"], bool(entry["removed_at"])) for entry in listed["reports"]] == [(name, True)]
    assert 'href="/trash"' in client.get("/reports").text
    assert post(client, "/trash", "/trash/restore", id=name) == 303
    assert found(fresh, name)
    assert client.get("/trash.json").get_json()["total"] == 0


def test_ticked_rows_go_together_after_being_shown(fresh: Served) -> None:
    client, ids = fresh.client, fresh.workspace.catalog.ids()[:2]
    address = f"/reports/remove?id={ids[0]}&id={ids[1]}"
    assert all(f'value="{name}"' in client.get(address).text for name in ids)
    assert fresh.workspace.catalog.count() == 5  # showing takes nothing
    assert post(client, address, "/reports/remove", id=list(ids)) == 303
    assert fresh.workspace.catalog.count() == 3


@pytest.mark.parametrize("address", ["/reports/remove", "/trash/restore", "/trash/x/purge"])
def test_nothing_is_taken_without_the_token(fresh: Served, address: str) -> None:
    assert fresh.client.post(address, data={"id": first(fresh)}).status_code == 400
    assert fresh.workspace.catalog.count() == 5


def test_only_the_typed_title_deletes_for_good(fresh: Served) -> None:
    client, name = fresh.client, first(fresh)
    title = next(entry.title for entry in fresh.workspace.catalog.list() if entry.id == name)
    original = fresh.home / "originals" / (sha := fresh.workspace.catalog.versions(name)[0].sha256)[:2] / sha
    assert original.exists()
    post(client, f"/reports/remove?id={name}", "/reports/remove", id=name)
    address = f"/trash/{name}/purge"
    assert post(client, address, address, title="别的题名") == 400
    assert client.get("/trash.json").get_json()["total"] == 1
    assert post(client, address, address, title=title) == 303
    assert client.get("/trash.json").get_json()["total"] == 0
    assert not original.exists()
    assert not found(fresh, name)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("manner", "why"),
    [
        ({"environ_base": {"REMOTE_ADDR": "192.168.1.7"}}, "another machine"),
        ({"headers": {"X-Forwarded-For": "192.168.1.7"}}, "a proxy on this machine"),
        ({"headers": {"Via": "1.1 gate"}}, "a proxy that says no more"),
    ],
)
def test_others_do_not_delete_for_good(fresh: Served, manner: dict[str, dict[str, str]], why: str) -> None:
    client, name = fresh.client, first(fresh)
    fresh.workspace.catalog.remove(name)
    assert client.get(f"/trash/{name}/purge", **manner).status_code == 403, why
    assert "/purge" not in client.get("/trash", **manner).text
    assert "/purge" in client.get("/trash").text


def test_each_filter_counts_under_all_others_and_leads_to_what_it_says(fresh: Served, tmp_path: Path) -> None:
    client = fresh.client
    pages = ["/reports"]
    for page in pages:
        html = client.get(page).text
        links = re.findall(
            r'<a (?:class="barred" )?href="(/reports\?[^"#]*)" rel="nofollow"><span>[^<]*</span>'
            r'<span class="n">([\d,]+)',
            html,
        )
        for link, count in links:
            address = link.replace("&amp;", "&")
            assert client.get(address.replace("/reports?", "/reports.json?")).get_json()["total"] == int(count), address
            if address.count("=") < 3 and address not in pages and len(pages) < 12:
                pages.append(address)
    assert len(pages) > 3


def test_two_ticked_reports_are_compared_and_one_is_offered_others(fresh: Served) -> None:
    client, ids = fresh.client, fresh.workspace.catalog.ids()
    answer = client.get(f"/compare?id={ids[0]}&id={ids[1]}")
    assert answer.headers["Location"].endswith(f"/compare/{ids[0]}/{ids[1]}")
    title = next(entry.title for entry in fresh.workspace.catalog.list() if entry.id == ids[1])
    offered = client.get("/compare", query_string={"id": ids[0], "name": title}).text
    assert f"/compare/{ids[1]}/{ids[0]}" in offered
    assert f"/compare/{ids[0]}/{ids[0]}" not in offered
    first = client.get("/compare", query_string={"name": title}).text
    assert f"/compare?id={ids[1]}" in first, "without a report the page offers those to begin with"
    assert client.get(f"/compare?id={ids[0]}&id={ids[1]}&id={ids[2]}").headers["Location"].endswith("/reports")
    assert client.get("/compare?id=x").status_code == 404
