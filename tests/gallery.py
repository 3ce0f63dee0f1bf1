"""Draw every shape with sample figures, in both languages and widths, to look at: `python -m tests.gallery [folder]`.

Writes gallery-zh.html and gallery-en.html and a picture of each at two screen sizes. Not a test.
"""

import os
import sys
from functools import partial
from math import exp
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
from playwright.sync_api import sync_playwright
from plotly.offline import get_plotlyjs

from charts import columns, course, funnel, heatmap, interval, pair, ranking, split, triangle
from charts.against import against
from charts.fan import fan
from charts.outlook import outlook
from charts.plan import against_plan
from charts.swing import swing
from charts.theme import CONFIG, FULL, HALF, LIGHT, LOSS
from charts.waterfall import waterfall
from words import Words, speak

NONE = float("nan")
SCREENS = {"1600x900": (1600, 900, 560, 1140), "1280x720": (1280, 720, HALF, FULL)}


def wilson(k: float, n: float) -> tuple[float, float, float]:
    if not n or pd.isna(n):
        return NONE, NONE, NONE
    p, z = k / n, 1.96
    middle, half = p + z * z / 2 / n, z * (p * (1 - p) / n + z * z / 4 / n / n) ** 0.5
    return p, (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def months(first: list[float], deals: list[float]) -> pd.DataFrame:
    rows = [(n, k, *wilson(k, n)) for n, k in zip(first, deals, strict=True)]
    return pd.DataFrame(rows, columns=["first", "deals", "rate", "low", "high"])


SEVEN = months([326, 203, 267, 269, 338, 398, 425], [63, 32, 41, 57, 47, 71, 49])
GAPPED = months([326, 203, NONE, 269, 338, 398, 112], [63, 32, NONE, 57, 47, 71, 9])
LONG = months([300 + (n * 53) % 170 for n in range(18)], [40 + (n * 29) % 37 for n in range(18)])


def labelled(frame: pd.DataFrame, say: Words, start: int = 2025 * 12) -> pd.DataFrame:
    said = [say.month(start + n, with_year=False) for n in range(len(frame))]
    said[-1] += "\n" + {"zh": "至19日", "en": "to 19th"}[say.language]
    return frame.assign(month=said, index=range(start, start + len(frame)), open=[*[False] * (len(frame) - 1), True])


def groups(say: Words) -> pd.DataFrame:
    names = {
        "zh": [
            "王** (组长)",
            "李**",
            "新人组",
            "一个名字特别特别长的销售顾问小组",
            "张**",
            "<a href='x'>赵</a>",
            "钱**",
        ],
        "en": [
            "Wang",
            "Li",
            "Newcomers",
            "A sales team with a very long name",
            "Zhang",
            "<a href='x'>Zhao</a>",
            "Qian",
        ],
    }[say.language]
    cases = [(63, 326), (41, 267), (3, 58), (30, 201), (2, 6), (12, 90), (0, 0)]
    rows = [(name, k, n, *wilson(k, n), 0 < n < 20) for name, (k, n) in zip(names, cases, strict=True)]
    frame = pd.DataFrame(rows, columns=["name", "deals", "first", "rate", "low", "high", "few"])
    return frame.assign(code=range(len(frame)), share=frame["first"] / frame["first"].sum())


REASONS = {
    "zh": [
        *("服务不到位", "态度不热情", "跟进不及时", "报价不合理", "介绍不专业", "承诺不兑现"),
        *("价格", "外观", "品牌", "内饰", "配置", "动力及操控", "质量"),
    ],
    "en": [
        "Poor service",
        "Cold attitude",
        "Late follow-up",
        "Unreasonable quote",
        "Weak presentation",
        "Broken promises",
        "Price",
        "Exterior",
        "Brand",
        "Interior",
        "Equipment",
        "Power and handling",
        "Quality",
    ],
}


def losses(say: Words) -> pd.DataFrame:
    rows = []
    for m in range(9):
        for n, reason in enumerate(REASONS[say.language]):
            cases = (m * 7 + n * 5) % 4 * (1 if n not in (0, 1, 6) else 3) // (1 + m // 4)
            rows.append(
                (
                    f"{'车型' if say.language == 'zh' else 'Model '}{m + 1}",
                    n,
                    reason,
                    "people" if n < 6 else "product",
                    cases,
                )
            )
    frame = pd.DataFrame(rows, columns=["model", "code", "reason", "block", "cases"])
    return frame.assign(share=frame["cases"] / frame.groupby("model")["cases"].transform("sum"))


def cohorts_course(say: Words, *, word: Words, width: int) -> go.Figure:
    zh = say.language == "zh"
    same, cohort = [0.191, 0.18, 0.179, 0.26, 0.143, 0.191, 0.119], [0.239, 0.233, 0.235, 0.235, 0.22, 0.164, 0.085]
    frame = labelled(pd.DataFrame({"same": same, "rate": cohort, "n": 500, "open": False}), say)
    frame = frame.assign(
        low=frame["rate"] - 0.035, high=frame["rate"] + 0.04, k=frame["rate"] * 500, open=[*[False] * 5, True, True]
    )
    forecast = pd.DataFrame({"expected": [0.18, 0.196], "least": [0.17, 0.16], "most": [0.19, 0.234]}, index=[5, 6])
    return pair.pair(
        frame.join(forecast),
        **{name: name for name in ("rate", "low", "high", "expected", "least", "most")},
        x="month",
        part="k",
        whole="n",
        rate_name="同批率" if zh else "Cohort rate",
        other="same",
        other_part="k",
        other_whole="n",
        other_name="当月比" if zh else "Same-month ratio",
        is_open="open",
        expected_name="预计" if zh else "Forecast",
        code="index",
        title="当月比跳了，同批率没有变" if zh else "One ratio jumped, the other did not",
        word=word,
        width=width,
    )


def cohorts_triangle(say: Words, *, word: Words, width: int) -> go.Figure:
    zh = say.language == "zh"
    times = {"0": "当月", "1": "到次月底", "now": "至今"} if zh else {"0": "Same month", "1": "Next", "now": "By now"}
    rows = [
        (m, say.month(24300 + m), 500, time, NONE if m + at > 7 else 70 + 30 * at + m, m + at > 6)
        for m in range(8)
        for at, time in enumerate(times)
    ]
    frame = pd.DataFrame(rows, columns=["month", "name", "n", "time", "k", "open"])
    young = frame["open"] & (frame["time"] == "now")
    forecast = {name: young.map({True: rate, False: NONE}) for name, rate in (("e", 0.197), ("l", 0.16), ("h", 0.234))}
    return triangle.triangle(
        frame.assign(**forecast),
        row="month",
        row_name="name",
        size="n",
        column="time",
        columns=times,
        part="k",
        is_open="open",
        expected="e",
        least="l",
        most="h",
        title="后来买了多少" if zh else "What became of them",
        word=word,
        width=width,
    )


def planning(say: Words) -> list[partial[go.Figure]]:
    """The shapes of what changed, of targets, plans and pace."""
    zh = say.language == "zh"
    names = ["展厅", "老客户转介绍", "外拓"] if zh else ["Showroom", "Referrals of customers", "Outside events"]
    title = "按这些客源，达到 125 台的可能 54%" if zh else "With these leads 125 cars have a chance of 54%"
    unit = "客源（位），按渠道" if zh else "Leads of a month, by channel"
    plan, reached = ("计划", "实际") if zh else ("Planned", "Reached")
    deals = range(90, 161)
    hill = pd.DataFrame({"deals": deals, "chance": [exp(-(((at - 126) / 12) ** 2) / 2) / 30 for at in deals]})
    sides = pd.DataFrame({"name": names, "there": [319, 116, 40], "aim": [326, 118, NONE], "said": ["7", "2", "–"]})
    ends = pd.DataFrame({"name": names, "low": [0.08, 0.3, 0.5], "high": [0.7, 0.6, 0.97]})
    ends = ends.assign(low_name=["205", "51", "6.4%"], high_name=["469", "141", "10.1%"])
    course_of = pd.DataFrame({"day": range(1, 31)}).assign(
        so_far=[day * 1.9 if day <= 18 else NONE for day in range(1, 31)],
        later=NONE,
        planned=[day * 2.07 for day in range(1, 31)],
        **{
            name: [34 + (day - 18) * step if day >= 18 else NONE for day in range(1, 31)]
            for name, step in (("low", 1.4), ("inner_low", 1.7), ("middle", 1.9), ("inner_high", 2.2), ("high", 2.5))
        },
    )
    weeks = pd.DataFrame({"x": [f"{at}" for at in range(1, 6)], "plan": [3, 15, 15, 14, 14]})
    weeks = weeks.assign(actual=[4, 12, 15, 6, NONE], unfinished=[False, False, False, True, False])
    steps = pd.DataFrame(
        {
            "name": [plan, *names, reached],
            "value": [69, -12.6, 0.1, 6, 62.5],
            "level": [True, False, False, False, True],
            "weak": [False, False, True, True, False],
            "text": ["69", "−12.6", "+0.1", "+6.0", "62.5"],
        }
    )
    drawn = {"title": title, "subtitle": unit, "word": say}
    target = {"target": 125, "target_name": "125", "reached": "54%"}
    here = {"present_name": reached, "wanted_name": plan}
    columns_of = {name: name for name in ("name", "low", "high", "low_name", "high_name")}
    return [
        partial(outlook, hill, deals="deals", probability="chance", **target, **drawn),
        partial(against, sides, name="name", present="there", wanted="aim", said="said", **here, **drawn),
        partial(swing, ends, **columns_of, now=0.54, now_name="54%", **drawn),
        partial(
            against_plan,
            weeks,
            x="x",
            plan="plan",
            actual="actual",
            unfinished="unfinished",
            plan_name=plan,
            actual_name=reached,
            short_name=f"< {plan}",
            **drawn,
        ),
        partial(fan, course_of, x="day", plan_name=plan, later_name=reached, **drawn),
        partial(waterfall, steps, **{name: name for name in steps.columns}, **drawn),
    ]


def shapes(say: Words) -> list[tuple[go.Figure, bool]]:  # noqa: PLR0915 (a list of pictures)
    zh = say.language == "zh"

    def t(chinese: str, english: str) -> str:
        return chinese if zh else english

    def half(shape, *a, **k):  # type: ignore[no-untyped-def]
        return shape(*a, word=say, width=HALF, **k), False

    def full(shape, *a, **k):  # type: ignore[no-untyped-def]
        return shape(*a, word=say, width=FULL, **k), True

    first, deals = t("首次到店", "First visits"), t("成交", "Deals")
    unit = t("单位：批；浅色为首次到店，深色为其中成交", "Groups of visitors; the dark part bought")
    longer = t(
        "9月首次到店 425 批，比上月多 27 批，但成交只有 49 台，是四月以来最少的一个月",
        "September saw 425 first visits, 27 more than August, but only 49 deals, the fewest since April",
    )
    within = partial(columns.within, x="month", whole="first", part="deals", whole_name=first, part_name=deals)
    rate = partial(course.course, x="month", rate="rate", low="low", high="high", part="deals", whole="first")
    definition = t("成交 ÷ 首次到店，浅带为 95% 区间", "Deals ÷ first visits; the band is the 95% interval")
    fell = t("成交率掉到 11.5%，低于目标 20%", "Close rate fell to 11.5%, below the target of 20%")
    target, mean = t("目标", "Target"), t("合计", "All")
    one, gapped, many = (labelled(f, say) for f in (SEVEN.head(1), GAPPED, LONG))
    made = [
        half(within, labelled(SEVEN, say).assign(open=False), title=longer, subtitle=unit),
        half(
            rate,
            labelled(SEVEN, say).assign(open=False),
            target=0.2,
            target_name=target,
            title=fell,
            subtitle=definition,
        ),
        half(
            within, gapped, unfinished="open", code="index", title=t("三月没有数据", "March is missing"), subtitle=unit
        ),
        half(rate, gapped, unfinished="open", pooled=0.1617, pooled_name=mean, title=fell, subtitle=definition),
        half(within, many, title=t("十八个月", "Eighteen months"), subtitle=unit),
        half(
            rate, many, target=0.2, target_name=target, pooled=0.19, pooled_name=mean, title=fell, subtitle=definition
        ),
        half(within, one, title=t("一个月", "One month"), subtitle=unit),
        half(rate, one, title=t("一个月", "One month"), subtitle=definition),
    ]
    parts = {"deals": deals, "again": t("再次到店", "Be-backs"), "first": first}
    three = labelled(SEVEN.assign(again=[90, 80, 85, 120, 140, 20, 150]), say)
    made.append(
        half(
            columns.stacked,
            three,
            x="month",
            parts=parts,
            unfinished="open",
            title=t("三种来店", "Three parts"),
            subtitle=unit,
        )
    )
    kept = pd.DataFrame({"kept": ["<10", "10–19", "20–29", "30–59", "60–89", "≥90"], "n": [60, 120, 143, 201, 77, 24]})
    kept["long"] = [False] * 3 + [True] * 3
    stay = t("近一半客户逗留满 30 分钟", "Nearly half stayed 30 minutes or more")
    minutes = t("逗留分钟，批", "Minutes stayed, visits")
    made.append(half(columns.counts, kept, x="kept", value="n", emphasised="long", title=stay, subtitle=minutes))
    for days in (31, 366):
        dates = pd.date_range("2025-01-01", periods=days)
        daily = pd.DataFrame({"day": [say.day(day.date()) for day in dates], "weekend": dates.day_of_week >= 5})
        daily["n"] = [18 + (n * 17) % 13 + 14 * w for n, w in enumerate(daily["weekend"])]
        daily["unlogged"] = [n in (8, 9, 26, 200) for n in range(days)]
        daily.loc[daily["unlogged"], "n"] = 0
        said = t("四天有成交却没有登记客流", "Days with deals but no visits logged")
        traffic = partial(
            columns.counts, daily, x="day", value="n", flagged="unlogged", flagged_name=said, weekend="weekend"
        )
        made.append(
            full(
                traffic,
                weekend_name=t("周末", "Weekend"),
                title=t("周末客流多一倍", "Weekends bring twice the traffic"),
            )
        )
    ranked = partial(
        interval.interval, name="name", rate="rate", low="low", high="high", part="deals", whole="first", code="code"
    )
    rank = t("新人组成交率最低：5.2%", "Newcomers close least: 5.2%")
    made.append(half(ranked, groups(say), few="few", pooled=0.1617, pooled_name=mean, title=rank, subtitle=definition))
    bar = partial(ranking.ranking, name="name", value="first", share="share", code="code")
    made.append(half(bar, groups(say), title=t("谁接待得最多", "Who receives most"), subtitle=unit))
    made.append(
        half(
            bar,
            groups(say).assign(few=[False] * 2 + [True] + [False] * 4),
            emphasised="few",
            title=t("新人组", "Newcomers"),
        )
    )
    drove = groups(say).head(2).assign(name=[t("试驾", "Drove"), t("未试驾", "Did not drive")])
    made.append(
        half(
            ranked,
            drove,
            title=t("试驾过的客户成交多四个点", "Those who drove close 4 points more"),
            subtitle=definition,
        )
    )
    names = t(
        "客流总数,首次到店,留档,试驾,再回展厅,成交", "All traffic,First visits,Recorded,Test drives,Came back,Deals"
    ).split(",")
    steps = pd.DataFrame(
        {"step": names, "n": [923, 425, 308, 88, NONE, 49], "share": [NONE, 0.46, 0.725, 0.286, NONE, 0.557]}
    )
    steps["weak"] = [False, False, False, True, False, False]
    of = t("上一步的 {}", "{} of the step before")
    flow = partial(funnel.funnel, steps, name="step", count="n", of_before="share", between=of, emphasised="weak")
    made.append(half(flow, title=t("留档之后只有 28.6% 试驾", "Only 28.6% of the recorded drove"), subtitle=unit))
    blocks = {
        "people": t("人：周一就能改", "People: can change on Monday"),
        "product": t("车：产品与价格", "Product and price"),
    }
    table = partial(
        heatmap.reasons, losses(say), model="model", reason="code", reason_name="reason", block="block", value="cases"
    )
    lost = t("一半以上（53%）输在人，不输在车", "More than half (53%) were lost by people, not by the car")
    halves = pd.DataFrame({"block": ["people", "product", "other"], "n": [98, 82, 5], "share": [0.53, 0.44, 0.03]})
    halves["name"] = [t("人", "People"), t("车", "Product"), t("其他", "Other")]
    whole = partial(split.split, halves, name="name", value="n", share="share", code="block")
    made.append(half(whole, title=lost, subtitle=t("战败原因，批", "Losses by reason")))
    made.append(
        full(
            table,
            blocks=blocks,
            title=lost,
            subtitle=t("每格：批数，点开看客户", "Cells: customers; click to see them"),
        )
    )
    made.append(
        full(
            table,
            blocks=blocks,
            share="share",
            title=lost,
            subtitle=t("每格：占该车型战败的比例", "Cells: share of the model"),
        )
    )
    made.append(half(table, blocks=blocks, title=lost, subtitle=t("窄", "Narrow")))
    shares = [
        (m, b, s) for m in range(7) for b, s in (("people", 0.5 + m / 40), ("product", 0.45 - m / 40), ("other", 0.05))
    ]
    course_of = pd.DataFrame(shares, columns=["at", "block", "share"]).assign(
        month=lambda f: [say.month(24300 + a, with_year=False) for a in f["at"]]
    )
    named = dict(zip(halves["block"], halves["name"], strict=True))
    made.append(
        half(
            split.split_course,
            course_of,
            x="month",
            block="block",
            share="share",
            blocks=named,
            code="at",
            title=t("输在人的越来越多", "People lose ever more"),
        )
    )
    week = pd.DataFrame(
        [(d, h, max(0, (d * 3 + h * 5) % 9 - 2 + 8 * (d > 4))) for d in range(7) for h in range(9, 20)],
        columns=["d", "h", "n"],
    )
    weekdays = t(
        "周一,周二,周三,周四,周五,周六,周日", "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday"
    ).split(",")
    busy = t("周六周日下午最忙", "Weekend afternoons are busiest")
    clock = partial(heatmap.hours, week, weekday="d", hour="h", value="n", weekdays=weekdays)
    made += [full(clock, title=busy, subtitle=unit), half(clock, title=busy, subtitle=unit)]
    made += [full(two_rates, say) for two_rates in (cohorts_course, cohorts_triangle)]
    made += [(shape(width=HALF), False) for shape in planning(say)]
    forty = pd.concat([groups(say)] * 6).head(40)
    made.append(half(bar, forty, colour=LOSS, title=t("四十行", "Forty rows")))
    made.append(half(bar, forty.head(0), colour=LIGHT, title=t("没有行", "No rows")))
    return made


def page(figures: list[tuple[go.Figure, bool]], half: int, full: int) -> str:
    boxes = [
        f'<div style="width:{full if wide else half}px;border:1px solid #eee">'
        f"{figure.to_html(full_html=False, include_plotlyjs=False, config=CONFIG)}</div>"
        for figure, wide in figures
    ]
    script = f"<script>{get_plotlyjs()}</script>"
    style = "display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start;margin:8px"
    return f'<meta charset="utf-8">{script}<body style="{style}">{"".join(boxes)}</body>'


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        for language in ("zh", "en"):
            figures = shapes(speak(language))
            for screen, (across, down, half, full) in SCREENS.items():
                file = folder / f"gallery-{language}-{screen}.html"
                file.write_text(page(figures, half, full), encoding="utf-8")
                tab = browser.new_page(viewport={"width": across, "height": down})
                tab.goto(file.resolve().as_uri())
                tab.wait_for_timeout(1500)
                tab.screenshot(path=folder / f"gallery-{language}-{screen}.png", full_page=True)
                tab.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "gallery"))
