"""The report as HTML, as Typst and as JSON for programs that set it themselves."""

from __future__ import annotations

import json
from html import escape
from itertools import groupby

from tests.producers.report import PARTS, TITLE, Part

_INDENTED = "p{text-indent:2em;margin:0}h2,h3,h4{font-size:16pt;text-indent:2em;margin:0;font-weight:bold}"
_GAPPED = "p{text-indent:0;margin:0 0 12pt 0}h2,h3,h4{font-size:16pt;margin:12pt 0;font-weight:bold}"


def html(*, indented: bool = True) -> str:
    """A page; its paragraphs with an indent, or with gaps and flush with the margin."""
    body = "".join(_html_of(list(parts)) for _, parts in groupby(PARTS, key=lambda part: part.kind == "row"))
    style = (
        "@page{size:A4;margin:30mm 26mm}body{font:16pt/28pt 'Noto Serif CJK SC',serif}"
        "h1{font-size:22pt;line-height:32pt;text-align:center;font-weight:bold;margin:0 0 14pt}"
        ".number{text-align:center;text-indent:0}.addressee{text-indent:0}.date,.signature{text-align:right}"
        "table{border-collapse:collapse;width:80mm;margin:6pt auto}td{border:1px solid #000;padding:2pt 4pt}"
    )
    head = f"<meta charset='utf-8'><style>{style}{_INDENTED if indented else _GAPPED}</style>"
    return f"<!DOCTYPE html><html lang='zh-CN'><head>{head}</head><body>{body}</body></html>"


def _html_of(parts: list[Part]) -> str:
    if parts[0].kind == "row":
        rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in part.cells)}</tr>" for part in parts)
        return f"<table>{rows}</table>"
    made = []
    for part in parts:
        if part.kind == "title":
            made.append(f"<h1>{'<br>'.join(TITLE)}</h1>")
        elif part.kind == "heading":
            made.append(f"<h{part.level + 1}>{escape(part.text)}</h{part.level + 1}>")
        else:
            made.append(f"<p class='{part.kind}'>{escape(part.text)}</p>")
    return "".join(made)


def typst() -> str:
    """A source for Typst."""
    made = [
        '#set page(paper: "a4", margin: (x: 26mm, y: 30mm))',
        '#set text(font: "Noto Serif CJK SC", size: 16pt, lang: "zh")',
        "#set par(justify: true, leading: 12pt, first-line-indent: (amount: 2em, all: true), spacing: 12pt)",
    ]
    for is_row, parts in groupby(PARTS, key=lambda part: part.kind == "row"):
        if is_row:
            cells = ", ".join(f"[{_plain(cell)}]" for part in parts for cell in part.cells)
            made.append(f"#align(center, table(columns: (16mm, 40mm, 30mm), {cells}))")
            continue
        made += map(_typst_of, parts)
    return "\n\n".join(made)


def _typst_of(part: Part) -> str:
    if part.kind == "title":
        return f'#align(center, text(size: 22pt, weight: "bold")[{TITLE[0]} \\ {TITLE[1]}])'
    if part.kind in ("number", "signature", "date"):
        return f"#align({'center' if part.kind == 'number' else 'right'})[{_plain(part.text)}]"
    if part.kind == "heading":
        return f'#text(weight: "bold")[{_plain(part.text)}]'
    if part.kind == "addressee":
        return f"#par(first-line-indent: 0em)[{_plain(part.text)}]"
    return _plain(part.text)


def _plain(text: str) -> str:
    return "".join("\\" + character if character in "#$*_@<>[]`\\~" else character for character in text)


def as_json() -> str:
    """The parts for programs in other languages."""
    listed = [{"kind": part.kind, "text": part.text, "level": part.level, "cells": part.cells} for part in PARTS]
    return json.dumps({"title": TITLE, "parts": listed}, ensure_ascii=False)
