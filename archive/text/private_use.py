"""Characters that lay in Unicode's private area before they had a place of their own: what they are today.

GBK kept eighty characters at the end of its table (FE50–FEA0) and some signs that Unicode did not know; programs and
fonts of that time put them into the private area, one after the other from U+E815. GB 18030-2000 gave most of them
their place, GB 18030-2005 one more, GB 18030-2022 the rest (its annex lists each); ICU from 73 on decodes so.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_FIRST = 0xE815
_GBK = (  # FE50 … FE7E and FE80 … FEA0, in this order
    "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱"
    "䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻"
)
PRIVATE: Mapping[str, str] = MappingProxyType(
    {
        **{chr(_FIRST + place): character for place, character in enumerate(_GBK)},
        "\ue7c7": "ḿ",  # A8BC, letters of pinyin
        "\ue7c8": "ǹ",  # A8BF
    }
)
"""Private code point to the character that GBK's fonts show there."""

_VERTICAL = "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19"  # A6D9 … A6DF, A6EC, A6ED, A6F3
_AFTER_2005 = (
    *("\ue81e", "\ue826", "\ue82b", "\ue82c", "\ue832", "\ue843", "\ue854", "\ue864"),  # 龴 … 龻, FE59 … FEA0
    *("\ue816", "\ue817", "\ue818", "\ue831", "\ue83b", "\ue855"),  # Extension B, FE51 … FE91
)
GB18030_2022: Mapping[int, str] = MappingProxyType(
    {
        **{0xE78D + place: character for place, character in enumerate(_VERTICAL)},
        **{ord(private): PRIVATE[private] for private in _AFTER_2005},
        0xE7C7: PRIVATE["\ue7c7"],
    }
)
"""What Python's codec, which is that of GB 18030-2005, leaves in the private area, for `str.translate`."""
