"""python docs/make_demo_scan.py: draws the demo paper that is a scan, from its words, as a page of one bit a dot."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from indexer.demo.papers import SCAN, papers

FONTS = Path("/usr/share/fonts/opentype/noto")
FACES = ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc")
WIDTH, HEIGHT = 1240, 1754
"""A4 at 150 dots an inch."""
LEFT, TOP, SIZE, PITCH = 150, 150, 30, 50


def main() -> None:
    """The title in the middle, paragraphs two characters in, unit and date at the right."""
    words = next(paper.lines for paper in papers() if paper.name.endswith(".png"))
    face = str(next(path for path in map(FONTS.joinpath, FACES) if path.exists()))
    page = Image.new("L", (WIDTH, HEIGHT), 255)
    pen, type_ = ImageDraw.Draw(page), ImageFont.truetype(face, SIZE, index=2)
    title = ImageFont.truetype(face, 36, index=2)
    pen.text((WIDTH / 2, TOP), words[0], font=title, fill=0, anchor="ma")
    y = TOP + 100
    for number, text in enumerate(words[1:], 1):
        last = number >= len(words) - 2
        for line in broken(text if number == 1 or last else "　　" + text, type_):
            right = WIDTH - LEFT - 60
            pen.text((right, y) if last else (LEFT, y), line, font=type_, fill=0, anchor="ra" if last else "la")
            y += PITCH
    if y > HEIGHT - 100:
        sys.exit(f"the words need {y} dots of {HEIGHT}")
    worn = page.rotate(0.3, fillcolor=255, resample=Image.Resampling.BICUBIC)
    worn.point(lambda value: 255 * (value > 150), mode="1").save(SCAN, optimize=True)


def broken(text: str, face: ImageFont.FreeTypeFont) -> list[str]:
    """Lines as wide as the page has room; none begins with a mark that ends a clause (GB/T 15834, 5.1.10)."""
    lines = [""]
    for piece in re.findall(r"[0-9.]+|.", text):  # a number stays whole
        if face.getlength(lines[-1] + piece) > WIDTH - 2 * LEFT and piece not in "，。；：、”）！？":
            lines.append("")
        lines[-1] += piece
    return lines


if __name__ == "__main__":
    main()
