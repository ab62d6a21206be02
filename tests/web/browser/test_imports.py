"""Files dropped, chosen, sent without scripts; a running import keeps its page up to date; drafts merged by a click."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from indexer.workspace import Workspace
from tests.served import Served
from tests.web.browser.conftest import (
    PHONE,
    SCREENSHOTS,
    Site,
    listening,
)
from tests.web.browser.test_looks import EVERY_LOOK, LOOKS
from web.app import create_app

SENTENCES = "".join(
    f"第{place}项工作由{who}街道牵头，摸清底数建立台账，年底前完成。"
    for place, who in enumerate("东西南北中上下左右前后内外")
)
REPORT = f"东街道2024年度工作报告\n\n一、履职情况\n\n认真履行“一岗双责”，抓好各项落实。{SENTENCES}\n"
LONG = 60_000.0


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[Site]:
    """An archive without a report, served."""
    home = tmp_path / "home"
    with (
        Workspace(home, writing=True) as workspace,
        listening(Served(home, workspace, create_app(workspace))) as site,
    ):
        yield site


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What somebody has on the desk."""
    made = tmp_path / "来件"
    (made / "东街道").mkdir(parents=True)
    (made / "东街道" / "定稿2.txt").write_text(REPORT, encoding="utf-8")
    (made / "东街道" / "定稿3.txt").write_text(REPORT.replace("年底前", "十月底前"), encoding="utf-8")
    (made / "东街道" / "定稿2 - 副本.txt").write_text(REPORT, encoding="utf-8")
    (made / "空白.txt").write_bytes(b"")
    (made / "坏文件.docx").write_bytes(b"PK\x03\x04" + bytes(60))
    (made / "代号九.txt").write_text("机密★1年\n\n关于某事的报告\n\n内容。\n", encoding="utf-8")
    (made / ".DS_Store").write_bytes(b"x")
    return made


def dropped(page: Page, *paths: Path) -> None:
    """Drag real files from the desk over the window and let go: the browser's own events."""
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    box = page.locator(".drop").bounding_box()
    assert box
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + 40, "data": data}
    session.send("Input.dispatchDragEvent", {"type": "dragEnter", **at})
    session.send("Input.dispatchDragEvent", {"type": "dragOver", **at})
    expect(page.locator(".drop.over .drop-words")).to_have_text("松开即导入")
    session.send("Input.dispatchDragEvent", {"type": "drop", **at})


def done(page: Page) -> None:
    page.wait_for_url("**/imports/*", timeout=LONG)
    expect(page.locator("#import-live")).to_have_attribute("data-state", "done", timeout=LONG)


@pytest.mark.slow
def test_a_folder_is_dropped_on_the_first_page(empty_site: Site, opened: Callable[..., Page], folder: Path) -> None:
    page = opened(empty_site.address + "/")
    expect(page.locator(".first")).to_contain_text("库里还没有报告。把文件或文件夹拖到这里，也可以先看 5 篇样例。")
    dropped(page, folder)
    done(page)
    rows = page.locator(".import-files tbody tr")
    expect(rows).to_have_count(6)
    told = {row.locator("th").inner_text(): row.locator("td").all_text_contents() for row in rows.all()}
    told = {name: [" ".join(cell.split()) for cell in cells] for name, cells in told.items()}
    assert told["来件/东街道/定稿2 - 副本.txt"][0] == "新增"
    assert told["来件/东街道/定稿2.txt"] == [
        "重复",
        "与《东街道2024年度工作报告》内容相同，没有重复计入。 打开 《东街道2024年度工作报告》",
    ]
    assert told["来件/空白.txt"] == ["没有文字", "没有文字，检索不到。请检查文件是否完整。"]
    assert told["来件/坏文件.docx"][0] == "导入失败"
    # The server has forgotten the name of the marked file; the tab that sent it has not.
    assert told["来件/代号九.txt"][1].startswith("首页有密级标志“机密★1年”")
    page.get_by_role("link", name="打开").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("《东街道2024年度工作报告》")
    page.goto(empty_site.address + "/search?q=一岗双责")
    expect(page.get_by_role("heading", level=1)).to_have_text("共 2 篇 2 处")


