"""What is described is what is answered: every address that answers JSON, asked with real data, key by key, both ways.

A key that is answered must be described, a key that is described must be answered, by its type, at any depth; and over
all answers together every key of every schema has been seen at least once, the rare ones too.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from os import environ
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import ImmutableMultiDict

from archive.catalog import Arrival, By
from archive.catalog.notebooks import name_of_account
from archive.catalog.rosters import Roster
from archive.errors import ReadError
from archive.ingest import ingest
from archive.model import Notice, Passage, Report, ScanLine, StoredValue
from archive.people.passwords import Passwords
from indexer.cli.main import main
from indexer.comparison import near_duplicates
from indexer.ingest.rebuild import rebuild
from indexer.maintenance import backup_schedule
from indexer.overlap.survey import Survey
from indexer.settings import load
from indexer.workspace import Workspace
from tests.sample_files import LINES, PLAIN
from tests.served import Served
from tests.shared_files import SEEDS
from web.api import schemas
from web.app import create_app

Json = Any
JSON = "application/json"
LAST = """关于2023年度落实全面从严治党主体责任情况的报告

一、履职情况
全年专题研究党建工作12次，开展谈心谈话68人次，有力推动各项任务落地见效。
二、下步打算
继续压实一岗双责，把责任落到每一个岗位、每一个环节、每一名干部身上。
"""
NOW = LAST.replace("2023", "2024").replace("68", "70")
ACROSS = "关于跨段的情况\n\n我们始终坚持久久为功\n驰而不息地推进整改工作。\n"
FACE: Mapping[str, str | int | None] = {
    "title": "述职报告",
    "unit": "甲局",
    "person": "王某",
    "number": "甲发〔2024〕1号",
    "addressee": "市委",
    "date": "2024-01-05",
    "year": 2024,
    "period": "年度",
    "type": "述职报告",
}


def add(workspace: Workspace, name: str, data: bytes, report: Report | None = None) -> str:
    made = report if report is not None else ingest(data, name)
    arrival = Arrival(f"/made/{name}", name, data, hashlib.sha256(data).hexdigest(), made)
    (outcome,) = workspace.catalog.add([arrival])
    assert outcome.id
    return outcome.id


def scan() -> Report:
    """Two recognised lines, one of them put right by a person, one with a figure, and what the reader noticed."""
    read = ingest(PLAIN, "a.txt")
    first = Passage(1, LINES[0], page=1, scan=(ScanLine(0, 0.99, 1),))
    second = Passage(2, LINES[3], page=1, scan=(ScanLine(0, 0.6, 1),), recognised="一冈双责")
    third = Passage(3, "专项经费同比增长3%至5%。", page=1)
    noticed = (Notice("read.left_out", {"what": "picture", "count": 2}),)
    return replace(read, passages=(first, second, third), sections=(), format="pdf", notices=noticed)


def sheet() -> Report:
    """A row with a cell that keeps more than it shows."""
    row = Passage(1, "3.5万元", columns=("金额",), stored=(StoredValue(0, "B7", "35000"),))
    return replace(ingest(PLAIN, "a.txt"), passages=(row,), sections=(), format="xlsx")


class Administered(Served):
    """An archive with accounts, asked by the administrator of everything."""

    @property
    def client(self) -> FlaskClient:
        people = self.workspace.people
        client = self.app.test_client()
        client.set_cookie(
            "baogao_login", people.sessions.begin(people.accounts.named("管"), int(time.time()), "192.0.2.7")
        )
        return client


def office(workspace: Workspace) -> None:
    """People of every state, a group with a right, a token that was used."""
    now, people = int(time.time()), workspace.people
    people.accounts.add("管", Passwords().hash("山高 水长 日月 同辉"), now, ["admin"])
    people.accounts.add("张", "", now)
    account = people.accounts.named("管")
    people.accounts.logged_in(account.number, now)
    secret = people.tokens.make(account, "程序", "search", 1, now)
    found = people.tokens.find(secret, now)
    assert found is not None
    people.tokens.used(found[1], now)
    people.invitations.make(people.accounts.named("张"), now)
    people.groups.put(people.groups.add("办公室"), account.number)
    for one in (1, 2):
        workspace.catalog.notebooks.of(name_of_account(one)).save_search("常看", "q=一岗双责", {})
    people.groups.put("办公室", 2)
    for one in (2, 1):
        people.shares.share(people.accounts.by_number(one), "search", ["q=一岗双责"], "办公室", now)  # type: ignore[arg-type] # there are two
    workspace.catalog.fonds.add("jiwei", "纪委")
    workspace.catalog.fonds.grant("办公室", "jiwei", "edit")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """With one of each: drafts, merged ones, versions, a scan, files without text, a roster, imports of every end."""
    home = tmp_path_factory.mktemp("described") / "home"
    files = tmp_path_factory.mktemp("files")
    (files / "空.txt").write_bytes(b"")
    assert main(["add", "--home", str(home), str(SEEDS), str(files)]) == 1, "one of them gives no text"
    # Every address is asked several times in one minute: that is not what is tried here.
    settings = load(home, environ, backup_folder="backups", search_limit=10_000)
    with Workspace(home, writing=True, settings=settings) as workspace:
        catalog = workspace.catalog
        for year, text in ((2023, LAST), (2024, NOW)):
            add(workspace, f"{year}年.txt", text.encode())
        kept, other = (add(workspace, f"稿{n}.txt", f"{LAST}附件{n}\n".encode()) for n in (1, 2))
        add(workspace, "跨段.txt", ACROSS.encode())
        add(workspace, "扫描.pdf", b"%PDF", scan())
        add(workspace, "金额.xlsx", b"PK", sheet())
        workspace.catch_up()
        near_duplicates.compare(catalog, workspace.engine)
        catalog.near.merge(kept, other)
        known = {entry.id for entry in catalog.list() if "000_" in entry.source or "2023年" in entry.source}
        catalog.edit_all(dict.fromkeys((kept, *known), FACE))
        number = catalog.edit_all({name: {"person": "某某"} for name in (kept, *known)})
        assert number
        catalog.edit(kept, {"person": FACE["person"]})
        catalog.edits.undo(number, By("page", "某处"))
        catalog.rosters.save(Roster("全市", ("甲局", "乙局"), None, None))
        catalog.rosters.save(Roster("全年", ("甲局",), 2024, "年度"))
        broken = catalog.imports.begin("watch", "/made", {"year": 2024}, 3)
        catalog.imports.end(broken, ReadError("read.empty", name="x"))
        catalog.set_aside(next(file.location for file in catalog.unread()), "空白")
        catalog.remove(add(workspace, "撤下.txt", "已经撤下的报告\n没有别的话。\n".encode()))
        workspace.catch_up()
        office(workspace)
        rebuild(workspace)
        backup_schedule.make(home, workspace.settings)
        workspace.suggester.renew()  # otherwise a thread makes the list, and what it completes hangs on when
        yield Administered(home, workspace, create_app(workspace))


@pytest.fixture
def reader(archive: Served) -> FlaskClient:
    """Somebody with a clipping, a saved search and a note."""
    client = archive.client
    name = archive.id_of("000_")
    token = client.get("/clippings/token.json").get_json()["csrf_token"]
    for path, data in (
        ("/clippings/toggle.json", {"place": f"{name}.1.3.0.0"}),
        ("/saved/add", {"address": "q=一岗双责", "name": "常看"}),
        (f"/reports/{name}/note?passage=3", {"words": "批注"}),
    ):
        assert client.post(path, data={"csrf_token": token, **data}).status_code in (200, 302)
    return client


def described(client: FlaskClient) -> Json:
    return client.get("/openapi.json").get_json()


def asked(archive: Served) -> dict[str, list[str]]:
    """Every address that answers JSON to a GET -> the ways in which it is asked here."""
    report, drafted, scanned = (archive.id_of(name) for name in ("000_", "稿1", "扫描"))
    one, other = archive.id_of("2023年"), archive.id_of("2024年")
    unread = next(found.number for found in archive.workspace.catalog.imports.list() if found.way == "command")
    Survey(archive.workspace.home / "index").run(archive.workspace)
    broken = next(found.number for found in archive.workspace.catalog.imports.list() if found.error)
    return {
        "/search.json": [
            "/search.json?q=一岗双责",
            "/search.json?q=十二次",
            "/search.json?q=责任岗位&year=2024&unit=甲局",
            "/search.json?q=党建工作次&mode=loose",
            "/search.json?q=久久为功驰而不息",
            "/search.json?q=党建&limit=1&page=2&passages=0&sort=newest",
            "/search.json?q=一岗双贵&help=1",
            "/search.json?q=一岗双责 没有此词&help=1",
            "/search.json?q=一岗双责&year=1999&help=1",
            "/search.json?q=35000&help=1",
            "/search.json?q=久久为功驰而不息地推进整改工作力度&help=1",
        ],
        "/similar.json": ["/similar.json?q=全年专题研究党建工作12次，开展谈心谈话69人次，有力推动任务落地见效"],
        "/api/suggest": ["/api/suggest?q=一岗"],
        "/advanced.json": ["/advanced.json?all=一岗双责"],
        "/help.json": ["/help.json"],
        "/roster.json": ["/roster.json?collection=全市", "/roster.json?collection=全年"],
        "/rosters.json": ["/rosters.json"],
        "/overlap/whole.json": ["/overlap/whole.json?masked=0"],
        "/overlap.json": [f"/overlap.json?report={one}", f"/overlap.json?report={other}&masked=1"],
        "/verify.json": ["/verify.json?q=认真落实一岗双责要求&q=落实一岗两责要求&q=从没有人写过的长长一句话"],
        "/demo.json": ["/demo.json"],
        "/imports.json": ["/imports.json"],
        "/imports/{number}.json": [f"/imports/{number}.json" for number in (unread, broken)],
        "/imports/unread.json": ["/imports/unread.json"],
        "/imports/near.json": ["/imports/near.json"],
        "/concordance.json": ["/concordance.json?q=一岗双责&by=year", "/concordance.json?q=一岗双责&scope=sentence"],
        "/clippings.json": ["/clippings.json"],
        "/clippings/token.json": ["/clippings/token.json"],
        "/saved.json": ["/saved.json"],
        "/notes.json": ["/notes.json"],
        "/shared.json": ["/shared.json"],
        "/compare/{left}/{right}.json": [f"/compare/{one}/{other}.json"],
        "/reports/{report_id}/versions/{number}.json": [f"/reports/{drafted}/versions/1.json"],
        "/reports/{report_id}/extent.json": [
            f"/reports/{report}/extent.json?passage=3&start=0&end=2",
            f"/reports/{report}/extent.json?passage=3&start=0&end=2&chosen=1",
        ],
        "/reports/{report_id}/cite.json": [f"/reports/{report}/cite.json", f"/reports/{report}/cite.json?passage=3"],
        "/topics.json": ["/topics.json"],
        "/api/checklist": [
            "/api/checklist?list=一岗双责%0A没有此词&collection=全市",
            "/api/checklist?list=党建&roster=甲局&year=2024&period=年度",
        ],
        "/edits.json": ["/edits.json", "/edits.json?page=1"],
        "/edits/{number}.json": [f"/edits/{edit.number}.json" for edit in archive.workspace.catalog.edits.recent()],
        "/terms.json": [
            "/terms.json?kind=all&sort=oldest&find=一&page=1",
            "/terms.json?kind=reports",
            "/terms.json?page=1",
        ],
        "/terms/{wording}.json": ["/terms/一岗双责.json", "/terms/一岗双则.json", "/terms/绝无此语.json"],
        "/numbers.json": ["/numbers.json?w=党建工作", "/numbers.json?w=专项经费", "/numbers.json?w=绝无此语"],
        "/rising.json": [
            "/rising.json?kind=all&rising=2022&against=2024",
            "/rising.json?rising=2022&against=2024&kind=all",
        ],
        "/trash.json": ["/trash.json", "/trash.json?page=1"],
        "/reports.json": ["/reports.json", "/reports.json?check=1", "/reports.json?limit=2&page=2"],
        "/reports/{report_id}.json": [
            f"/reports/{report}.json",
            f"/reports/{report}.json?q=一岗双责",
            f"/reports/{scanned}.json?q=一岗双责&mode=verbatim",
            f"/reports/{archive.id_of('金额')}.json",
        ],
        "/admin/people.json": ["/admin/people.json", "/admin/people.json?name=张&state=active&idle=0&page=1"],
        "/admin/people/{number}.json": ["/admin/people/1.json", "/admin/people/2.json"],
        "/admin.json": ["/admin.json"],
        "/admin/jobs.json": ["/admin/jobs.json?page=1"],
        "/admin/index.json": ["/admin/index.json"],
        "/admin/storage.json": ["/admin/storage.json"],
        "/admin/backups.json": ["/admin/backups.json"],
        "/admin/record.json": [
            "/admin/record.json",
            "/admin/record.json?who=管&kind=read&act=a&since=2026-01-01&until=2026-01-02&page=1",
        ],
        "/admin/record/verify.json": [
            "/admin/record/verify.json",
            f"/admin/record/verify.json?witness=900000:{'0' * 64}",
        ],
        "/admin/groups.json": ["/admin/groups.json?page=1"],
        "/admin/group.json": ["/admin/group.json?name=办公室"],
        "/admin/fonds.json": ["/admin/fonds.json?page=1"],
        "/admin/rights.json": ["/admin/rights.json"],
        "/health": ["/health"],
        "/openapi.json": ["/openapi.json"],
    }


class Comparison:
    """Goes through an answer and its schema together. `seen`: (schema, key) that had a value; `wrong`: what differs."""

    def __init__(self, schemas_by_name: Mapping[str, Json]) -> None:
        self.schemas = schemas_by_name
        self.seen: set[tuple[str, str]] = set()
        self.wrong: list[str] = []

    def compare(self, value: Json, schema: Json, at: str) -> None:
        if "allOf" in schema and not (value is None and schema.get("nullable")):
            (schema,) = schema["allOf"]
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            self._object(value, self.schemas[name], name, at)
        elif value is None:
            self._expect(schema.get("nullable", schema == {}), f"{at} is null")
        elif "anyOf" in schema:
            self._expect(any(self._is(value, one["type"]) for one in schema["anyOf"]), f"{at} is {value!r}")
        elif schema.get("type") == "array":
            self._expect(isinstance(value, list), f"{at} is no list")
            for number, item in enumerate(value):
                self.compare(item, schema["items"], f"{at}[{number}]")
        elif schema.get("type") == "object":
            self._expect(isinstance(value, dict), f"{at} is no object")
            for key, item in value.items():
                self.compare(item, schema.get("additionalProperties", {}), f"{at}.{key}")
        elif schema:
            self._expect(self._is(value, schema["type"]), f"{at} is {value!r}, not {schema['type']}")
            self._expect(value in schema.get("enum", [value]), f"{at} is {value!r}, not of {schema.get('enum')}")

    def _object(self, value: Json, schema: Json, name: str, at: str) -> None:
        if not isinstance(value, dict):
            self.wrong.append(f"{at} is no {name}")
            return
        missing = [key for key in schema["required"] if key not in value]
        unknown = [key for key in value if key not in schema["properties"]]
        self._expect(not missing, f"{at} ({name}) lacks {missing}")
        self._expect(schema["additionalProperties"] or not unknown, f"{at} ({name}) has {unknown}")
        for key, item in value.items():
            if key in schema["properties"]:
                if item is not None:
                    self.seen.add((name, key))
                self.compare(item, schema["properties"][key], f"{at}.{key}")

    def _expect(self, holds: object, problem: str) -> None:
        if not holds:
            self.wrong.append(problem)

    @staticmethod
    def _is(value: Json, kind: str) -> bool:
        kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool}[kind]
        return isinstance(value, kinds) and (kind == "boolean" or not isinstance(value, bool))  # type: ignore[arg-type]


NEVER_HERE = {
    ("Problem", "number"): "only a fault of ours has one",
    ("Health", "start_fault"): "the start met no bug: test_warm_up has one",
    ("Upkeep", "verified_at"): "no server runs in these tests",
    ("Upkeep", "damaged"): "nothing is damaged",
    ("Upkeep", "healed_at"): "nothing was healed",
    ("Passage", "offset"): "no passage is giant: test_giant_texts has one",
    ("Entry", "doubts"): "of the terminal alone",
    ("Upkeep", "rebuilding"): "no server runs in these tests",
    ("Index", "progress"): "it is not built anew by itself here",
    ("Index", "problem"): "nothing is wrong with it",
    ("Index", "verified_at"): "no server runs in these tests",
    ("Index", "damaged"): "nothing is damaged",
    ("Index", "healed_at"): "nothing was healed",
    ("Rebuild", "problem"): "it succeeded",
    ("MadeBackup", "problem"): "it succeeded",
}


def test_every_json_address_is_asked_here(archive: Served) -> None:
    paths = described(archive.client)["paths"]
    answers_json = {
        path for path, ways in paths.items() if JSON in ways.get("get", NOTHING)["responses"]["200"]["content"]
    }
    assert answers_json == asked(archive).keys()
    by_name = {path for path in paths if path.endswith(".json") and "get" in paths[path]}
    assert by_name <= answers_json


NOTHING: Json = {"responses": {"200": {"content": {}}}}


def test_what_is_answered_is_what_is_described_both_ways(archive: Served, reader: FlaskClient) -> None:
    description = described(reader)
    found = Comparison(description["components"]["schemas"])
    for path, addresses in asked(archive).items():
        schema = description["paths"][path]["get"]["responses"]["200"]["content"][JSON]["schema"]
        for address in addresses:
            answer = reader.get(address)
            assert answer.status_code == 200, (address, answer.text[:300])
            found.compare(answer.get_json(), schema, address)
    for address, schema in failing(archive, description):
        answer = reader.get(address)
        assert answer.status_code >= 400
        found.compare(answer.get_json(), schema, address)
    changed(archive, reader, found, description)
    assert found.wrong == []
    keys = {(name, key) for name, schema in found.schemas.items() for key in schema["properties"]}
    assert keys - found.seen - NEVER_HERE.keys() - {("Failed", key) for key in ("status", "error")} == set()


def failing(archive: Served, description: Json) -> list[tuple[str, Json]]:
    schema = description["paths"]["/search.json"]["get"]["responses"]["4XX"]["content"][JSON]["schema"]
    return [('/search.json?q="一岗', schema), ("/reports/nosuch.json", schema), ("/search.json?q=a&mode=x", schema)]


def changed(archive: Served, reader: FlaskClient, found: Comparison, description: Json) -> None:
    """The changes that answer JSON."""
    token = reader.get("/clippings/token.json").get_json()["csrf_token"]
    place = f"{archive.id_of('001_')}.1.3.0.0"
    number = None
    for path, data in (
        ("/clippings/toggle.json", {"place": place}),
        (
            "/proof.json",
            {"text": "关于学习的报告\n市委：\n“落实一岗两责要求”，2023年2月30日。\n东街道党工委\n2023年1月5日"},
        ),
        ("/import.json", {"expected": "1"}),
        ("/imports/{number}/files.json", {"files": [(BytesIO(b"x" * 50), "a.txt")]}),
        ("/imports/{number}/close.json", {}),
    ):
        schema = description["paths"][path]["post"]["responses"]["200"]["content"][JSON]["schema"]
        answer = reader.post(path.format(number=number), data={"csrf_token": token, **data})
        assert answer.status_code == 200, (path, answer.text[:300])
        found.compare(answer.get_json(), schema, path)
        number = answer.get_json().get("number", number)


def test_the_comparison_itself_sees_what_differs() -> None:
    schema = {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "integer"}},
        "additionalProperties": False,
    }
    for value, problem in (
        ({}, "x (One) lacks ['a']"),
        ({"a": 1, "b": 2}, "x (One) has ['b']"),
        ({"a": "1"}, "x.a is '1', not integer"),
        ({"a": True}, "x.a is True, not integer"),
        ({"a": None}, "x.a is null"),
        ([], "x is no One"),
    ):
        found = Comparison({"One": schema})
        found.compare(value, {"$ref": "#/components/schemas/One"}, "x")
        assert found.wrong == [problem]


def test_health_that_fails_is_described(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert main(["add", "--home", str(home), str(SEEDS)]) == 0
    with Workspace(home, writing=True) as workspace:
        client = create_app(workspace).test_client()
        description = described(client)
        (home / "catalog.db").write_bytes(b"\0" * 100_000)
        answer = client.get("/health")
        assert answer.status_code == 503
        found = Comparison(description["components"]["schemas"])
        schema = description["paths"]["/health"]["get"]["responses"]["503"]["content"][JSON]["schema"]
        found.compare(answer.get_json(), schema, "/health")
        assert found.wrong == []


class Noting(ImmutableMultiDict[str, str]):
    """An address's values that note by which names they are asked for."""

    names: set[str] = set()  # noqa: RUF012 # of all of them

    def get(self, key: str, *others: Any, **more: Any) -> Any:
        self.names.add(key)
        return super().get(key, *others, **more)

    def getlist(self, key: str, *others: Any, **more: Any) -> Any:
        self.names.add(key)
        return super().getlist(key, *others, **more)

    def __getitem__(self, key: str) -> Any:
        self.names.add(key)
        return super().__getitem__(key)


