"""The codes of number formats in binary Word files and Word 2003 XML to the names that newer files use.

After [MS-OSHARED] 2.2.1.3 (MSONFC); the names are those of ECMA-376 part 1, 17.18.59.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_IN_ORDER = """
decimal upperRoman lowerRoman upperLetter lowerLetter ordinal cardinalText ordinalText hex chicago
ideographDigital japaneseCounting aiueo iroha decimalFullWidth decimalHalfWidth japaneseLegal
japaneseDigitalTenThousand decimalEnclosedCircle decimalFullWidth2 aiueoFullWidth irohaFullWidth
decimalZero bullet ganada chosung decimalEnclosedFullstop decimalEnclosedParen
decimalEnclosedCircleChinese ideographEnclosedCircle ideographTraditional ideographZodiac
ideographZodiacTraditional taiwaneseCounting ideographLegalTraditional taiwaneseCountingThousand
taiwaneseDigital chineseCounting chineseLegalSimplified chineseCountingThousand chineseDigital
koreanDigital koreanCounting koreanLegal koreanDigital2 hebrew1 arabicAlpha hebrew2 arabicAbjad
hindiVowels hindiConsonants hindiNumbers hindiCounting thaiLetters thaiNumbers thaiCounting
vietnameseCounting numberInDash russianLower russianUpper
"""

FORM_OF_CODE: Mapping[int, str] = MappingProxyType({**dict(enumerate(_IN_ORDER.split())), 255: "none"})
"""Code to name. 22 is 01, 02 … 09, 10; 23 a bullet; 37 to 39 the Chinese ways."""
