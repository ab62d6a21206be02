"""How large a picture in a text must be to hold text that a person would miss: lengths are millimetres as printed."""

from __future__ import annotations

LEAST_AREA = 6_000.0
"""Square millimetres: a tenth of a sheet of A4 paper. Seals, logos, codes and signatures are smaller."""
LEAST_SIDE = 20.0
"""Rules and borders are thinner."""

EMU = 1 / 36_000
"""Millimetres of an English metric unit, in which Office measures drawings."""
POINT = 25.4 / 72
"""Millimetres of a point."""
TWIP = POINT / 20
"""Millimetres of a twentieth of a point."""


def holds_text(width: float, height: float) -> bool:
    """Whether a picture of this size may be a page, a table or a notice pasted as a picture."""
    return width * height >= LEAST_AREA and min(width, height) >= LEAST_SIDE
