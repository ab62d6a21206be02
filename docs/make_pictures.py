"""python docs/make_pictures.py: the READMEs' pictures, taken of the real page over the samples and the demo.

Beside them goes `labels.txt`: the words of navigation, buttons, fields and headings as each picture shows them. A test
reads them off the page again; where they differ, the pictures are to be taken anew.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
LABELS = PICTURES / "labels.txt"
COMMAND = (sys.executable, "-m", "indexer.cli")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WORDINGS = "一岗双责%0A第一责任人%0A两个确立%0A乡村振兴"
COLLECTION = "2024年度述职（样例）"
SAID = """() => [...document.querySelectorAll(
  'header.site a, summary, button, label, legend, h1, h2, th[scope=col], .tabs a, .outs a, [role=group] > a')]
  .filter(each => each.checkVisibility ? each.checkVisibility() : each.offsetParent !== null)
  .map(each => each.innerText.trim()).filter(words => words && !/^[《［]/.test(words))"""
"""Run in the page: what of its words is the page's own."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A file's name, the address it is taken of, the window, and where it is clicked before."""

    name: str
    path: str
    width: int = 1180
    height: int = 820
    click: str = ""


TAKEN = (
    Picture("search", "/search?q=一岗双责"),
    Picture("report", "/search?q=一岗双责", click="h2 a >> nth=0"),
    Picture("checklist", f"/checklist?list={WORDINGS}&collection={COLLECTION}", height=1200),
    Picture("roster", f"/roster?collection={COLLECTION}", height=760),
    Picture("import", "/import"),
    Picture("phone", "/search?q=一岗双责", 390, 760),
)


def main() -> None:
    """Take them all, and write down the words."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home, served(home) as base, chromium() as browser:
        said = [
            f"## {one.name}\n" + "".join(f"{word}\n" for word in take(browser, base, one, keep=True)) for one in TAKEN
        ]
    LABELS.write_text("\n".join(said), encoding="utf-8")


def labels() -> str:
    """The words as the page says them now, without taking pictures."""
    with tempfile.TemporaryDirectory() as home, served(home) as base, chromium() as browser:
        return "\n".join(
            f"## {one.name}\n" + "".join(f"{word}\n" for word in take(browser, base, one)) for one in TAKEN
        )


@contextmanager
def served(home: str) -> Iterator[str]:
    """The address of an archive of the samples and the demo. The scan stays unread, as on most machines."""
    env = {**os.environ, "BAOGAO_HOME": home, "BAOGAO_LANG": "en", "BAOGAO_OCR": "off", "PYTHONPATH": str(ROOT)}
    for words in (("add", "seeds"), ("demo",)):
        subprocess.run([*COMMAND, *words], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen([*COMMAND, "serve", "--port", "0"], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        address = re.search(r"http://[\d.]+:\d+", server.stdout.readline())
        assert address is not None
        yield address.group()
    finally:
        server.terminate()
        server.communicate()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def take(browser: Browser, base: str, picture: Picture, *, keep: bool = False) -> list[str]:
    """Open the page, keep what it looks like, and return the words that are its own: no numbers, no words of papers."""
    window = {"width": picture.width, "height": picture.height}
    page: Page = browser.new_page(viewport=window, locale="zh-CN", color_scheme="light")
    page.goto(base + picture.path)
    if picture.click:
        page.click(picture.click)
        page.wait_for_load_state()
    page.evaluate("() => document.activeElement && document.activeElement.blur()")
    if keep:
        page.screenshot(path=str(PICTURES / f"{picture.name}.png"))
    said = page.evaluate(SAID)
    page.close()
    return list(dict.fromkeys(re.sub(r"\s+", " ", re.sub(r"\d[\d,.:-]*", "#", word)) for word in said))


if __name__ == "__main__":
    main()
