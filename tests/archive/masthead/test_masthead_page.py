"""The masthead of a web page: its title stands in `<title>`, its number above the printed title."""

from __future__ import annotations

import pytest

from archive.ingest import ingest
from archive.model import Masthead

BODY = "<p>各村：</p><p>请认真落实护林责任，严禁野外用火，违者依法处理。</p><p>河湾镇人民政府</p><p>2023年10月8日</p>"


def masthead(page: str) -> Masthead:
    return ingest(page.encode(), "a.html").masthead


@pytest.mark.parametrize(
    ("above", "number"),
    [
        pytest.param("<p>河政发〔2023〕9号</p>", "河政发〔2023〕9号", id="alone"),
        pytest.param(
            "<h2>河湾镇人民政府文件</h2><p>河政发〔2023〕9号</p>", "河政发〔2023〕9号", id="below the red head"
        ),
        pytest.param("<p>河政发〔2023〕9号</p><p>签发人：李四</p>", "河政发〔2023〕9号", id="a signer between"),
        pytest.param("<p>字号：大 中 小</p><p>河政函[2023]12号</p>", "河政函〔2023〕12号", id="below a bar"),
        pytest.param("<p>依据河政发〔2021〕7号文件</p>", None, id="a number in a line of words"),
        pytest.param("<p>河政发〔2023〕9号</p>" + "<p>栏目</p>" * 9, None, id="far above, of something else"),
    ],
)
def test_a_number_above_the_title_that_the_page_states(above: str, number: str | None) -> None:
    found = masthead(f"<title>关于护林的通知-河湾镇政府网</title>{above}<h1>关于护林的通知</h1>{BODY}")
    assert (found.title, found.number, found.unit) == ("关于护林的通知", number, "河湾镇人民政府")


@pytest.mark.parametrize(
    ("title", "below", "unit", "year"),
    [
        pytest.param("青石乡2021年林业公报", "青石乡林业站", "青石乡林业站", 2021, id="its station"),
        pytest.param("柳溪街道2020年环境公报", "2021年3月2日", "柳溪街道", 2020, id="only the place"),
        pytest.param("青石乡2021年林业公报", "柳溪镇林业站", "青石乡", 2021, id="another place's"),
    ],
)
def test_an_organ_below_a_title_that_names_its_place(title: str, below: str, unit: str, year: int) -> None:
    page = f"<title>{title}</title><h1>{title}</h1><p>{below}</p><p>全乡林业工作稳步推进，造林面积有所增加。</p>"
    found = masthead(page)
    assert (found.title, found.unit, found.year) == (title, unit, year)
