"""The administrators' pages do what the verbs do: people, groups, 分库, rights, moving reports, the record."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.people.passwords import Passwords
from archive.storage.file_lock import held
from indexer.cli.main import main
from indexer.ingest.rebuild import LOCK, RECORD
from indexer.settings import load
from tests.served import Served, served
from tests.shared_files import SEEDS

GOOD = "山高 水长 日月 同辉"
OTHER = "海阔 天空 云淡 风清"


@pytest.fixture(scope="module")
def hashed() -> str:
    return Passwords().hash(GOOD)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, hashed: str) -> Iterator[Served]:
    """The seeds, an administrator, and a reader in no group. What a test adds has a name of its own."""
    with served(tmp_path_factory.mktemp("office") / "home", SEEDS) as archive:
        people = archive.workspace.people
        people.accounts.add("管", hashed, int(time.time()), ["admin"])
        people.accounts.add("张", hashed, int(time.time()))
        yield archive


def logged_in(archive: Served, name: str = "管") -> FlaskClient:
    people, client = archive.workspace.people, archive.client
    client.set_cookie("baogao_login", people.sessions.begin(people.accounts.named(name), int(time.time()), "192.0.2.7"))
    return client


def token_of(client: FlaskClient, path: str = "/account") -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def post(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    return client.post(path, data={"csrf_token": token_of(client), **fields})


def last(archive: Served) -> tuple[str, str, str]:
    """The act, the outcome and the facts of the record's last change."""
    sql = "SELECT act, outcome, what FROM audit WHERE kind <> 'read' ORDER BY number DESC LIMIT 1"
    act, outcome, what = archive.workspace.people.database.rows(sql)[0]
    return act, outcome, what


def number_of(archive: Served, name: str) -> int:
    return archive.workspace.people.accounts.named(name).number


def test_a_change_without_a_token_is_refused(office: Served) -> None:
    client = logged_in(office)
    for path in ("/admin/people", "/admin/groups", "/admin/fonds", "/admin/rights", "/admin/index", "/admin/backups"):
        assert client.post(path, data={"name": "x"}).status_code == 400, path


def test_a_new_account_sets_its_password_by_its_code(office: Served) -> None:
    shown = post(logged_in(office), "/admin/people", name="李四")
    code = re.search(r'class="secret big">([^<]+)<', shown.text)
    assert code
    assert last(office)[:2] == ("people.add", "done")
    assert code[1] not in str(office.workspace.people.database.rows("SELECT what FROM audit"))
    client = office.client
    form = {"csrf_token": token_of(client, "/first-password"), "name": "李四", "password": OTHER, "again": OTHER}
    assert client.post("/first-password", data={**form, "code": "AAAAA-AAAAA"}).status_code == 401
    assert client.post("/first-password", data={**form, "code": code[1], "again": "x"}).status_code == 400
    assert client.post("/first-password", data={**form, "code": code[1]}).status_code == 303
    assert client.get("/reports").status_code == 200
    assert client.get("/admin").status_code == 404


def test_a_first_password_is_changed_before_anything_is_read(office: Served) -> None:
    client = logged_in(office)
    assert post(client, "/admin/people", name="王五", password=OTHER, again=OTHER).status_code == 303
    own = office.client
    form = {"csrf_token": token_of(own, "/login"), "name": "王五", "password": OTHER, "next": "/reports"}
    assert own.post("/login", data=form).status_code == 303
    assert own.get("/reports").headers["Location"].startswith("/account")
    assert post(own, "/account/password", old=OTHER, new=GOOD, again=GOOD).status_code == 303
    assert own.get("/reports").status_code == 200


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"name": "管"}, 409),
        ({"name": ""}, 400),
        ({"name": "新一", "password": "12345678901", "again": "12345678901"}, 400),
        ({"name": "新一", "password": OTHER, "again": GOOD}, 400),
        ({"name": "新一", "group": "没有的组"}, 404),
        ({"name": "新一", "role": "king"}, 400),
    ],
)
def test_what_cannot_be_adds_nobody(office: Served, fields: dict[str, str], status: int) -> None:
    before = office.workspace.people.accounts.count()
    answer = post(logged_in(office), "/admin/people", **fields)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text
    assert office.workspace.people.accounts.count() == before