def test_parameters_that_are_taken_are_described(
    archive: Served, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By any page or twin: what its code asks the address for stands in the description. Choices of language and
    theme are taken by every page alike and stand in none.
    """
    everywhere = {"lang", "theme", "size", "density", "apart", "within"}
    paths = described(reader)["paths"]
    monkeypatch.setattr(archive.app.request_class, "parameter_storage_class", Noting)
    wrong = {}
    for path, addresses in asked(archive).items():
        for address in addresses:
            Noting.names = set()
            reader.get(address)
            known = {one["name"] for one in paths[path]["get"]["parameters"]}
            unknown = Noting.names - known - everywhere - CARRIED.get(path, set())
            if unknown:
                wrong[address] = unknown
    assert wrong == {}


CARRIED = {"/concordance.json": {"limit", "passages"}}
"""What a search's address may carry on to where it says nothing."""


def test_a_value_that_is_not_described_is_refused(archive: Served, reader: FlaskClient) -> None:
    """So the description says what is taken: no choice and no number is described that nobody reads."""
    paths = described(reader)["paths"]
    taken = []
    for path, addresses in asked(archive).items():
        for one in paths[path]["get"]["parameters"]:
            schema = one["schema"]
            if one["in"] == "query" and ("enum" in schema or schema["type"] == "integer"):
                base, _, query = addresses[-1].partition("?")
                kept = [pair for pair in query.split("&") if not pair.startswith(f"{one['name']}=")]
                address = f"{base}?{'&'.join(kept)}"
                if (path, one["name"]) == ("/similar.json", "passage") or one["name"] in ("start", "end"):
                    address += f"&report={archive.id_of('000_')}"
                answer = reader.get(f"{address}&{one['name']}=no-such")
                if answer.status_code != 400:
                    taken.append((path, one["name"], answer.status_code))
    assert taken == []


def test_forms_have_names_of_their_own() -> None:
    forms = schemas.forms_by_name()
    assert len(forms) > 60
    for name, form in forms.items():
        assert schemas.schema(form)["description"], name


def test_the_keys_of_old_are_there_still(client: FlaskClient) -> None:
    """Keys are a fixed contract: those that programs have been given before."""
    known = {name: set(one["properties"]) for name, one in described(client)["components"]["schemas"].items()}
    for name, keys in OF_OLD.items():
        assert set(keys.split()) <= known[name], name


OF_OLD = {
    "Answer": "query understood mode ignore_punctuation scope sort page pages total_reports total_matches"
    " total_relation took_ms reports also across facets hidden help",
    "Found": "id title title_derived unit person year period type source location matches score passages",
    "Passage": "number path text marks",
    "Mark": "start end path part",
    "Report": "id source location version title title_derived unit person number addressee date year period type"
    " format encoding sha256 added_at evidence outline passages notices matches marks",
    "Evidence": "value text from confidence passage",
    "Heading": "number title level part passage start end",
    "Paragraph": "number path text page scan recognised",
    "Entry": "id title title_derived unit person number addressee date year period type format source location"
    " version sha256 change added_at removed_at",
    "Line": "id version title title_derived unit person year period source passage start end left term right path"
    " part page citation",
    "Concordance": "query understood mode by total_reports total_matches left_out before after page pages lines",
    "Checklist": "by year period reports partly_read older wordings turnout states rows unplaced at",
    "Clipping": "number id version passage start end whole text title unit year part citation added_at",
    "SavedSearch": "number name address total_reports total_matches new_matches seen_at",
    "Import": "number way source given expected begun_at ended_at state counts error waiting page pages files",
    "File": "place name status id error notices",
    "Pair": "reports percent resemblance containment kept",
    "Likeness": "id title unit year source passage path text start end share pieces",
    "Health": "status reports behind upkeep",
}
