"""校对 on the page: findings at their places, the draft back as Word, the same as data; nothing of it is kept."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

DRAFT = "关于学习的报告\n会议强调“督促班子成员认真落实‘一岗两责’要求”。\n2023年2月30日召开，落实下ー步工作。"


def sent(
    client: FlaskClient, path: str, text: str = "", file: tuple[bytes, str] | None = None, **more: str
) -> TestResponse:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/proof").text)
    assert found
    form: dict[str, object] = {"csrf_token": found[1], "text": text, **more}
    if file is not None:
        form["file"] = FileStorage(io.BytesIO(file[0]), file[1])
    boundary, body = encode_multipart(form)  # in memory: the client leaves files of large forms to the collector
    return client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def test_the_findings_stand_at_their_places(client: FlaskClient) -> None:
    html = sent(client, "/proof", DRAFT).text
    assert "共 3 条" in html
    assert (
        '<mark class="proof-mark">2023年2月30日<sup>2</sup></mark>召开，落实下<mark class="proof-mark">ー<sup>3</sup>'
        in html
    )
    assert '<strong lang="zh-CN">督促班子成员认真落实“一岗双责”要求</strong>' in html
    assert "——［一年来抓基层党建工作报告］（2022年），一、3.第1段" in html
    assert "核对引文 1 处 · 有出入 1" in html
    assert DRAFT.replace("\n", "\r\n") in html or DRAFT in html  # the text is there to be changed and checked again


def test_what_is_sound_says_so(client: FlaskClient) -> None:
    assert "没有要看的地方" in sent(client, "/proof", "关于学习的报告\n一切正常。").text


def test_the_same_as_data(client: FlaskClient) -> None:
    body = json.loads(sent(client, "/proof.json", DRAFT).data)
    assert [(one["kind"], one["text"]) for one in body["findings"]] == [
        ("quotation", "督促班子成员认真落实‘一岗两责’要求"),
        ("date", "2023年2月30日"),
        ("look_alike", "ー"),
    ]
    for one in body["findings"]:
        place = one["places"][0]
        assert body["passages"][place["passage"] - 1][place["start"] : place["end"]] == one["text"]


def test_a_file_comes_back_as_word_with_comments(client: FlaskClient) -> None:
    answer = sent(client, "/proof.docx", file=(DRAFT.encode(), "讲话稿.txt"))
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as package:
        assert "应为：一" in package.read("word/comments.xml").decode()
    assert "%E8%AE%B2%E8%AF%9D%E7%A8%BF_%E6%A0%A1%E5%AF%B9.docx" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("text", "file", "status", "says"),
    [
        pytest.param("", None, 400, "文稿里没有文字", id="nothing at all"),
        pytest.param("", (b"", "a.txt"), 400, "", id="an empty file"),
        pytest.param("", (b"MZ\x90\0" * 30, "a.exe"), 400, "不认识这种格式", id="no text"),
    ],
)
def test_what_is_no_draft_is_named(
    client: FlaskClient, text: str, file: tuple[bytes, str] | None, status: int, says: str
) -> None:
    answer = sent(client, "/proof", text, file)
    assert answer.status_code == status
    assert says in answer.text
    assert 'role="alert"' in answer.text


def test_the_house_list_and_the_circles(client: FlaskClient) -> None:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/proof").text)
    assert found
    form = {
        "csrf_token": found[1],
        "text": "领悟二个确立，一九八○年。",
        "circles": "1",
        "list": (io.BytesIO("规范表述,出处,日期,误写\n两个确立,范本,2024,二个确立\n".encode()), "提法表.csv"),
    }
    html = client.post("/proof", data=form, content_type="multipart/form-data").text
    assert "提法表列为误写；范本 2024" in html
    assert "是圆圈符号" in html


def test_markup_in_a_draft_is_text(client: FlaskClient) -> None:
    html = sent(client, "/proof", "<script>alert(1)</script>下ー步").text
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_quotation_is_judged_by_its_address(client: FlaskClient) -> None:
    body = client.get(
        "/verify.json", query_string={"q": ["认真落实“一岗双责”要求", "落实一岗两责要求", "从没有人写过的长长一句话"]}
    ).json
    assert body is not None
    assert [one["state"] for one in body["results"]] == ["exact", "near", "absent"]
    assert body["results"][1]["wording"] == "落实“一岗双责”要求"
    assert client.get("/verify.json").status_code == 400
    assert client.get("/verify.json", query_string={"q": ["一"] * 51}).status_code == 400


def test_without_its_token_nothing_is_looked_at(client: FlaskClient) -> None:
    assert client.post("/proof", data={"text": DRAFT}).status_code == 400
