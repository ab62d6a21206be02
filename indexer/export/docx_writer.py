"""Word files as offices set them (GB/T 9704): A4, 三号仿宋, 28 points a line. The only python-docx. What is written is
decided in `export`; every paragraph is bare, without colour, link or frame, so that it can be pasted anywhere.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from archive.errors import UsageError
from archive.model import CELL
from indexer.export.xlsx_writer import NEVER_IN_XML

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

FACES = {"Normal": "仿宋", "Title": "方正小标宋简体", "Heading 1": "黑体", "Heading 2": "楷体", "Footer": "宋体"}
SIZES = {"Normal": 16.0, "Title": 22.0, "Heading 1": 16.0, "Heading 2": 16.0, "Footer": 14.0}
"""Points: 三号; the title 二号, the page's number 四号."""
LINE, TITLE_LINE = 28.0, 32.0
"""Points a line: 22 lines of 28 characters a page."""
TOP, RIGHT, BOTTOM, LEFT = 37, 26, 35, 28
"""Millimetres of margin."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark on code points [start, end) of a paragraph."""

    start: int
    end: int
    text: str
    author: str


class WordFile:
    """A document under way. Raises UsageError("export.word_missing") where python-docx cannot be loaded."""

    def __init__(self, title: str) -> None:
        try:
            import docx
        except ImportError as problem:
            raise UsageError("export.word_missing", problem=str(problem)) from problem
        self._document: Document = docx.Document()
        _set_page(self._document)
        _set_language(self._document)
        for name in FACES:
            _set_style(self._document.styles[name], FACES[name], SIZES[name])
        self._styles = {name: str(self._document.styles[name].style_id) for name in FACES}
        about = self._document.core_properties
        about.title, about.author, about.comments = clean(title)[:250], "baogao", ""
        self._add(title, "Title")

    def heading(self, text: str, level: int = 1) -> None:
        """A heading of level 1 (黑体) or 2 (楷体), indented as the text is; what follows stays on its page."""
        self._add(text, f"Heading {level}")

    def paragraph(self, text: str, comments: Sequence[Comment] = ()) -> None:
        """A paragraph; the cells of a table's row stand a tab apart. `comments` lie on stretches of it."""
        self._add(text, "Normal")
        if comments:
            _comment_on(self._document, self._document.paragraphs[-1], comments)

    def data(self) -> bytes:
        """The bytes of the Word file (docx)."""
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()

    def _add(self, text: str, style: str) -> None:
        # As `Document.add_paragraph`, which looks the style up each time: twenty times as long for a long document.
        paragraph = self._document.element.body.add_p()
        paragraph.style = self._styles[style]
        paragraph.add_r().text = clean(text)


def with_comments(data: bytes, texts: Sequence[str], comments: Mapping[int, Sequence[Comment]]) -> bytes:
    """A Word file with `comments` in it, everything else as it was: by the number of the passage of `texts`, from 1,
    that they lie on. A comment whose passage is found in no paragraph lies on the first one that has words.

    It takes a stranger's file apart: only to be called in a sandbox.
    """
    import docx
    from docx.text.paragraph import Paragraph

    document = docx.Document(io.BytesIO(data))
    paragraphs = [Paragraph(one, document._body) for one in document.element.body.iter(_name("p"))]  # noqa: SLF001 # tables too
    written = [one for one in paragraphs if one.text.strip()]
    at = 0
    for number, text in enumerate(texts, 1):
        holding, at = _holding(written, at, text)
        for comment in comments.get(number, ()):
            fitting = ((one, base) for one, base in holding if base <= comment.start < base + len(one.text))
            stands, base = next(fitting, (holding or [(written[0], 0)])[0]) if written else (None, 0)
            if stands is not None:
                moved = replace(comment, start=comment.start - base, end=comment.end - base)
                _comment_on(document, stands, [moved])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _holding(written: Sequence[Paragraph], at: int, passage: str) -> tuple[list[tuple[Paragraph, int]], int]:
    """The paragraphs from `at` on that make up a passage, each with where its text begins there, and what comes next.

    A passage is a paragraph, perhaps with its automatic number before it, or the cells of a row.
    """
    first = next((index for index in range(at, len(written)) if written[index].text.strip() in passage), None)
    found: list[tuple[Paragraph, int]] = []
    if first is None:
        return found, at
    begin = 0
    for index in range(first, len(written)):
        text = written[index].text
        stands = passage.find(text.strip(), begin)
        if stands < 0:
            return found, index
        found.append((written[index], stands - (len(text) - len(text.lstrip()))))
        begin = stands + len(text.strip())
    return found, len(written)


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{tag}"))


