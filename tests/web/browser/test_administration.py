"""The administrators' pages in a browser after a real login: as reader, editor, each of 三员, in both languages."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from archive.people.passwords import Passwords
from tests.served import served
from tests.shared_files import SEEDS
from tests.web.browser.conftest import PHONE, SCREENSHOTS, Site, listening
from tests.web.browser.test_looks import LOOKS, SMALL

pytestmark = pytest.mark.looks  # a browser takes a second for each

GOOD = "山高 水长 日月 同辉"
OTHER = "海阔 天空 云淡 风清"
DUTIES = {"系统": "system", "安全": "security", "审计": "audit"}
TABS = {
    ("系统", "zh"): "总览 人员 任务 索引 存储 备份",
    ("安全", "zh"): "总览 用户组 分库 权限",
    ("审计", "zh"): "总览 操作记录",
    ("系统", "en"): "Overview People Jobs Index Storage Backups",
    ("安全", "en"): "Overview Groups Fonds Rights",
    ("审计", "en"): "Overview Record of activity",
}
"""What each administrator finds there, and nothing else."""
PAGES = {
    "系统": (
        "/admin",
        "/admin/people",
        "/admin/people/1",
        "/admin/jobs",
        "/admin/index",
        "/admin/storage",
        "/admin/backups",
    ),
    "安全": ("/admin/groups", "/admin/group?name=办公室", "/admin/fonds", "/admin/rights"),
    "审计": ("/admin/record", "/admin/record/verify"),
    "编辑": ("/reports/move?from=none", "/account", "/shared", "/saved"),
    "": ("/login", "/first-password"),
}
DAILY = {("/admin/rights", "desk-light"), ("/admin/people", "phone-dark"), ("/login", "desk-light")}
EVERY = [
    pytest.param(name, path, look, marks=() if (path, look) in DAILY else pytest.mark.looks)
    for name, paths in PAGES.items()
    for path in paths
    for look in LOOKS
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Duties are separate; the editor's group edits all, the reader's reads."""
    home, hashed = tmp_path_factory.mktemp("office") / "home", Passwords().hash(GOOD)
    with served(home, SEEDS, separate_duties=True, backup_folder="backups") as archive:
        people, register = archive.workspace.people, archive.workspace.catalog.fonds
        for name in (*DUTIES, "读者", "编辑"):
            people.accounts.add(name, hashed, int(time.time()), [DUTIES[name]] if name in DUTIES else [])
        register.add("jw", "纪委监委")
        for group, name, right in (("阅览组", "读者", "read"), ("办公室", "编辑", "edit")):
            people.groups.put(people.groups.add(group), people.accounts.named(name).number)
            register.grant(group, "", right)  # type: ignore[arg-type] # both are rights
        register.grant("办公室", "jw", "edit")
        with listening(archive) as site:
            yield site


def logged_in(opened: Callable[..., Page], site: Site, name: str, **options: object) -> Page:
    page = opened(site.address + "/login", **options)
    if name:
        page.locator("#name").fill(name)
        page.locator("#password").fill(GOOD)
        page.locator("main button[type=submit]").click()
        expect(page.locator("h1").first).to_be_visible()
        assert "/login" not in page.url
    return page


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", list(DUTIES))
def test_each_administrator_finds_their_own_pages(
    office: Site, opened: Callable[..., Page], name: str, language: str
) -> None:
    page = logged_in(opened, office, name, locale="zh-CN" if language == "zh" else "en-GB")
    page.goto(office.address + "/admin")
    tabs = [text.strip() for text in page.locator(".admin-tabs a").all_inner_texts()]
    assert " ".join(tabs) == TABS[name, language]
    for at in range(len(tabs)):
        page.locator(".admin-tabs a").nth(at).click()
        expect(page.locator(".admin-tabs a").nth(at)).to_have_attribute("aria-current", "page")
    for path in ("/admin/people", "/admin/rights", "/admin/record"):
        mine = path.rpartition("/")[2] in {"系统": "people", "安全": "rights", "审计": "record"}[name]
        assert page.request.get(office.address + path).status == (200 if mine else 403), path


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("name", "edits"), [("读者", False), ("编辑", True)])
def test_a_reader_and_an_editor_meet_no_administration(
    office: Site, opened: Callable[..., Page], name: str, edits: bool, language: str
) -> None:
    page = logged_in(opened, office, name, locale="zh-CN" if language == "zh" else "en-GB")
    page.goto(office.address + "/reports")
    expect(page.locator("a[href='/admin']")).to_have_count(0)
    expect(page.locator(".nav > .of-place a[href='/import']")).to_have_count(int(edits))
    for path in ("/admin", "/admin/people", "/admin/rights.json", "/admin/nowhere"):
        assert page.request.get(office.address + path).status == 404, path
    assert page.request.get(office.address + "/import").status == (200 if edits else 403)


