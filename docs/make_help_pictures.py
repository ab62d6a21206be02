"""python docs/make_help_pictures.py: the pictures of 帮助, taken of the real page over samples and demo."""

from __future__ import annotations

import tempfile
from io import BytesIO
from itertools import combinations
from pathlib import Path

from make_pictures import COLLECTION, ROOT, WORDINGS, chromium, served
from PIL import Image
from playwright.sync_api import Page

HELP = ROOT / "web" / "static" / "help"
WINDOW = {"width": 960, "height": 560}
PLACE = """home => document.querySelectorAll('dd').forEach(each => {
  if (each.textContent.includes(home)) { each.textContent = '/srv/报告库'; }
})"""
"""The temporary folder of the pictures' archive says nothing to a reader."""
COLOURS = 24
"""Enough for text on paper; a picture takes some twenty kilobytes."""


def main() -> None:
    """Take them all."""
    HELP.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home, served(home) as base, chromium() as browser:
        page = browser.new_page(viewport=WINDOW, locale="zh-CN", color_scheme="light")
        for name, path in addresses(page, base).items():
            page.goto(base + path)
            page.evaluate("() => document.activeElement && document.activeElement.blur()")
            page.evaluate(PLACE, home)
            keep(HELP / f"{name}.png", page.screenshot())


def addresses(page: Page, base: str) -> dict[str, str]:
    """Of what each picture is taken."""
    found = page.request.get(f"{base}/search.json?q=一岗双责").json()["reports"][0]["id"]
    return {
        "import": "/import",
        "find": "/search?q=一岗双责",
        "check": f"/checklist?list={WORDINGS}&collection={COLLECTION}",
        "compare": "/compare/{}/{}".format(*two_years(page, base)),
        "quote": f"/reports/{found}?q=一岗双责&at=2#m2",
        "backup": "/about",
    }


def two_years(page: Page, base: str) -> tuple[str, str]:
    """Two reports of one unit, of two years."""
    entries = [one for one in page.request.get(f"{base}/reports.json?limit=200").json()["reports"] if one["unit"]]
    for one, other in combinations(sorted(entries, key=lambda entry: entry["year"] or 0), 2):
        if one["unit"] == other["unit"] and (one["year"] or 0) < (other["year"] or 0):
            return one["id"], other["id"]
    raise LookupError("no unit has reports of two years")


def keep(path: Path, picture: bytes) -> None:
    """In few colours, which is enough for text."""
    image = Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(path, optimize=True)


if __name__ == "__main__":
    main()
