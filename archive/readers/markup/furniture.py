"""What stands on a web page beside its text: the way to it, bars to share and print, links to other pages, the foot.

A line is furniture only where its words are wholly those of such a thing and it stands where such things stand: above
the first sentence, below the last one, or in an element that the page names so. Whatever is taken out is kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence, Set
from dataclasses import dataclass

from archive.model import Block
from archive.readers.markup.record import record_of

NAMED = re.compile(
    r"crumb|position|location|dqwz|weizhi|share|ewm|qr-?code|erweima|relat|xglj|foot|copyright|toolbar|prev-?next",
    re.IGNORECASE,
)
"""Names of classes and ids that sites give to such elements."""

_LONGEST = 160  # code points of a line that is looked at
_SENTENCE = re.compile("[。；！]")
_SENTENCE_LENGTH = 15
_FILE = re.compile(r"附件|附表|\.(?:docx?|xlsx?|pdf|ofd|wps|zip|rar)\b", re.IGNORECASE)

_WAY = re.compile(
    r"(?:您|你)?(?:当前|现在|目前)?(?:的|所在|所处)*位置(?:是|为|在)?[:：]?(?=.*(?:首页|[>＞»›→]|正文$)).{0,120}"
    r"|(?:网站)?首页(?:[>＞»›→/|].{1,40}){1,8}"
)
_PLATFORM = (
    r"(?:新浪|腾讯)?微博|微信(?:好友)?|朋友圈|QQ(?:空间|好友)?|人人网|开心网|豆瓣|百度贴吧|空间|好友|更多|[、,，|/·]"
)
_SHARE = re.compile(rf"(?:一键)?分享(?:到|至|本页|本文|文章)?[:：]?(?:{_PLATFORM})*", re.IGNORECASE)
_CODE = re.compile(
    r"(?:请|用|使用|打开|手机|微信|【|\[)*扫一?(?:扫|码|描)[,，]?(?:二维码)?[,，]?(?:在|用|到)?(?:手机|微信)?(?:端|上)?"
    r"(?:打开|浏览|查看|阅读|分享|访问|关注)?(?:当前|本|此|该)?(?:页面?|网页|文章|网站|给好友|至朋友圈)?[】\]。]?"
)
_TOOL = re.compile(
    r"(?:打印(?:本页|此页|正文|页面|文章|本文)?|关闭(?:本页|窗口|此页|页面)?|返回(?:顶部|首页|列表|上一?页)?|(?:加入)?收藏(?:本页|此页)?"
    r"|我要纠错|纠错|字号|字体(?:大小)?|放大|缩小|默认|正常|[大中小]|TOP|复制(?:链接|网址)|(?:网站)?无障碍(?:阅读|浏览)?|繁?繁[體体]版?|关怀版|长者版|适老版"
    r"|语音播报|网站地图|联系我们|关于我们|网站声明|法律声明|隐私(?:声明|保护)|设为首页|站点地图"
    r"|[\[\]【】()（）:：|/·、,，<>＜＞《》])+",
    re.IGNORECASE,
)
_TOOL_WORD = re.compile("打印|关闭|返回|收藏|纠错|字号|字体|无障碍|关怀|繁|地图|我们|声明|设为首页")
_NEIGHBOUR = re.compile(r"[【\[]?(?:上|下)一?(?:篇|条|则|页)[】\]]?[:：].{0,120}")
_OTHERS = re.compile(
    r"[【\[]?(?:相关(?:链接|文章|新闻|阅读|政策|解读|报道|信息|稿件|推荐|内容|文档|专题)|(?:热门|推荐|精彩|延伸)(?:阅读|推荐|文章|新闻)"
    r"|猜你喜欢|热点(?:新闻|排行|推荐)|点击排行|最新(?:信息|文章|发布))[】\]]?[:：]?(?:更多)?[>＞»]*"
)
_FOOT = re.compile(
    r"ICP(?:备|证)|公网安备|网站标识码|版权所有|copyright|©|网站地图|技术支持[:：]|建议使用.{0,20}浏览|网站(?:主办|承办)",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:主办|承办|协办|维护)(?:单位|方)?[:：].{2,80}")
_HEAD_LINES = 12
_HEAD_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class _Lines:
    """The blocks of a page, those outside its sentences without blanks: what is below `head` or from `tail` on, and
    what is `named`. `linked` are those of them that are nothing but links.
    """

    words: Sequence[str]
    head: int
    tail: int
    linked: Set[int]
    named: Set[int]

    def is_outside(self, place: int) -> bool:
        return place < self.head or place >= self.tail or place in self.named


def without_furniture(
    blocks: Sequence[Block], linked: Container[int], named: Container[int]
) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks that are text, and the words of those that are not. `linked` and `named` hold the identities of blocks
    that are nothing but links, and of those in elements with a name as in `NAMED`.
    """
    lines = _lines(blocks, linked, named)
    gone = {place for place in range(len(blocks)) if lines.is_outside(place) and _is_furniture(lines, place)}
    gone |= _other_pages(lines)
    gone |= _above_the_way(lines) | _from_the_foot_on(lines)
    gone |= {place for place in _beside(lines, gone) if lines.is_outside(place)}
    gone |= record_of(blocks, range(lines.head))
    kept = tuple(block for place, block in enumerate(blocks) if place not in gone)
    return kept, tuple(dict.fromkeys(blocks[place].text for place in sorted(gone)))


