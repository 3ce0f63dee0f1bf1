"""The demo showroom: two invented stores over eighteen months, as the workbooks they would have sent."""

from datetime import date
from random import Random

from data.demo.forms import Desk
from data.demo.paper import workbook
from data.demo.story import tell
from data.demo.summary import summary
from data.demo.town import EAST, RIVER

SEED = 12
HALF_YEARS = (
    (date(2025, 6, 1), date(2025, 11, 30)),
    (date(2025, 12, 1), date(2026, 5, 31)),
    (date(2026, 6, 1), date(2026, 11, 30)),
)


def workbooks(seed: int = SEED) -> list[tuple[str, bytes]]:
    """Return (file name, content) of every workbook of the demo, the same for the same seed."""
    random = Random(seed)  # noqa: S311 (a simulation, not a secret)
    east, river = Desk(tell(EAST, seed), random), Desk(tell(RIVER, seed), random)
    first, second, third = HALF_YEARS
    return [
        *((f"{EAST.name}_来店(电)登记表_{_span(half)}.xlsx", workbook(east.visits(*half))) for half in HALF_YEARS),
        (f"{EAST.name}_订单台账.xlsx", workbook(east.deals())),
        (f"{EAST.name}_战败失控记录表.xlsx", workbook(east.losses())),
        (f"{EAST.name}_试乘试驾登记表.xlsx", workbook(east.drives())),
        (f"{EAST.name}_展厅客流分析_2025年1-5月.xlsx", workbook([summary(random, EAST.name)])),
        (f"{RIVER.name}_客流登记表_{_span(first)}.xlsx", workbook(river.visits(*first))),
        (f"{RIVER.name}_客流登记_{_span(second)}.csv", river.export(*second)),
        (f"{RIVER.name}_客流登记表_{_span(third)}.xlsx", workbook(river.visits(*third))),
        (f"{RIVER.name}_销售台账.xlsx", workbook([*river.deals(), *river.losses(until=third[0]), *river.drives()])),
        (f"{RIVER.name}_Lost Sales Log_2026.xlsx", workbook([river.lost_sales(third[0])])),
    ]


def _span(half: tuple[date, date]) -> str:
    return "-".join(f"{day.year}年{day.month}月" for day in half)