@pytest.mark.slow
def test_files_are_dropped_beside_the_frame_too(empty_site: Site, opened: Callable[..., Page], folder: Path) -> None:
    page = opened(empty_site.address + "/import")
    session = page.context.new_cdp_session(page)
    files = [str(folder / "东街道" / name) for name in ("定稿2.txt", "定稿3.txt")]
    at = {"x": 20, "y": 300, "data": {"items": [], "files": files, "dragOperationsMask": 1}}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, **at})
    done(page)
    expect(page.locator(".import-files tbody th")).to_have_text(["定稿2.txt", "定稿3.txt"])


@pytest.mark.slow
@pytest.mark.parametrize("field", ["files", "folder"])
def test_files_are_chosen(empty_site: Site, opened: Callable[..., Page], folder: Path, field: str) -> None:
    page = opened(empty_site.address + "/import")
    page.locator(".bring-options summary").click()
    page.get_by_label("单位").fill("东街道党工委")
    given = folder / "东街道" if field == "folder" else [folder / "东街道" / "定稿2.txt"]
    page.locator(f"input[name={field}]").set_input_files(given)
    done(page)
    first = "东街道/定稿2 - 副本.txt" if field == "folder" else "定稿2.txt"
    expect(page.locator(".import-files tbody th").first).to_have_text(first)
    expect(page.locator("p.import-about")).to_contain_text("单位 东街道党工委")


@pytest.mark.slow
@pytest.mark.parametrize("field", ["files", "folder"])
def test_without_scripts_the_form_does_it(
    empty_site: Site, opened: Callable[..., Page], folder: Path, field: str
) -> None:
    page = opened(empty_site.address + "/import", java_script_enabled=False)
    expect(page.locator(".drop")).to_be_hidden()
    given = folder / "东街道" if field == "folder" else [folder / "东街道" / "定稿2.txt", folder / "空白.txt"]
    page.locator(f"input[name={field}]").set_input_files(given)
    page.get_by_role("button", name="导入").click()
    page.wait_for_url("**/imports/1")
    # The page reloads itself until the import is over.
    expect(page.locator("#import-live")).to_have_attribute("data-state", "done", timeout=LONG)
    expect(page.locator(".import-files tbody tr")).to_have_count(3 if field == "folder" else 2)


@pytest.mark.slow
def test_the_samples_are_shown_by_one_click(empty_site: Site, opened: Callable[..., Page]) -> None:
    page = opened(empty_site.address + "/")
    page.get_by_role("button", name="看 5 篇样例").click()
    done(page)
    expect(page.locator(".import-files .outcome.added")).to_have_count(5)


@pytest.mark.slow
def test_a_file_that_is_too_large_is_named_and_the_others_are_sent(
    empty_site: Site, opened: Callable[..., Page], folder: Path
) -> None:
    page = opened(empty_site.address + "/import")
    page.locator(".drop").evaluate("e => { e.dataset.megabytes = '0.0001'; }")
    small = folder / "小.txt"
    small.write_text("一岗双责", encoding="utf-8")
    page.locator("input[name=files]").set_input_files([folder / "东街道" / "定稿2.txt", small])
    expect(page.locator(".drop-problems li")).to_contain_text("定稿2.txt · 一次提交不能超过")
    expect(page.locator(".drop-told")).to_have_text("已全部收到，正在读取")
    page.locator(".drop-after a").click()
    done(page)
    expect(page.locator(".import-files tbody th")).to_have_text("小.txt")


@pytest.mark.slow
def test_when_the_archive_cannot_take_a_file_it_is_said(empty_site: Site, browser: Browser, folder: Path) -> None:
    page = browser.new_page(locale="zh-CN")  # not `opened`: the browser itself logs what is refused
    page.goto(empty_site.address + "/import")
    page.route(
        "**/files.json",
        lambda route: route.fulfill(status=507, body='{"error": {"code": "disk.full", "message": "磁盘已满。"}}'),
    )
    page.locator("input[name=files]").set_input_files([folder / "空白.txt"])
    expect(page.locator(".drop-told")).to_have_text("没有传完：磁盘已满。")
    expect(page.locator(".drop-files")).to_be_visible()
    page.close()