def _lines(blocks: Sequence[Block], linked: Container[int], named: Container[int]) -> _Lines:
    head = next((place for place, block in enumerate(blocks) if _is_body(block)), len(blocks))
    tail = next((place for place in range(len(blocks) - 1, -1, -1) if _is_body(blocks[place])), -1) + 1
    among_named = {place for place, block in enumerate(blocks) if id(block) in named}
    looked_at = {*range(head), *range(tail, len(blocks)), *among_named}
    words = ["".join(block.text.split()) if place in looked_at else block.text for place, block in enumerate(blocks)]
    return _Lines(words, head, tail, {place for place in looked_at if id(blocks[place]) in linked}, among_named)


def _is_body(block: Block) -> bool:
    """Whether a block is a sentence of the text."""
    text = block.text
    if block.kind != "paragraph" or len(text) < _SENTENCE_LENGTH or not _SENTENCE.search(text):
        return False
    return len(text) > _LONGEST or not (_FOOT.search(text) or _CODE.fullmatch("".join(text.split())))


def _is_furniture(lines: _Lines, place: int) -> bool:
    words = lines.words[place]
    if len(words) > _LONGEST:
        return False
    if any(pattern.fullmatch(words) for pattern in (_WAY, _SHARE, _CODE)):
        return True
    if _TOOL.fullmatch(words) and _TOOL_WORD.search(words):
        return True
    if place in lines.named and (_HOST.fullmatch(words) or _FOOT.search(words)):
        return True
    return place >= lines.tail and not _FILE.search(words) and _NEIGHBOUR.fullmatch(words) is not None


def _other_pages(lines: _Lines) -> set[int]:
    """Links to other pages with the words above them."""
    gone: set[int] = set()
    for place, words in enumerate(lines.words):
        if not lines.is_outside(place) or len(words) > _LONGEST or not _OTHERS.fullmatch(words):
            continue
        end = place + 1
        while end in lines.linked and not _FILE.search(lines.words[end]):
            end += 1
        if end > place + 1:
            gone |= set(range(place, end))
    return gone


def _above_the_way(lines: _Lines) -> set[int]:
    """The site's own head, which stands above the way to the page."""
    for place in range(min(lines.head, _HEAD_LINES)):
        if len(lines.words[place]) <= _LONGEST and _WAY.fullmatch(lines.words[place]):
            above = lines.words[:place]
            return set(range(place)) if sum(map(len, above)) < _HEAD_CHARACTERS else set()
    return set()


def _from_the_foot_on(lines: _Lines) -> set[int]:
    """The site's foot: from the line with its registration or its owner on, and the hosts named just above."""
    for place in range(lines.tail, len(lines.words)):
        words = lines.words[place]
        if len(words) <= _LONGEST and _FOOT.search(words) and place:
            while place > lines.tail and _HOST.fullmatch(lines.words[place - 1]):
                place -= 1
            return set(range(place, len(lines.words)))
    return set()


def _beside(lines: _Lines, gone: Set[int]) -> set[int]:
    """Links between two pieces of furniture."""
    found: set[int] = set()
    for place in sorted(lines.linked - gone):
        if {place - 1} <= {*gone, *found} and place + 1 in gone and not _FILE.search(lines.words[place]):
            found.add(place)
    return found
