"""Addresses that are put together for a page's many links are those that the routes give."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import BuildError

from web.http.urls import linked


@pytest.fixture(scope="module")
def app() -> Flask:
    made = Flask("of_addresses")
    made.add_url_rule("/of/<name>", "of.name", str)
    made.add_url_rule("/of/<int:number>/on", "of.number", str)
    made.add_url_rule("/of/<path:way>", "of.way", str)
    made.add_url_rule("/of/<name>/<other>", "of.both", str)
    made.add_url_rule("/all", "all", str)
    return made


@pytest.mark.parametrize("prefix", ["/", "/archive"])
@pytest.mark.parametrize(
    "value", ["ws4wnj53jy", "A0", "7", "007", 7, "anyname0", "a b", "a/b", "张", "²", "", "a&b", "%"]
)
@pytest.mark.parametrize(("endpoint", "name"), [("of.name", "name"), ("of.way", "way"), ("all", "q")])
def test_an_address_of_one_value(app: Flask, prefix: str, value: str | int, endpoint: str, name: str) -> None:
    for _ in range(2):  # the second time it is known
        with app.test_request_context(base_url=f"http://localhost{prefix}"):
            values: dict[str, Any] = {name: value}
            assert linked(endpoint, **values) == url_for(endpoint, **values)


def test_numbers_and_more_values(app: Flask) -> None:
    with app.test_request_context():
        assert [linked("of.number", number=number) for number in (7, "007")] == ["/of/7/on", "/of/7/on"]
        assert linked("of.both", name="a", other="b") == "/of/a/b"
        assert linked("of.name", name="a", q="b") == "/of/a?q=b"
        assert linked("all", _anchor="a") == "/all#a"
        unknown = {"of.both": {"name": "a"}, "of.number": {"number": "a"}, "of.none": {"name": "a"}}
        for endpoint, values in unknown.items():
            with pytest.raises((BuildError, ValueError)):
                linked(endpoint, **values)
