"""A saved search followed by a program: its address cannot be guessed, can be revoked, and stands in no log."""

from __future__ import annotations

import html
import logging
import re
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from tests.served import Served

ATOM = "{http://www.w3.org/2005/Atom}"


def token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def save(client: FlaskClient, query: str) -> int:
    page = client.get("/saved/add", query_string={"q": query}).text
    address = re.search(r'name="address" value="([^"]*)"', page)
    assert address
    data = {"csrf_token": token(page), "name": query, "address": html.unescape(address[1])}
    assert client.post("/saved/add", data=data).status_code == 302
    return next(int(one["number"]) for one in client.get("/saved.json").get_json()["searches"] if one["name"] == query)


def do(client: FlaskClient, number: int, what: str) -> str:
    data = {"csrf_token": token(client.get("/saved").text), "do": what}
    return client.post(f"/saved/{number}", data=data, follow_redirects=True).text


def follow(client: FlaskClient, number: int) -> str:
    found = re.search(r"https?://[^/]+(/feed/[\w-]+\.atom)", do(client, number, "follow"))
    assert found
    return found[1]


def test_a_feed_tells_the_reports_that_changed_last(fresh: Served) -> None:
    client = fresh.client
    address = follow(client, save(client, "一岗双责"))
    answer = fresh.app.test_client().get(address)  # another browser, without any cookie
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    feed = ElementTree.fromstring(answer.data)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 3
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 3
    assert all("一岗双责" in (entry.findtext(f"{ATOM}summary") or "") for entry in entries)
    link = entries[0].find(f"{ATOM}link")
    assert link is not None
    assert client.get(link.attrib["href"]).status_code == 200
    for name in ("title", "id", "updated"):
        assert feed.findtext(f"{ATOM}{name}")
    again = fresh.app.test_client().get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert "Set-Cookie" not in answer.headers
    assert client.get("/saved.json").get_json()["searches"][0]["followed"] is True


def test_it_ends_when_it_is_revoked_renewed_or_its_search_is_forgotten(fresh: Served) -> None:
    client = fresh.client
    number = save(client, "一岗双责")
    first = follow(client, number)
    second = follow(client, number)
    assert first != second
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    do(client, number, "unfollow")
    assert client.get(second).status_code == 404
    assert client.get("/saved.json").get_json()["searches"][0]["followed"] is False
    third = follow(client, number)
    number = save(client, "一岗双责")  # saved once more, it is followed on
    assert client.get(third).status_code == 200
    do(client, number, "forget")
    assert client.get(third).status_code == 404
    assert client.get("/feed/" + "a" * 32 + ".atom").status_code == 404


def test_no_log_and_no_catalog_holds_the_address(fresh: Served, caplog: pytest.LogCaptureFixture) -> None:
    client = fresh.client
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.INFO, "web.http.access_log"):
        address = follow(client, save(client, "一岗双责"))
        name = address.removeprefix("/feed/").removesuffix(".atom")
        for asked in (address, f"/feed/{name}x.atom"):
            client.get(asked).close()  # its line is written when it has been taken
    lines = [str(getattr(record, "fields", "")) + record.getMessage() for record in caplog.records]
    assert sum("feed/…" in line for line in lines) == 2
    assert not any(name in line for line in lines)
    kept = b"".join(path.read_bytes() for path in fresh.home.glob("catalog.db*"))
    assert name.encode() not in kept


def test_only_ones_own_searches_are_followed(fresh: Served) -> None:
    number = save(fresh.client, "一岗双责")
    stranger = fresh.client
    page = stranger.get("/saved/add?q=党建").text
    answer = stranger.post(f"/saved/{number}", data={"csrf_token": token(page), "do": "follow"})
    assert answer.status_code == 404


def test_texts_that_xml_cannot_hold(fresh: Served) -> None:
    client = fresh.client
    address = follow(client, save(client, "“一岗双责” <&>\uffff OR 一岗双责"))
    assert client.get(address).status_code == 200
    ElementTree.fromstring(client.get(address).data)