@pytest.mark.parametrize(("do", "more"), [("code", {}), ("disable", {}), ("roles", {"role": "audit"})])
def test_what_shuts_out_or_gives_power_is_asked_once_more(
    office: Served, hashed: str, do: str, more: dict[str, str]
) -> None:
    people, name = office.workspace.people, f"人{do}"
    people.accounts.add(name, hashed, int(time.time()))
    client, theirs = logged_in(office), logged_in(office, name)
    path = f"/admin/people/{number_of(office, name)}"
    asked = post(client, path, do=do, **more)
    assert asked.status_code == 200
    assert 'name="sure"' in asked.text
    assert last(office)[1] == "nothing"
    assert theirs.get("/account").status_code == 200, "nothing has happened yet"
    assert post(client, path, do=do, sure="1", **more).status_code in (200, 303)
    assert theirs.get("/account").status_code == 303, "every session has ended"
    account = people.accounts.named(name)
    assert (not account.has_password, account.disabled, account.roles) == (
        do == "code",
        do == "disable",
        frozenset({"audit"} if do == "roles" else ()),
    )


def test_nobody_does_it_to_themselves(office: Served) -> None:
    client, path = logged_in(office), f"/admin/people/{number_of(office, '管')}"
    for do in ("code", "disable", "roles"):
        assert post(client, path, do=do, sure="1").status_code == 409
    assert office.workspace.people.accounts.named("管").administers


def test_sessions_tokens_and_locks_of_others(office: Served) -> None:
    people, client = office.workspace.people, logged_in(office)
    account = people.accounts.named("张")
    path, theirs = f"/admin/people/{account.number}", logged_in(office, "张")
    secret = people.tokens.make(account, "程序", "search", 1, int(time.time()))
    assert "程序" in client.get(path).text
    shown = client.get(f"{path}.json").get_json()
    assert ([one["name"] for one in shown["tokens"]], secret in str(shown)) == (["程序"], False)
    assert post(client, path, do="revoke", token=str(shown["tokens"][0]["number"])).status_code == 303
    assert people.tokens.find(secret, int(time.time())) is None
    assert post(client, path, do="logout").status_code == 303
    assert theirs.get("/account").status_code == 303
    for _ in range(6):
        people.attempts.admit("张", "192.0.2.9", int(time.time()))
    assert post(client, path, do="unlock").status_code == 303
    assert people.attempts.admit("张", "192.0.2.9", int(time.time()))
    assert post(client, path, do="nonsense").status_code == 400


def test_the_list_is_paged_and_sifted(office: Served) -> None:
    people, client = office.workspace.people, logged_in(office)
    for number in range(60):
        people.accounts.add(f"成员{number:02}", "", 1_000_000)
    found = client.get("/admin/people.json?name=成员&page=2").get_json()
    assert (found["total"], found["pages"], len(found["accounts"])) == (60, 2, 10)
    assert client.get("/admin/people.json?state=administers&name=管").get_json()["total"] == 1
    assert client.get("/admin/people.json?idle=30&name=管").get_json()["total"] == 0
    assert client.get("/admin/people.json?idle=30&name=成员").get_json()["total"] == 60
    assert client.get("/admin/people?state=x").status_code == 400


def test_rights_by_group_take_effect_at_once_and_go_with_the_group(office: Served) -> None:
    client, reader = logged_in(office), logged_in(office, "张")
    assert post(client, "/admin/groups", name="纪检组").status_code == 303
    assert post(client, "/admin/groups", name="纪检组").status_code == 409
    assert post(client, "/admin/group", name="纪检组", do="put", account="张\n没有的人").status_code == 404
    assert post(client, "/admin/group", name="纪检组", do="put", account=" 张 \n\n管").status_code == 303
    assert post(client, "/admin/fonds", do="add", key="jw", name="纪委").status_code == 303
    assert post(client, "/admin/fonds", do="add", key="jw", name="另一").status_code == 409
    assert post(client, "/admin/fonds", do="rename", key="jw", name="纪委监委").status_code == 303
    report = office.id_of("000_")
    asked = post(client, "/reports/move", id=report, fonds="jw")
    assert 'name="sure"' in asked.text
    assert post(client, "/reports/move", id=report, fonds="jw", sure="1").status_code == 303
    assert reader.get(f"/reports/{report}").status_code == 404

    state = client.get("/admin/rights.json").get_json()["state"]
    cell = {"state": state, "group.7": "纪检组", "fonds.3": "jw", "right.3.7": "read"}
    asked = post(client, "/admin/rights", **cell)
    assert "无 → 看" in asked.text
    assert reader.get(f"/reports/{report}").status_code == 404, "nothing has happened yet"
    assert post(client, "/admin/rights", sure="1", **cell).status_code == 303
    assert json.loads(last(office)[2])["rights"] == ["纪检组 jw none read"]
    assert reader.get(f"/reports/{report}").status_code == 200
    assert post(client, "/admin/rights", sure="1", **{**cell, "right.3.7": "none"}).status_code == 409, "an old table"
    assert reader.get("/reports/move").status_code == 403, "who may only read moves nothing"

    assert "1 项权限" in post(client, "/admin/group", name="纪检组", do="remove").text
    assert post(client, "/admin/group", name="纪检组", do="remove", sure="1").status_code == 303
    assert reader.get(f"/reports/{report}").status_code == 404
    assert post(client, "/admin/groups", name="纪检组").status_code == 303
    assert client.get("/admin/group.json?name=纪检组").get_json()["grants"] == [], "the old rights are gone for good"


