"""An equation of a Word file (Office MathML) to the characters of the line, after ECMA-376 part 1, 22.1."""

from __future__ import annotations

from archive.readers.zip_package import Element

_UNSEEN = frozenset(
    {"del", "moveFrom", "rPr", "ctrlPr", "fPr", "dPr", "radPr", "naryPr", "sSupPr", "sSubPr", "sSubSupPr", "accPr"}
    | {"funcPr", "limLowPr", "limUppPr", "mPr", "eqArrPr", "barPr", "boxPr", "borderBoxPr", "groupChrPr", "phantPr"}
    | {"sPrePr", "oMathParaPr", "argPr"}
)


def equation_text(element: Element) -> str:
    """What stands in the equation from left to right: a fraction with its stroke, raised and lowered signs in line."""
    if element.name == "t":
        return element.text()
    parts = [equation_text(child) for child in element.elements() if child.name not in _UNSEEN]
    if element.name == "f":
        return _fraction(element)
    if element.name == "d":
        separator = element.value("dPr", "sepChr")
        inside = ("|" if separator is None else separator).join(filter(None, parts))
        return _sign(element, "dPr", "begChr", "(") + inside + _sign(element, "dPr", "endChr", ")")
    if element.name == "rad":
        return _named(element, "deg") + "√" + _named(element, "e")
    if element.name == "nary":
        return _sign(element, "naryPr", "chr", "∫") + "".join(parts)
    return ("\n" if element.name in ("eqArr", "oMathPara") else " " if element.name == "mr" else "").join(parts)


def _fraction(element: Element) -> str:
    stroke = "" if element.value("fPr", "type") == "noBar" else "/"
    return _named(element, "num") + stroke + _named(element, "den")


def _named(element: Element, name: str) -> str:
    found = element.find(name)
    return "" if found is None else equation_text(found)


def _sign(element: Element, properties: str, name: str, usual: str) -> str:
    found = element.value(properties, name)
    return usual if found is None else found
