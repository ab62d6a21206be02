"""What is kept becomes its account's at the first login; what is shared is asked under the view of whoever looks."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from archive.people.passwords import Passwords
from tests.served import Served, served
from tests.shared_files import SEEDS
from tests.web.accounts.test_administration import GOOD, logged_in, post, token_of

Q = "一岗双责"


@pytest.fixture(scope="module")
def hashed() -> str:
    return Passwords().hash(GOOD)


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory, hashed: str) -> Iterator[Served]:
    """张 and 李 are in one group that reads 全库; 张 alone reads 纪委, in which one of the reports lies."""
    with served(tmp_path_factory.mktemp("sharing") / "home", SEEDS) as archive:
        people, register = archive.workspace.people, archive.workspace.catalog.fonds
        people.accounts.add("管", hashed, int(time.time()), ["admin"])
        register.add("jw", "纪委")
        for group, members in (("办公室", ("张", "李")), ("纪检组", ("张",))):
            people.groups.add(group)
            for name in members:
                if people.accounts.find(name) is None:
                    people.accounts.add(name, hashed, int(time.time()))
                people.groups.put(group, people.accounts.named(name).number)
        register.grant("办公室", "", "read")
        register.grant("纪检组", "jw", "read")
        register.move([archive.id_of("000_")], "jw")
        archive.workspace.catch_up()
        yield archive


def shared(client: FlaskClient) -> list[tuple[str, str, int | None]]:
    return [(one["kind"], one["text"], one["total_reports"]) for one in client.get("/shared.json").get_json()["theirs"]]


def test_what_was_kept_under_a_cookie_is_the_accounts_from_the_first_login_on(
    tmp_path_factory: pytest.TempPathFactory, hashed: str
) -> None:
    with served(tmp_path_factory.mktemp("kept") / "home", SEEDS) as archive:
        client, report = archive.client, archive.id_of("000_")
        token = client.get("/clippings/token.json").get_json()["csrf_token"]
        for path, data in (
            ("/clippings/toggle.json", {"place": f"{report}.1.3.0.0"}),
            ("/saved/add", {"address": f"q={Q}", "name": "常看"}),
            (f"/reports/{report}/note?passage=3", {"words": "批注一"}),
        ):
            assert client.post(path, data={"csrf_token": token, **data}).status_code in (200, 302)
        archive.workspace.people.accounts.add("张", hashed, int(time.time()), ["admin"])
        assert client.get("/saved").status_code == 303, "the cookie alone opens nothing any more"
        form = {"csrf_token": token_of(client, "/login"), "name": "张", "password": GOOD}
        assert client.post("/login", data=form).status_code == 303
        assert client.get_cookie("baogao_reader") is None
        elsewhere = logged_in(archive, "张")
        assert [one["name"] for one in elsewhere.get("/saved.json").get_json()["searches"]] == ["常看"]
        assert len(elsewhere.get("/clippings.json").get_json()["clippings"]) == 1
        assert [one["text"] for one in elsewhere.get("/notes.json").get_json()["notes"]] == ["批注一"]


def test_a_shared_search_counts_what_its_asker_may_read(office: Served) -> None:
    zhang, li = logged_in(office, "张"), logged_in(office, "李")
    assert post(zhang, "/saved/add", address=f"q={Q}", name="常看").status_code == 302
    number = zhang.get("/saved.json").get_json()["searches"][0]["number"]
    assert "/shared/add" in zhang.get("/saved").text
    assert post(zhang, "/shared/add", kind="search", chosen=str(number), group="办公室").status_code == 303
    assert zhang.get("/saved.json").get_json()["searches"][0]["total_reports"] == 3
    assert shared(li) == [("search", "常看", 2)], "one of the three lies where only 张 reads"
    assert shared(zhang) == []
    assert shared(logged_in(office)) == [], "an administrator is in no group"
    assert post(li, "/shared/end", kind="search", chosen=str(number), group="办公室").status_code == 303
    assert shared(li) != [], "only whose it is ends it"
    assert post(zhang, "/shared/end", kind="search", chosen=str(number), group="办公室").status_code == 303
    assert shared(li) == []


def test_clippings_and_notes_on_what_one_may_not_read_are_not_there(office: Served) -> None:
    zhang, li = logged_in(office, "张"), logged_in(office, "李")
    for name, words in (("000_", "机密的一条"), ("001_", "公开的一条")):
        report = office.id_of(name)
        assert post(zhang, "/clippings/toggle.json", place=f"{report}.1.3.0.0").status_code == 200
        assert post(zhang, f"/reports/{report}/note?passage=3", words=words).status_code == 302
    numbers = [str(one["number"]) for one in zhang.get("/clippings.json").get_json()["clippings"]]
    assert post(zhang, "/shared/add", kind="clipping", chosen=numbers, group="办公室").status_code == 303
    notes = [str(one["number"]) for one in zhang.get("/notes.json").get_json()["notes"]]
    assert post(zhang, "/shared/add", kind="note", chosen=notes, group="办公室").status_code == 303
    seen = shared(li)
    assert sorted(kind for kind, _, _ in seen) == ["clipping", "note"]
    assert "公开的一条" in {words for _, words, _ in seen}
    page = li.get("/shared").text
    assert "机密的一条" not in page
    assert office.id_of("000_") not in page
    office.workspace.catalog.fonds.grant("办公室", "jw", "read")
    assert len(shared(li)) == 4, "with the right they are there at once"
    office.workspace.catalog.fonds.revoke("办公室", "jw")
    assert len(shared(li)) == 2


def test_what_is_kept_no_longer_is_shared_no_longer(office: Served) -> None:
    """Nor is what is kept later in its place: the numbers of notebooks are given again."""
    zhang, li, report = logged_in(office, "张"), logged_in(office, "李"), office.id_of("001_")
    note = f"/reports/{report}/note?passage=3"
    for words in ("第一次写的", "", "只给自己的"):
        assert post(zhang, note, words=words).status_code == 302
        if words == "第一次写的":
            number = zhang.get("/notes.json").get_json()["notes"][0]["number"]
            assert post(zhang, "/shared/add", kind="note", chosen=str(number), group="办公室").status_code == 303
            assert shared(li) == [("note", "第一次写的", None)]
            assert post(zhang, note, words="改过的").status_code == 302
            assert shared(li) == [("note", "改过的", None)]
    assert shared(li) == []
    for path, kind, do in (("/saved", "search", {"do": "forget"}), ("/clippings", "clipping", {"step": ".out"})):
        for times in (1, 2):
            if kind == "search":
                saved = {"address": f"q={Q}&limit=1{times}", "name": f"常看{times}"}
                assert post(zhang, "/saved/add", **saved).status_code == 302
            else:
                place = f"{report}.1.{times + 2}.0.0"
                assert post(zhang, "/clippings/toggle.json", place=place).status_code == 200
            number = next(iter(zhang.get(f"{path}.json").get_json().values()))[0]["number"]
            if times == 1:
                assert post(zhang, "/shared/add", kind=kind, chosen=str(number), group="办公室").status_code == 303
                assert len(shared(li)) == 1
                target = f"/saved/{number}" if kind == "search" else "/clippings/arrange"
                assert post(zhang, target, chosen=str(number), **do).status_code == 302
        assert shared(li) == []


def test_nobody_shares_with_a_group_of_others_or_what_is_not_theirs(office: Served) -> None:
    li = logged_in(office, "李")
    assert post(li, "/shared/add", kind="search", chosen="1", group="纪检组").status_code == 403
    assert post(li, "/shared/add", kind="search", chosen="99", group="办公室").status_code == 303
    assert li.get("/shared.json").get_json()["mine"] == []
    assert post(li, "/shared/add", kind="report", chosen="1", group="办公室").status_code == 400
    assert logged_in(office).get("/shared/add?kind=search&chosen=1").status_code == 403, "in no group"