def test_a_group_removed_by_the_verb_leaves_no_rights(tmp_path: Path) -> None:
    home = ["--home", str(tmp_path / "home")]
    for words in (["group", "add", "甲组"], ["fonds", "add", "jw", "纪委"], ["right", "grant", "甲组", "jw", "edit"]):
        assert main([*words, *home]) == 0
    assert main(["group", "remove", "甲组", *home]) == 0
    assert main(["right", "revoke", "甲组", "jw", *home]) == 1, "there is nothing left to revoke"


def test_all_reports_of_a_fonds_move_together(office: Served) -> None:
    client = logged_in(office)
    office.workspace.catalog.fonds.add("qs", "区属")
    count = office.workspace.catalog.count
    here = count({"fonds": ""})
    assert post(client, "/reports/move", all="1", fonds="-", **{"from": ""}).status_code == 400
    assert post(client, "/reports/move", all="1", fonds="qs", sure="1", **{"from": ""}).status_code == 303
    assert (count({"fonds": ""}), count({"fonds": "qs"})) == (0, here)
    assert post(client, "/reports/move", all="1", fonds="", sure="1", **{"from": "qs"}).status_code == 303
    assert post(client, "/reports/move", id="nosuch", fonds="qs", sure="1").status_code == 404


def test_the_record_is_read_sifted_and_verified(office: Served) -> None:
    client = logged_in(office)
    client.get("/search?q=独一无二的检索词")
    assert "独一无二的检索词" in client.get("/admin/record?kind=search&who=管").text
    assert "独一无二的检索词" not in client.get("/admin/record?kind=export").text
    today = time.strftime("%Y-%m-%d")
    assert client.get(f"/admin/record.json?kind=search&since={today}&until={today}").get_json()["total"] >= 1
    assert client.get("/admin/record.json?until=1999-01-01").get_json()["total"] == 0
    assert client.get("/admin/record?since=gestern").status_code == 400
    lines = client.get("/admin/record.jsonl?kind=search").text.splitlines()
    assert json.loads(lines[-1])["what"]["q"] == "独一无二的检索词"
    assert client.get("/admin/record.csv?kind=search").text.count("\r\n") == len(lines) + 1
    found = client.get("/admin/record/verify.json").get_json()
    assert found["sound"]
    kept = f"{found['number']}:{found['hash']}"
    assert client.get(f"/admin/record/verify.json?witness={kept}").get_json()["sound"]
    wrong = client.get(f"/admin/record/verify.json?witness={found['number']}:{'0' * 64}").get_json()
    assert (wrong["sound"], wrong["fault"]["wrong"]) == (False, "replaced")
    assert client.get("/admin/record/verify?witness=x").status_code == 400


def test_what_stands_behind_jobs_index_storage_and_backups(office: Served) -> None:
    client = logged_in(office)
    jobs = client.get("/admin/jobs.json").get_json()
    assert (jobs["jobs"][0]["state"], jobs["jobs"][0]["counts"]) == ("done", {"added": 5})
    assert "source" not in jobs["jobs"][0], "what was brought in is for those who may see it"
    index = client.get("/admin/index.json").get_json()
    assert (index["reports"], index["behind"], index["problem"]) == (5, 0, None)
    kinds = {one["kind"]: one for one in client.get("/admin/storage.json").get_json()["used"]}
    assert kinds["originals"]["files"] == 5
    assert kinds["originals"]["bytes"] == sum(path.stat().st_size for path in SEEDS.glob("*.txt"))
    assert client.get("/admin/backups.json").get_json()["scheduled"] is False
    for path in ("/admin/index", "/admin/jobs", "/admin/storage", "/admin/backups", "/admin"):
        assert client.get(path).status_code == 200
    assert 'name="sure"' in post(client, "/admin/index").text
    assert post(client, "/admin/jobs", do="give_up", number="1", sure="1").status_code == 409
    assert post(client, "/admin/jobs", do="resume", number="x").status_code == 400


