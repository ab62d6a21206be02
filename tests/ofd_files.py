"""OFD packages of a test's own: pages of objects, templates, graphic units, annotations, whatever other parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.hostile_files import zipped

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
AREA = "<ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area>"


def text(words: str, left: float, top: float, size: float = 5, more: str = "", inside: str = "") -> str:
    """A text object in one line, each letter as wide as high; `more` are attributes, `inside` what stands before the
    words.
    """
    deltas = f' DeltaX="g {len(words) - 1} {size}"' if len(words) > 1 else ""
    return (
        f'<ofd:TextObject Boundary="{left} {top} {size * len(words)} {size + 1}" Size="{size}" {more}>{inside}'
        f'<ofd:TextCode X="0" Y="{size * 0.86}"{deltas}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def column(words: str, left: float, top: float, size: float = 8) -> str:
    """A text object whose letters stand below each other."""
    return (
        f'<ofd:TextObject Boundary="{left} {top} {size} {size * len(words)}" Size="{size}"><ofd:TextCode X="0" '
        f'Y="{size * 0.86}" DeltaY="g {len(words) - 1} {size}">{words}</ofd:TextCode></ofd:TextObject>'
    )


def content(*objects: str, before: str = "", area: str = AREA) -> str:
    """A page or template with one layer; `before` are its templates and resources."""
    layer = f'<ofd:Content><ofd:Layer Type="Body">{"".join(objects)}</ofd:Layer></ofd:Content>'
    return f"<ofd:Page {SPACE}>{before}{area}{layer}</ofd:Page>"


def annotation(*objects: str, more: str = 'Type="Stamp"', boundary: str = "0 0 210 297", remark: str = "") -> str:
    """One annotation."""
    return (
        f'<ofd:Annot ID="95" {more}>{remark}<ofd:Appearance Boundary="{boundary}">{"".join(objects)}'
        "</ofd:Appearance></ofd:Annot>"
    )


def package(
    pages: Sequence[str],
    *,
    templates: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    annotations: Mapping[int, str] | None = None,
    common: str = "",
    document: str = "",
    parts: Mapping[str, bytes] | None = None,
) -> bytes:
    """An OFD of one document. `templates` and `units` by id, `annotations` by the number of their page from 1;
    `common` and `document` are further elements of CommonData and of the document.
    """
    templates, units, annotations = templates or {}, units or {}, annotations or {}
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/P{n}.xml"/>' for n in range(1, len(pages) + 1))
    models = "".join(f'<ofd:TemplatePage ID="{key}" BaseLoc="Tpls/{key}/Content.xml"/>' for key in templates)
    drawn = "".join(
        f'<ofd:CompositeGraphicUnit ID="{key}" Width="200" Height="200"><ofd:Content>{unit}</ofd:Content>'
        "</ofd:CompositeGraphicUnit>"
        for key, unit in units.items()
    )
    notes = "".join(
        f'<ofd:Page PageID="{number}"><ofd:FileLoc>P{number}/Annotation.xml</ofd:FileLoc></ofd:Page>'
        for number in annotations
    )
    made = {
        "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/D.xml": (
            f"<ofd:Document {SPACE}><ofd:CommonData>{models}<ofd:DocumentRes>Res.xml</ofd:DocumentRes>{common}"
            f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>"
            f"<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>{document}</ofd:Document>"
        ),
        "Doc_0/Res.xml": (f"<ofd:Res {SPACE}><ofd:CompositeGraphicUnits>{drawn}</ofd:CompositeGraphicUnits></ofd:Res>"),
        "Doc_0/Annots/Annotations.xml": f"<ofd:Annotations {SPACE}>{notes}</ofd:Annotations>",
        **{f"Doc_0/Pages/P{number}.xml": page for number, page in enumerate(pages, 1)},
        **{f"Doc_0/Tpls/{key}/Content.xml": template for key, template in templates.items()},
        **{
            f"Doc_0/Annots/P{number}/Annotation.xml": f"<ofd:PageAnnot {SPACE}>{drawn}</ofd:PageAnnot>"
            for number, drawn in annotations.items()
        },
    }
    return zipped({**{name: part.encode() for name, part in made.items()}, **(parts or {})})