@pytest.mark.slow
def test_two_drafts_become_one_report_and_two_again(
    empty_site: Site, opened: Callable[..., Page], folder: Path
) -> None:
    page = opened(empty_site.address + "/import")
    page.locator("input[name=files]").set_input_files([folder / "东街道" / name for name in ("定稿2.txt", "定稿3.txt")])
    done(page)
    with Workspace(empty_site.archive.home, writing=True) as workspace:
        from indexer.comparison import near_duplicates

        near_duplicates.compare(workspace.catalog, workspace.engine)
    page.goto(empty_site.address + "/imports/near")
    expect(page.locator(".draft-head b")).to_contain_text("% 相同")
    page.get_by_role("button", name="同一报告，并为版本").click()
    expect(page.locator(".notice.done")).to_have_text("已并为版本，只计一篇。")
    expect(page.locator(".drafts-merged li")).to_contain_text("定稿2.txt → 定稿3.txt")
    page.goto(empty_site.address + "/search?q=一岗双责")
    expect(page.get_by_role("heading", level=1)).to_have_text("共 1 篇 1 处")
    page.goto(empty_site.address + "/imports/near")
    page.get_by_role("button", name="撤销").click()
    page.get_by_role("button", name="不是同一报告").click()
    expect(page.locator(".nothing")).to_have_text("没有待认定的。")
    page.goto(empty_site.address + "/search?q=一岗双责")
    expect(page.get_by_role("heading", level=1)).to_have_text("共 2 篇 2 处")


# looks

PAGES = {
    "import": "/import",
    "imports": "/imports",
    "import-one": "/imports/1",
    "import-running": "/imports/2",
    "import-stopped": "/imports/3",
    "unread": "/imports/unread",
    "near": "/imports/near",
}


@pytest.fixture(scope="module")
def full_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An archive with imports of every kind."""
    from archive.errors import ReadError
    from indexer.cli.main import main
    from indexer.comparison import near_duplicates

    root = tmp_path_factory.mktemp("full")
    made = root / "来件"
    (made / "东街道").mkdir(parents=True)
    (made / "东街道" / "东街道工作报告（定稿2）.txt").write_text(REPORT, encoding="utf-8")
    (made / "东街道" / "东街道工作报告（定稿3）.txt").write_text(REPORT.replace("年底前", "十月底前"), encoding="utf-8")
    (made / "副本.txt").write_text(REPORT, encoding="utf-8")
    (made / "三季度情况（扫描）.pdf").write_bytes(b"%PDF-1.4\nnothing")
    (made / "空白.txt").write_bytes(b"")
    (made / "代号九.txt").write_text("机密★1年\n\n关于某事的报告\n\n内容。\n", encoding="utf-8")
    home = root / "home"
    assert main(["add", "--home", str(home), "--unit", "东街道党工委", str(made)]) == 1
    with Workspace(home, writing=True) as workspace:
        near_duplicates.compare(workspace.catalog, workspace.engine)
        imports = workspace.catalog.imports
        running, stopped = imports.begin("page", "", {"year": 2024}, 40), imports.begin("watch", "/share/来件", {}, 9)
        imports.enter(running, imports.files(1))
        imports.end(stopped, ReadError("disk.full"))
        with imports.holding(running), listening(Served(home, workspace, create_app(workspace))) as site:
            yield site


@pytest.mark.parametrize("look", EVERY_LOOK)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_readable_by_all_and_fits(full_site: Site, opened: Callable[..., Page], name: str, look: str) -> None:
    _looked_at(opened(full_site.address + PAGES[name], reduced_motion="reduce", **LOOKS[look]), f"{name}-{look}")


@pytest.mark.parametrize("look", EVERY_LOOK)
def test_the_first_start_is_readable_by_all_and_fits(empty_site: Site, opened: Callable[..., Page], look: str) -> None:
    _looked_at(opened(empty_site.address + "/", **LOOKS[look]), f"first-start-{look}")


def _looked_at(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_on_the_phone_every_target_is_high_enough(full_site: Site, opened: Callable[..., Page], name: str) -> None:
    from tests.web.browser.test_looks import SMALL

    page = opened(full_site.address + PAGES[name], viewport=PHONE, has_touch=True)
    assert page.evaluate(SMALL) == []
