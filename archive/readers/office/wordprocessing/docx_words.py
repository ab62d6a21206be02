"""The words of one paragraph of a Word file, the notes it refers to and what stands beside it.

After ECMA-376 part 1, 17.3 (runs), 17.16 (fields). Insertions are text and deletions are not; hidden text is not shown,
and the text that asks to be replaced in an empty content control is nobody's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from archive.model import Block
from archive.readers.office.rendering.field_results import FieldLine
from archive.readers.office.rendering.symbol_fonts import drawn, is_private, symbol
from archive.readers.office.wordprocessing.docx_drawings import Drawings, boxes, is_word_art
from archive.readers.office.wordprocessing.docx_equations import equation_text
from archive.readers.office.wordprocessing.docx_parts import Part
from archive.readers.office.wordprocessing.docx_styles import Styles
from archive.readers.zip_package import Element

UNSEEN = frozenset({"del", "moveFrom", "delText", "delInstrText", "fldData", "annotationRef"}) | {
    *("pPr", "rPr", "sdtPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "rt", "Fallback", "docPartObj")
}
CONTAINERS = frozenset({"p", "tbl", "altChunk"})
NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
OFF = ("0", "false", "off", "none")

_BREAKS = frozenset(["page", "column"])
_SPECIAL = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


class Words:
    """The words of one paragraph: `take` it, then ask for its `text` once.

    `above` are blocks that stand over the line (WordArt), `below` what stands under it, in order: words of drawings as
    blocks, text boxes and notes as paragraphs and tables.
    """

    def __init__(self, part: Part, styles: Styles, drawings: Drawings, left: Counter[str]) -> None:
        self.notes: list[tuple[str, str]] = []
        self.boxes: list[Element] = []
        self.heads: list[Element] = []
        self.above: list[Block] = []
        self.below: list[Block] = []
        self._part = part
        self._styles = styles
        self._drawings = drawings
        self._left = left
        self._line = FieldLine()
        self._style: str | None = None
        self._takes: dict[str, Callable[[Element], None]] = {
            "t": self._plain,
            "r": self._run,
            "instrText": lambda child: self._line.instruct(child.text()),
            "fldChar": self._field,
            "fldSimple": self._simple_field,
            "sym": self._symbol,
            "oMath": lambda child: self._line.add(equation_text(child)),
            "oMathPara": lambda child: self._line.add(equation_text(child)),
            "AlternateContent": lambda child: self.take(child.find("Choice") or child.find("Fallback") or child),
            "drawing": self._drawing,
            "pict": self._drawing,
            "object": self._drawing,
            "sdt": self._control,
            "footnote": lambda child: self.boxes.extend(within(child)),  # Word 2003 keeps notes where they are
            "endnote": lambda child: self.boxes.extend(within(child)),
            "annotation": self._annotation,
            "control": self._control_of_a_form,
            "br": lambda child: self._line.add("" if child.attributes.get("type") in _BREAKS else "\n"),
        }

    def take(self, element: Element, style: str | None = None) -> None:
        """What is in `element`, in order; `style` is the paragraph's."""
        if style is not None:
            self._style = style
        for child in element.elements():
            taken = self._takes.get(child.name)
            if taken is not None:
                taken(child)
            elif child.name in NOTES:
                self.notes.append((NOTES[child.name], child.attributes.get("id", "")))
            elif child.name not in UNSEEN:
                if child.name in _SPECIAL:
                    self._line.add(_SPECIAL[child.name])
                self.take(child)

    def text(self) -> str:
        """The words of the line as a reader sees them."""
        line = self._line.finish()
        self._left["fields"] += self._line.missing
        return line

    def _plain(self, element: Element) -> None:
        self._line.add(element.text())

    def _run(self, run: Element) -> None:
        properties = run.find("rPr")
        if self._styles.is_hidden(self._style, properties):
            return
        font = self._styles.symbol_font(self._style, properties)
        if font is None:
            self.take(run)
            return
        for child in run.elements():
            if child.name == "t":
                self._line.add(drawn(font, child.text()))
            else:
                self.take(Element("r", {}, [child]))

    def _symbol(self, element: Element) -> None:
        code = _code(element.attributes.get("char", ""))
        if code is None:
            return
        font = element.attributes.get("font", "")
        found = symbol(font, code)
        if found is None and not is_private(chr(code)):
            found = chr(code)
        self._left["symbols"] += found is None
        self._line.add(found or "")

    def _field(self, element: Element) -> None:
        kind = element.attributes.get("fldCharType")
        if kind == "begin":
            self._line.begin(_form_value(element.find("ffData")))
        elif kind == "separate":
            self._line.separate()
        elif kind == "end":
            self._line.end()

    def _simple_field(self, element: Element) -> None:
        self._line.begin(_form_value(element.find("ffData")))
        self._line.instruct(element.attributes.get("instr", ""))
        if any(child.name != "fldData" for child in element.elements()):
            self._line.separate()
            self.take(element)
        self._line.end()

    def _drawing(self, element: Element) -> None:
        if any(element.value(place, "docPr", attribute="hidden") not in (None, *OFF) for place in ("inline", "anchor")):
            return
        words = list(self._drawings.words(element, self._part))
        if any(child.name == "textpath" for child in element.walk()):
            self.above += words
        else:
            self.below += words
        inside = self.heads if is_word_art(element) else self.boxes
        for box in boxes(element):
            inside.extend(within(box))

    def _control(self, element: Element) -> None:
        if not is_placeholder(element):
            self.take(element)

    def _control_of_a_form(self, _: Element) -> None:
        self._left["form_fields"] += 1

    def _annotation(self, element: Element) -> None:
        """Word 2003: what was inserted, deleted or remarked."""
        kind = element.attributes.get("type", "")
        self._left["comments"] += kind == "Word.Comment"
        if kind not in ("Word.Deletion", "Word.Comment"):
            self.take(element)


def within(element: Element) -> Iterator[Element]:
    """The outermost paragraphs, tables and chunks inside `element`, whatever wraps them."""
    for child in element.elements():
        if child.name in CONTAINERS:
            yield child
        elif child.name not in UNSEEN and not is_placeholder(child) and not _is_deletion(child):
            yield from within(child)


def is_placeholder(element: Element) -> bool:
    """Whether `element` is a content control that still shows the words that ask for some."""
    if element.name != "sdt":
        return False
    shown = element.find("sdtPr", "showingPlcHdr")
    return shown is not None and shown.attributes.get("val", "1") not in OFF


def _is_deletion(element: Element) -> bool:
    return element.name == "annotation" and element.attributes.get("type") in ("Word.Deletion", "Word.Comment")


def _code(figures: str) -> int | None:
    try:
        code = int(figures, 16) if len(figures) <= 6 else 0
    except ValueError:
        return None
    return None if not 0 < code <= 0x10FFFF or 0xD800 <= code < 0xE000 else code


def _form_value(data: Element | None) -> str | None:
    """What an old form field's data say it shows: a box, or the chosen entry of a list."""
    if data is None:
        return None
    box = data.find("checkBox")
    if box is not None:
        state = box.find("checked") or box.find("default")
        return "☐" if state is None or state.attributes.get("val", "1") in OFF else "☑"
    chosen = data.find("ddList")
    if chosen is None:
        return None
    entries = [entry.attributes.get("val", "") for entry in chosen.elements() if entry.name == "listEntry"]
    place = chosen.value("result") or chosen.value("default") or "0"
    return entries[int(place)] if place.isdecimal() and int(place) < len(entries) else ""
