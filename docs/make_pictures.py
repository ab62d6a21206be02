"""python docs/make_pictures.py: the READMEs' pictures, taken of the real page over the five samples."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
COMMAND = (sys.executable, "-m", "indexer.cli")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main() -> None:
    """Import the samples into a home of its own, serve it, take the pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "BAOGAO_HOME": home, "BAOGAO_LANG": "en", "PYTHONPATH": str(ROOT)}
        subprocess.run([*COMMAND, "add", "seeds"], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        words = [*COMMAND, "serve", "--port", "0"]
        server = subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None
            address = re.search(r"http://[\d.]+:\d+", server.stdout.readline())
            assert address is not None
            take(address.group())
        finally:
            server.terminate()
            server.wait()


def take(base: str) -> None:
    """The search page, and a report at its first place."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1180, "height": 820}, locale="zh-CN", color_scheme="light")
        page.goto(f"{base}/search?q=一岗双责")
        page.screenshot(path=str(PICTURES / "search.png"))
        page.click("h2 a >> nth=0")
        page.screenshot(path=str(PICTURES / "report.png"))
        browser.close()


if __name__ == "__main__":
    main()
