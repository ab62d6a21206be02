"""What is laid upon a page of a pdf (ISO 32000-1, 12.5 and 12.7): values of a form, free text, stamps, remarks.

What has an appearance is drawn into the page by pdfium (in memory) and read as the rest is, at its place; a value
without one is a line in its field's box. Remarks that a viewer opens on request are counted, not read.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pypdfium2
import pypdfium2.raw as raw

from archive.readers.line_joining import shows, visible
from archive.readers.pages.line_units import ems
from archive.readers.pages.page_lines import Pages, Printed

CHECKED = "☑"
"""Stands where a box or button of a form is ticked."""
_MAX_ANNOTATIONS = 20_000
"""Of a page."""
_MAX_CHARACTERS = 100_000
_MAX_OPTIONS = 1000
_NEVER_SHOWN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_PASSWORD = 1 << 13
_TALL, _HIGH, _PITCH = 12.0, 0.75, 1.2
"""Points, and the shares of a field's box: how large a value is set that has no appearance."""
_NOTHING = 2
"""Bytes: the length of an empty text."""
_SHOWN = frozenset({raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_WATERMARK})
_WRITTEN = frozenset({raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX})
_TICKED = frozenset({raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON})
_PLAYED = frozenset(
    {raw.FPDF_ANNOT_SOUND, raw.FPDF_ANNOT_MOVIE, raw.FPDF_ANNOT_SCREEN, raw.FPDF_ANNOT_THREED, raw.FPDF_ANNOT_RICHMEDIA}
)
_NO_REMARK = frozenset(
    {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_STAMP}
    | {raw.FPDF_ANNOT_WATERMARK, raw.FPDF_ANNOT_FILEATTACHMENT}
    | _PLAYED
)


def count_of_document(document: pypdfium2.PdfDocument, pages: Pages) -> None:
    """Adds what the document as a whole holds besides its pages: attached files, a form that only a program draws."""
    pages.left_out["embedded_files"] += max(0, raw.FPDFDoc_GetAttachmentCount(document.raw))
    pages.left_out["form_fields"] += document.get_formtype() == raw.FORMTYPE_XFA_FULL


def has_annotations(page: pypdfium2.PdfPage) -> bool:
    """Whether anything is laid upon `page`."""
    return bool(raw.FPDFPage_GetAnnotCount(page.raw) > 0)


def lay_down(
    page: pypdfium2.PdfPage, form: pypdfium2.PdfPage | None, number: int, pages: Pages
) -> tuple[list[Printed], bool]:
    """The values and free texts of page `number` that have no appearance, and whether those that have one were drawn
    into the page, which must then be loaded again. `form` is the same page of a document whose form was loaded: that
    gives fields of one name the value of the first, so a field's own value is asked of `page`.
    """
    lines: list[Printed] = []
    drawn = False
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MAX_ANNOTATIONS)):
        with _annotation(page, index) as annotation:
            if not annotation or raw.FPDFAnnot_GetFlags(annotation) & _NEVER_SHOWN:
                continue
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            _count(annotation, kind, pages)
            if kind not in _SHOWN:
                continue
            text = _string(annotation, b"Contents") if kind == raw.FPDF_ANNOT_FREETEXT else ""
            if kind == raw.FPDF_ANNOT_WIDGET:
                text = _value(annotation, form, index, pages)
            appears = raw.FPDFAnnot_GetAP(annotation, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > _NOTHING
            drawn = drawn or appears
            if not appears:
                lines += _lines(annotation, text, number)
    return lines, drawn and raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS


@contextmanager
def _annotation(page: pypdfium2.PdfPage, index: int) -> Iterator[object]:
    annotation = raw.FPDFPage_GetAnnot(page.raw, index)
    try:
        yield annotation
    finally:
        if annotation:
            raw.FPDFPage_CloseAnnot(annotation)


def _count(annotation: object, kind: int, pages: Pages) -> None:
    pages.left_out["embedded_files"] += kind == raw.FPDF_ANNOT_FILEATTACHMENT
    pages.left_out["objects"] += kind in _PLAYED
    pages.left_out["comments"] += kind not in _NO_REMARK and shows(_string(annotation, b"Contents"))


def _value(annotation: object, form: pypdfium2.PdfPage | None, index: int, pages: Pages) -> str:
    """What a viewer shows in a field of a form where it draws the appearance itself."""
    own = _string(annotation, b"V")
    if form is None or form.formenv is None:
        return own
    environment = form.formenv.raw
    with _annotation(form, index) as field:
        kind = raw.FPDFAnnot_GetFormFieldType(environment, field) if field else -1
        if kind in _TICKED:
            return CHECKED if raw.FPDFAnnot_IsChecked(environment, field) else ""
        if kind not in _WRITTEN:
            return own if kind < 0 else ""
        if raw.FPDFAnnot_GetFormFieldFlags(environment, field) & _PASSWORD:
            pages.left_out["form_fields"] += 1
            return ""
        chosen = "\n".join(_chosen(environment, field)) if kind != raw.FPDF_FORMFIELD_TEXTFIELD else ""
        return chosen or own or _read(partial(raw.FPDFAnnot_GetFormFieldValue, environment, field))


def _chosen(environment: object, field: object) -> Iterator[str]:
    """The labels of the options of a list that are chosen: a value may be a code that nobody sees."""
    for option in range(min(raw.FPDFAnnot_GetOptionCount(environment, field), _MAX_OPTIONS)):
        if raw.FPDFAnnot_IsOptionSelected(environment, field, option):
            yield _read(partial(raw.FPDFAnnot_GetOptionLabel, environment, field, option))


def _string(annotation: object, key: bytes) -> str:
    return _read(partial(raw.FPDFAnnot_GetStringValue, annotation, key))


def _read(call: Callable[[object, int], int]) -> str:
    """A text that pdfium writes into a buffer as UTF-16, two bytes of zero behind it."""
    size = min(call(None, 0), 2 * _MAX_CHARACTERS)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    call(buffer, size)
    return visible(bytes(buffer)[: size - 2].decode("utf-16-le", errors="replace").rstrip("\0"))


def _lines(annotation: object, text: str, number: int) -> list[Printed]:
    """The lines of `text` in the annotation's box."""
    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, ctypes.byref(box))
    left, top, bottom = min(box.left, box.right), max(box.top, box.bottom), min(box.top, box.bottom)
    shown = [" ".join(line.split()) for line in text.split("\n") if shows(line)]
    size = max(1.0, min(_TALL, (top - bottom) * _HIGH / max(1, len(shown))))
    first = top - size if len(shown) > 1 else (top + bottom) / 2 - 0.35 * size
    return [
        Printed(line, number, left, left + ems(line) * size, first - place * size * _PITCH, size)
        for place, line in enumerate(shown)
    ]
