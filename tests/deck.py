"""The training deck's printed tables as the workbooks they could have come from.

`monthly_form` and `loss_form` are the forms as printed; `registers` and `loss_registers` are registers whose
lines, counted, give every printed count of the seven months and of the 117 loss cells.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from random import Random

from data.demo.paper import Form, workbook
from tests.deck_months import Line, Months

TABLES = json.loads((Path(__file__).parent / "deck" / "seed_tables.json").read_text(encoding="utf-8"))
MONTHS = {
    name: place
    for place, name in enumerate(("一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月"), 1)
}
RATIOS = ("成交率", "留电率", "二级销售比重", "批售销售比重", "展厅零售率", "试驾比例", "逗留时间30分钟比例")

REGISTER = (
    "序号", "日期", "来店时间", "客户姓名", "联系电话", "来店/来电", "是否首次", "来店目的", "意向车型", "信息来源",
    "意向级别", "是否试驾", "停留时间(分钟)", "销售顾问", "备注",
)  # fmt: skip
LEDGER = ("序号", "订单号", "订单日期", "客户姓名", "电话", "车型", "销售渠道", "成交价", "状态", "销售顾问")
LOSSES = ("序号", "战败日期", "客户姓名", "联系电话", "意向车型", "战败/失控", "战败原因", "销售顾问")


def counts() -> dict[str, dict[str, int]]:
    """Return the printed counts: month name → label → count."""
    return {month: dict(TABLES["monthly_traffic"]["months"][month]["counts"]) for month in printed_months()}


def printed_months() -> list[str]:
    """Return the names of the seven months the deck prints."""
    return [month for month in MONTHS if month in TABLES["monthly_traffic"]["months"]]


def loss_counts() -> dict[tuple[str, str], int]:
    """Return the 117 printed counts: (model, reason) → mentions."""
    table = TABLES["lost_table"]
    models = list(table["model_totals"])
    return {
        (model, reason): count
        for reason, row in table["counts_by_reason"].items()
        for model, count in zip(models, row, strict=True)
    }


def monthly_form(year: int = 2013) -> bytes:
    """Return 展厅客流分析 as printed: January to September across, June and July empty but for their #DIV/0!."""
    printed = TABLES["monthly_traffic"]["months"]

    def across(group: str, label: str) -> list[str | int | float]:
        empty = "#DIV/0!" if label in RATIOS else ""
        return [printed[month][group][label] if month in printed else empty for month in MONTHS]

    labels = list(printed["一月"]["counts"])
    rows: list[list[str | int | float]] = [[label, *across("counts", label)] for label in labels]
    rows.insert(
        labels.index("转介绍") + 1, ["日平均客流量", *(float(v) if v else "" for v in across("shown", "日平均客流量"))]
    )
    rows += [[label.removesuffix("比例") if "30" in label else label, *across("shown", label)] for label in RATIOS]
    return workbook([Form("客流分析", f"{year}年展厅客流分析", ("项目", *MONTHS), rows)])


def loss_form(year: int = 2013) -> bytes:
    """Return 战败客户分析表 as printed: a line per reason, and per model its count and its share beside it."""
    columns = _loss_columns()
    rows: list[list[str | int]] = [
        [reason, *chain.from_iterable((counts[place], shares[place]) for counts, shares in columns.values())]
        for place, reason in enumerate([*TABLES["lost_table"]["reasons"], "合计"])
    ]
    groups = [(0, 0, "战败原因"), *((1 + 2 * place, 2 + 2 * place, model) for place, model in enumerate(columns))]
    header = ("", *(("数据", "占比") * len(columns)))
    return workbook([Form("战败客户分析", f"战败客户分析表 {year}年9月", header, rows, groups)])


def loss_form_by_model(year: int = 2013) -> bytes:
    """Return the same form turned: a line per model with its counts, a line of shares under each."""
    rows: list[list[str | int]] = []
    for model, (numbers, shares) in _loss_columns().items():
        rows += [[model, *numbers], ["占比", *shares]]
    header = ("车型", *TABLES["lost_table"]["reasons"], "合计")
    return workbook([Form("战败客户分析", f"战败客户分析表 {year}年9月", header, rows)])


def _loss_columns() -> dict[str, tuple[list[int], list[str]]]:
    """Return model (and 合计) → its thirteen counts and their total, its thirteen shares as printed and 100%."""
    table = TABLES["lost_table"]
    numbers = {
        model: [row[place] for row in table["counts_by_reason"].values()]
        for place, model in enumerate(table["model_totals"])
    }
    numbers["合计"] = list(table["reason_totals"].values())
    shares = [[f"{row[place]}%" for row in table["percent_shown"].values()] for place in range(len(numbers))]
    return {
        model: ([*column, sum(column)], [*shown, "100%"])
        for (model, column), shown in zip(numbers.items(), shares, strict=True)
    }


