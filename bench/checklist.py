"""python -m bench.checklist HOME: forty wordings over all reports of an archive, by unit and by report, in seconds of
one processor: the first time, and again.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Literal

from indexer.tables.checklist import Wording, check
from indexer.workspace import Workspace

COMMON = """
一岗双责 两个确立 第一责任人 主体责任 形式主义 乡村振兴 监督检查 人民代表大会 应当 工作
党的领导 高质量发展 安全生产 生态环境 脱贫攻坚 改革开放 依法治国 法律责任 国务院 县级以上人民政府
行政处罚 违法所得 公开 信息公开 社会主义 人民群众 科技创新 营商环境 放管服 食品安全
教育 医疗保障 养老 就业 住房 粮食安全 碳达峰 数字经济 一带一路 四个意识
"""
WORDINGS = tuple(map(Wording, COMMON.split()))


def main(home: Path) -> None:
    """Make each table twice, in a workspace of its own."""
    kinds: tuple[Literal["unit", "report"], ...] = ("unit", "report")
    for by in kinds:
        with Workspace(home) as workspace:
            workspace.searcher.engine.cards()
            for turn in ("first", "again"):
                begun = time.process_time()
                table = check(workspace.searcher, WORDINGS, by=by)
                took = time.process_time() - begun
                print(f"by {by}, {turn}: {len(WORDINGS)} x {len(table.rows)} of {table.reports} reports: {took:.2f} s")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("home", type=Path, help="of an archive")
    main(options.parse_args().home)