def test_an_administrator_plans_the_backups(office: Served) -> None:
    """At once, for the service and the next command alike; what the settings file names stays the operator's."""
    client, home = logged_in(office), office.home
    form = {"on": "1", "every": "12", "keep": "3"}
    assert post(client, "/admin/backups/plan", **form).status_code == 303
    assert last(office)[:2] == ("backups.plan", "done")
    assert json.loads(last(office)[2])["backup_every"] == 12
    found = client.get("/admin/backups.json").get_json()
    assert (found["scheduled"], found["every_hours"], found["keep"]) == (True, 12, 3)
    assert found["next_at"] is not None
    chosen = load(home, {})
    assert (chosen.backup_folder, chosen.backup_every, chosen.backup_keep) == ("backups", 12, 3)
    for wrong in ({"every": "nan"}, {"every": "-1"}, {"keep": "99999"}, {"keep": "1.5"}, {"every": "一"}):
        answer = post(client, "/admin/backups/plan", **{**form, **wrong})
        assert (answer.status_code, 'role="alert"' in answer.text) == (400, True), wrong
    assert post(client, "/admin/backups/plan", backup_folder="/etc", **form).status_code == 303
    assert load(home, {}).backup_folder == "backups", "no other place of the server can be named"
    (home / "baogao.toml").write_text("backup_keep = 9\n", "utf-8")
    try:
        page = client.get("/admin/backups").text
        assert 'name="keep"' not in page
        assert "留几个" in page
        assert post(client, "/admin/backups/plan", every="0", keep="1").status_code == 303
        assert (load(home, {}).backup_keep, load(home, {}).backup_every) == (9, 0)
        assert load(home, {"BAOGAO_BACKUP_EVERY": "6"}).backup_every == 6
    finally:
        (home / "baogao.toml").unlink()
    assert load(home, {}).backup_keep == 3, "what the page did not show it has not changed"
    assert client.get("/admin/backups.json").get_json()["scheduled"] is False


def test_how_far_an_asked_rebuild_is_stands_on_the_page(office: Served) -> None:
    client, home = logged_in(office), office.home
    written = {"begun_at": "2026-01-01T00:00:00Z", "done": 1234, "of": 5678}
    (home / RECORD).write_text(json.dumps(written), "utf-8")
    with held(home / LOCK) as mine:
        assert mine
        assert client.get("/admin/index.json").get_json()["progress"] == [1234, 5678]
        page = client.get("/admin/index").text
        assert re.search("已收 1.?234 篇，共 5.?678 篇", page)
        assert 'http-equiv="refresh"' in page
    assert client.get("/admin/index.json").get_json()["progress"] is None
    assert 'http-equiv="refresh"' not in client.get("/admin/index").text
    (home / RECORD).unlink()


def test_plain_http_is_told_to_every_administrator_always(tmp_path: Path, hashed: str) -> None:
    with served(tmp_path / "home", SEEDS, plain_http=True, separate_duties=True) as archive:
        for name, role in (("甲", "system"), ("乙", "audit")):
            archive.workspace.people.accounts.add(name, hashed, int(time.time()), [role])
        for name in ("甲", "乙"):
            client = logged_in(archive, name)
            assert "plain_http" in client.get("/admin").text
            codes = [one["code"] for one in client.get("/admin.json").get_json()["attention"]]
            assert codes[0] == "plain_http"
            assert ("duty_missing" in codes) is (name == "甲"), "there is no security administrator yet"


def test_without_an_account_the_first_is_made_by_a_code_of_the_terminal(tmp_path: Path) -> None:
    with served(tmp_path / "home", SEEDS) as archive:
        client = archive.client
        assert "/setup" in client.get("/admin/people").text
        found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/admin/groups").text)
        assert found
        refused = client.post("/admin/people", data={"csrf_token": found[1], "name": "甲", "role": "admin"})
        assert refused.status_code == 400
        assert archive.workspace.people.accounts.count() == 0