def _comment_on(document: Document, paragraph: Paragraph, comments: Sequence[Comment]) -> None:
    """Each comment on the stretch of the paragraph that it is about; on all of it where no such stretch lies there."""
    for comment in comments:
        inside = 0 <= comment.start < comment.end <= len(paragraph.text)
        runs = _runs_of(paragraph, comment.start, comment.end) if inside else paragraph.runs
        if runs:
            document.add_comment(runs, text=clean(comment.text), author=comment.author, initials="校")


def _runs_of(paragraph: Paragraph, start: int, end: int) -> list[Run]:
    """The runs that hold [start, end) of the paragraph's text and nothing else: runs at the borders are parted."""
    for border in (start, end):
        at = 0
        for run in paragraph.runs:
            if at < border < at + len(run.text):
                _part(run, border - at)
                break
            at += len(run.text)
    at, found = 0, []
    for run in paragraph.runs:
        if start <= at and at + len(run.text) <= end and run.text:
            found.append(run)
        at += len(run.text)
    return found


def _part(run: Run, at: int) -> None:
    """One run becomes two of the same look, the second from code point `at` on. What is no text stays in the first."""
    second = deepcopy(run._r)  # noqa: SLF001 # python-docx parts no runs
    run._r.addnext(second)  # noqa: SLF001
    words = run.text
    run.text = words[:at]
    type(run)(second, run._parent).text = words[at:]  # noqa: SLF001


def clean(text: str) -> str:
    """Text without what XML cannot hold; cells a tab apart."""
    return text.replace(CELL, "\t").translate(NEVER_IN_XML)


def _set_page(document: Document) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin = Mm(TOP), Mm(RIGHT)
    section.bottom_margin, section.left_margin = Mm(BOTTOM), Mm(LEFT)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in ("— ", "PAGE", " —"):
        if text == "PAGE":
            _field(foot, text)
        else:
            foot.add_run(text)


def _set_language(document: Document) -> None:
    """Chinese of the mainland: else commas may stand in the middle of their squares, as in Taiwan."""
    from docx.oxml.ns import qn

    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _field(paragraph: Paragraph, name: str) -> None:
    """What Word itself fills in."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)  # noqa: SLF001 # python-docx has no fields


def _set_style(style: Any, face: str, size: float) -> None:  # python-docx types a style by its name only
    """One face for all scripts, black, lines of a fixed height; a title centred, text indented by two characters."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    font, form, title = style.font, style.paragraph_format, style.name == "Title"
    font.name, font.size, font.bold, font.italic = face, Pt(size), False, False
    font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # the template's faces would win
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:eastAsia"), face)
    form.space_before, form.space_after = Pt(LINE / 2 if style.name == "Heading 1" else 0), Pt(LINE if title else 0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(TITLE_LINE if title else LINE)
    form.keep_with_next = style.name.startswith("Heading")
    form.alignment = WD_ALIGN_PARAGRAPH.CENTER if title else WD_ALIGN_PARAGRAPH.JUSTIFY
    if title:
        _drop_border(style)
    elif style.name != "Footer":
        form.first_line_indent = Pt(2 * size)


def _drop_border(style: Any) -> None:  # as above
    """The template draws a blue line below its titles."""
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