@pytest.mark.slow
def test_from_a_new_account_to_its_line_in_the_record_without_scripts(
    office: Site, opened: Callable[..., Page]
) -> None:
    """系统 makes the account, its owner sets the password, 安全 lets it read, 审计 finds all of it."""
    plain: dict[str, object] = {"java_script_enabled": False}
    page = logged_in(opened, office, "系统", **plain)
    page.goto(office.address + "/admin/people")
    page.locator("form.door #name").fill("新同志")
    page.get_by_role("button", name="新建账号").click()
    code = page.locator(".secret").inner_text()

    own = opened(office.address + "/login", **plain)
    own.get_by_role("link", name=re.compile("一次性码")).click()
    for field, words in (("#name", "新同志"), ("#code", code), ("#password", OTHER), ("#again", OTHER)):
        own.locator(field).fill(words)
    own.get_by_role("button", name="设置并登录").click()
    own.goto(office.address + "/reports")
    expect(own.locator(".reports tbody tr")).to_have_count(0)

    page = logged_in(opened, office, "安全", **plain)
    page.goto(office.address + "/admin/groups")
    page.locator("form.door #name").fill("新组")
    page.get_by_role("button", name="新建用户组").click()
    page.locator("#account").fill("新同志")
    page.get_by_role("button", name="放入账号").click()
    page.goto(office.address + "/admin/rights")
    page.get_by_label("用户组“新组”在“全库”").select_option(label="看")
    page.get_by_role("button", name="查看要改的").click()
    expect(page.locator(".changes li")).to_have_text(re.compile("新组.*无 → 看"))
    page.get_by_role("button", name="照此修改").click()
    expect(page.locator(".notice.done")).to_contain_text("已改 1 项权限")
    own.reload()
    expect(own.locator(".reports tbody tr")).to_have_count(5)

    page = logged_in(opened, office, "审计", **plain)
    page.goto(office.address + "/admin/record?kind=administer")
    acts = " ".join(page.locator(".record tbody").all_inner_texts())
    assert all(act in acts for act in ("people.add", "groups.add", "group.change", "rights.change"))
    assert code not in acts
    page.get_by_role("link", name="核验是否完整").click()
    expect(page.locator(".notice.done")).to_contain_text("记录完整")


def test_a_report_is_moved_from_the_list(office: Site, opened: Callable[..., Page]) -> None:
    page = logged_in(opened, office, "编辑")
    page.goto(office.address + "/reports")
    page.locator(".reports tbody input[type=checkbox]").first.check()
    page.get_by_role("button", name="移到分库").click()
    page.locator("#fonds").select_option(label="纪委监委")
    page.get_by_role("button", name="移动").click()
    expect(page.locator("h1")).to_have_text("把 1 篇移到“纪委监委”")
    page.get_by_role("button", name="移动").click()
    expect(page.locator(".notice.done")).to_contain_text("已把 1 篇移到“纪委监委”")
    office.archive.workspace.catalog.fonds.move(office.archive.workspace.catalog.ids(), "")


@pytest.mark.parametrize(("name", "path", "look"), EVERY)
def test_a_page_is_readable_by_all_and_fits(
    office: Site, opened: Callable[..., Page], name: str, path: str, look: str
) -> None:
    page = logged_in(opened, office, name, reduced_motion="reduce", **LOOKS[look])
    page.goto(office.address + path)
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"admin-{re.sub('[^a-z]+', '-', path)}-{look}.png", full_page=True)
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
    if page.viewport_size == PHONE:
        assert page.evaluate(SMALL) == []


@pytest.mark.parametrize(
    ("width", "locale"),
    [
        (761, "en-GB"),
        *(pytest.param(*one, marks=pytest.mark.looks) for one in ((761, "zh-CN"), (900, "en-GB"), (1100, "en-GB"))),
    ],
)
def test_nothing_of_the_bar_lies_on_another(office: Site, opened: Callable[..., Page], width: int, locale: str) -> None:
    page = logged_in(opened, office, "编辑", viewport={"width": width, "height": 700}, locale=locale)
    boxes = [
        (box["x"], box["x"] + box["width"])
        for each in page.locator(".site-row > a, .site .of-place > a, .site summary").all()
        if (box := each.bounding_box())
    ]
    boxes.sort()
    assert all(left[1] <= right[0] + 1 for left, right in pairwise(boxes)), boxes
