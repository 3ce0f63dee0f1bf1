"""The monthly form of the months before a store kept its register in a workbook."""

from random import Random

from data.demo.paper import Cell, Form
from data.demo.town import CARS, SEASONS

BEFORE_REGISTERS = (2025, ("一月", "二月", "三月", "四月", "五月"))


def summary(random: Random, store: str) -> Form:
    """Return 展厅客流分析 of the months before the first register, months as columns, its ratios as text."""
    year, names = BEFORE_REGISTERS
    columns = [_month_of_form(random, SEASONS[place]) for place in range(len(names))]
    rows = [[label, *(column[label] for column in columns)] for label in columns[0]]
    return Form("展厅客流分析", f"{store}展厅客流分析 {year}年", ("项目", *names), rows)


def _month_of_form(random: Random, season: float) -> dict[str, Cell]:
    def near(expected: float) -> int:
        return round(expected * random.uniform(0.93, 1.07))

    first, traffic = near(355 * season), near(890 * season)
    showroom, second, wholesale = near(58 * season), near(7), random.choice((0, 0, 1))
    recorded, drivers, long_stays = near(first * 0.8), near(first * 0.22), near(first * 0.42)
    interest = {car.name: near(first * 0.85 * car.share) for car in CARS}
    total = showroom + second + wholesale
    calls, events, referrals = near(88 * season), near(25 * season), near(20 * season)
    levels = {"H级客户": near(45), "A级客户": near(62), "B级客户": near(170), "C级客户": near(60)}
    return {
        "客流总数": traffic,
        "首次到店": first,
        "来电": calls,
        "展示/活动": events,
        "转介绍": referrals,
        "日平均客流量": round(traffic / 28, 1),
        "资料记录数": recorded,
        "试驾人数": drivers,
        "O级客户": showroom,
        **levels,
        **interest,
        "小计": sum(interest.values()),
        "展厅销量": showroom,
        "当月二级销量": second,
        "当月批售总量": wholesale,
        "总销量": total,
        "逗留时间30分钟": long_stays,
        "成交率": f"{showroom / first:.1%}",
        "留电率": f"{recorded / first:.1%}",
        "二级销售比重": f"{second / total:.1%}",
        "批售销售比重": f"{wholesale / total:.1%}",
        "展厅零售率": f"{showroom / total:.1%}",
        "试驾比例": f"{drivers / first:.0%}",
    }