@dataclass
class _Lost:
    model: str
    reasons: list[str] = field(default_factory=list)


def _customers_with_reasons() -> list[_Lost]:
    """Share the mentions of each model out over customers of one, two or three different reasons."""
    lost: list[_Lost] = []
    for model in TABLES["lost_table"]["model_totals"]:
        left = Counter({reason: count for (of, reason), count in loss_counts().items() if of == model})
        while left:
            reasons = [reason for reason, _ in left.most_common(1 + len(lost) % 3)]
            lost.append(_Lost(model, reasons))
            left -= Counter(reasons)
    return lost


def loss_registers(year: int = 2013) -> bytes:
    """Return a 战败登记表 whose reasons, counted by model, are the deck's 117 cells (185 mentions)."""
    lost = _customers_with_reasons()
    mentions = Counter((customer.model, reason) for customer in lost for reason in customer.reasons)
    assert mentions == loss_counts() and mentions.total() == 185
    assert len(lost) < 185, "some customers name several reasons"
    rows = [
        (
            place,
            date(year, 1 + place % 9, 1 + place % 28),
            f"客户{place}",
            f"1390009{place:04d}",
            customer.model,
            "战败",
            "、".join(customer.reasons),
            "王顾问",
        )
        for place, customer in enumerate(lost, 1)
    ]
    return workbook([Form("战败登记", "战败登记表", LOSSES, rows)])


def registers(year: int = 2013) -> list[tuple[str, bytes]]:
    """Return (file name, content) of the visit register, the order ledger and the loss register.

    Counted month by month they give every count the deck prints. December of the year before is in them too,
    invented, because January's open prospects were met before January.
    """
    months = Months(Random(2014))
    months.add(date(year - 1, 12, 1), DECEMBER)
    for name, printed in counts().items():
        months.add(date(year, MONTHS[name], 1), printed)
    deals = [
        (
            place,
            f"DD{deal.on:%Y%m%d}{place:03d}",
            deal.on,
            deal.name,
            deal.phone,
            deal.model,
            deal.channel,
            99800,
            "已交车",
            "李顾问",
        )
        for place, deal in enumerate(sorted(months.deals, key=lambda deal: deal.on), 1)
    ]
    losses = [
        (place, loss.on, loss.name, loss.phone, loss.model, "失控", "", "李顾问")
        for place, loss in enumerate(sorted(months.losses, key=lambda loss: loss.on), 1)
    ]
    return [
        (f"展厅来店(电)客户登记表{year}年.xlsx", _visit_register(months.lines)),
        (f"订单台账{year}年.xlsx", workbook([Form("订单", f"订单台账 {year}年", LEDGER, deals)])),
        (f"战败失控登记表{year}年.xlsx", workbook([Form("战败失控", "战败/失控记录表", LOSSES, losses)])),
    ]


def _visit_register(lines: list[Line]) -> bytes:
    forms = []
    for year, month in sorted({(line.on.year, line.on.month) for line in lines}):
        days = sorted(
            (line for line in lines if (line.on.year, line.on.month) == (year, month)), key=lambda line: line.on
        )
        rows = [
            (
                place,
                line.on,
                f"{9 + place % 9}:{place % 60:02d}",
                line.name,
                line.phone,
                line.contact,
                line.turn,
                line.purpose,
                line.model,
                "自然到店",
                line.level,
                "√" if line.drove else "",
                line.minutes,
                "李顾问",
                "",
            )
            for place, line in enumerate(days, 1)
        ]
        foot = [("合计", "", "", len(rows)), ("前台签字：", "", "", "展厅主管：")]
        forms.append(Form(f"{year}.{month}", f"展厅来店(电)客户登记表 {year}年{month}月", REGISTER, rows, foot=foot))
    return workbook(forms)


DECEMBER = {
    "客流总数": 700,
    "首次到店": 300,
    "来电": 60,
    "展示/活动": 0,
    "转介绍": 10,
    "资料记录数": 250,
    "试驾人数": 60,
    "H级客户": 35,
    "A级客户": 50,
    "B级客户": 90,
    "C级客户": 40,
    "福瑞迪": 50,
    "狮跑": 25,
    "智跑": 55,
    "K2": 55,
    "K5": 45,
    "秀儿": 35,
    "赛拉图": 5,
    "展厅销量": 35,
    "当月二级销量": 5,
    "当月批售总量": 0,
    "逗留时间30分钟": 130,
}
