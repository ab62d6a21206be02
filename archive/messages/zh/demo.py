"""What is said in Chinese of the invented papers (样例)."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "say.help.demo": "放入 30 篇虚构的样例试用，--remove 全部移除",
    "say.option.remove": "把样例全部移除，自己的报告不动",
    "say.help.completion": "命令行补全：输出 bash、zsh 或 fish 的脚本",
    "say.word.shell": "bash、zsh 或 fish",
    "demo.added": "样例 {n} 篇已在库里（新放入 {new} 篇），应交名单：{name}。都是虚构的单位和事情。",
    "demo.unread": "其中 {n} 篇是扫描件，本机没有装文字识别，检索不到；核查表里显示“无法读取”。",
    "demo.try": "可以试：baogao search 一岗双责；echo 一岗双责 | baogao batch - --matrix --collection 2024年度述职（样例）；baogao near。移除样例：baogao demo --remove",
    "demo.removed": "样例已全部移除（{n} 篇）。自己的报告没有动。",
    "demo.title": "样例",
    "demo.offer": "想先试一试：放入 30 篇虚构的报告（六家单位、四个年度，有迟交的、照抄上年的、扫描的、引错话的），看核查表、雷同、年度。一次点击就能全部移除。",
    "demo.here": "库里有虚构的样例（{n} 篇），供试用；自己的报告不受影响。",
    "demo.add": "放入样例",
    "demo.take": "移除样例",
    "demo.looking": "可以从这里看起：",
    "demo.look.search": "谁写了“一岗双责”",
    "demo.look.checklist": "2024年度谁没写、谁没交",
    "demo.look.near": "照抄上年的",
    "demo.look.list": "迟交的、扫描的都在报告列表里",
}
