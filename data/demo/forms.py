"""How the two stores write down what happens: every register in its own form, with its own mess."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date, time
from random import Random

from data.demo.events import Deal, Drive, Event, Loss, Story, Visit
from data.demo.paper import Cell, Form, Row

EAST_VISITS = (
    "序号", "日期", "来店时间", "离店时间", "客户姓名", "联系电话", "来店/来电", "是否首次", "来店人数", "来店目的",
    "意向车型", "竞品车型", "信息来源", "意向级别", "是否试驾", "销售顾问", "备注",
)  # fmt: skip
RIVER_VISITS = (
    "序号", "到店日期", "进店时间", "停留时间\n(分钟)", "姓名", "手机号", "首次", "再次", "集客方式", "来店目的",
    "拟购车型", "获知渠道", "级别", "试乘试驾", "接待顾问", "洽谈情况",
)  # fmt: skip
RIVER_GROUPS = ((4, 5, "客户信息"), (6, 7, "来店性质"))
RIVER_EXPORT = (
    "门店", "到店日期", "进店时间", "停留时间", "姓名", "手机号", "首次/再次", "集客方式", "来店目的", "拟购车型",
    "获知渠道", "级别", "试乘试驾", "接待顾问", "洽谈情况",
)  # fmt: skip
DEALS = (
    "序号", "订单号", "订单日期", "交车日期", "客户姓名", "电话", "车型", "销售渠道", "订金", "成交价", "状态",
    "退订日期", "销售顾问", "VIN", "备注",
)  # fmt: skip
LOSSES = (
    "序号", "战败日期", "客户姓名", "联系电话", "意向车型", "级别", "首次接触日期", "战败/失控", "战败原因",
    "购买竞品", "销售顾问", "备注",
)  # fmt: skip
LOST_SALES = (
    "No.", "Lost Date", "Customer", "Phone", "Model", "Level", "First Contact", "Lost Type", "Lost Reason", "Lost To",
    "Salesperson", "Notes",
)  # fmt: skip
DRIVES = ("序号", "试驾日期", "试驾时间", "客户姓名", "联系电话", "试驾车型", "陪驾顾问", "试驾路线", "备注")

EAST_CONTACTS = {"visit": "来店", "phone": "来电", "event": "展示/活动", "referral": "转介绍"}
RIVER_CONTACTS = {"visit": "进店", "phone": "电话", "event": "车展", "referral": "推荐"}
WIDE = str.maketrans("K25", "Ｋ２５")
IN_ENGLISH = {
    "战败": "Lost",
    "失控": "Out of control",
    "休眠": "Dormant",
    "品牌": "Brand",
    "价格": "Price",
    "外观": "Styling",
    "内饰": "Interior",
    "配置": "Features",
    "动力及操控": "Power & handling",
    "质量": "Quality",
    "态度不热情": "Unfriendly",
    "服务不到位": "Poor service",
    "报价不合理": "Unfair quote",
    "介绍不专业": "Unprofessional",
    "跟进不及时": "Slow follow-up",
    "承诺不兑现": "Broken promise",
}


def months(first: date, last: date) -> Iterator[date]:
    """Yield the first day of each month from `first` to `last`."""
    for index in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield date(index // 12, index % 12 + 1, 1)


class Desk:
    """The hand that fills the forms of one store: its spellings, its slips."""

    def __init__(self, story: Story, random: Random) -> None:
        self.story, self.random = story, random
        self.is_east = story.store.code == "CD"

    def _clock(self, minute: int) -> Cell:
        hour, rest = divmod(minute, 60)
        shapes: Sequence[Cell] = (
            f"{hour}:{rest:02d}",
            f"{hour}：{rest:02d}",
            hour * 100 + rest,
            time(hour, rest),
        )
        return self.random.choices(shapes, (40, 20, 10, 30))[0]

    def _phone(self, phone: str) -> Cell:
        random = self.random
        if not phone:
            return random.choice(("", "", "未留", "拒留"))
        slip = random.random()
        if slip < 0.003:
            return phone[:10]
        if slip < 0.07:
            return f"{phone[:3]} {phone[3:7]} {phone[7:]}"
        if slip < 0.08:
            return f"+86{phone}"
        return int(phone) if slip < 0.3 else phone

    def _seller(self, name: str) -> str:
        slip = self.random.random()
        if slip < 0.02:
            return " ".join((name[0], name[1:])) if len(name) == 2 else name + " "
        return f"{name}(组长)" if slip < 0.05 and name == self.story.store.sellers[0].name else name

    def _model(self, model: str) -> str:
        if not model or self.random.random() > 0.05:
            return model
        return model.translate(WIDE) if model.startswith("K") else f"{model[0]} {model[1:]}"

    def _day(self, on: date) -> Cell:
        slip = self.random.random()
        if slip < 0.03:
            return f"{on.year}年{on.month}月{on.day}日"
        return f"{on.year}.{on.month}.{on.day}" if slip < 0.05 else on

    def _slipped(self, on: date, chance: float) -> Cell:
        """Return a date that cannot be, as often as `chance`, else None."""
        if self.random.random() > chance:
            return None
        return self.random.choice(("2月30日", date(2052, on.month, on.day)))

    def visits(self, first: date, last: date) -> Iterator[Form]:
        """Yield the register of a half-year, one sheet a month."""
        write = self._east_visits if self.is_east else self._river_visits
        store = self.story.store.name
        for month in months(first, last):
            lines = [v for v in self.story.visits if (v.on.year, v.on.month) == (month.year, month.month)]
            if not lines:
                continue
            rows = list(write(lines))
            if self.is_east:
                title = f"{store}展厅来店(电)客户登记表 {month.year}年{month.month}月"
                rows += [[len(rows) + place] for place in range(1, 16)]
                signatures = ["前台签字：", "", "", "展厅主管：", "", "", "销售经理："]
                foot: list[Row] = [["合计", "", "", "", len(lines)], [], signatures]
                yield Form(f"{month.month}月", title, EAST_VISITS, rows, foot=foot)
            else:
                title = f"{store}客流登记表（{month.year}年{month.month}月）"
                total: Row = ["合计", "", "", "", "", "", *self._ticks(lines)]
                foot = [total, ["注：级别 H 7天内 A 15天内 B 30天内 C 2-3个月"]]
                yield Form(f"{month.year}.{month.month}", title, RIVER_VISITS, rows, RIVER_GROUPS, foot)

    @staticmethod
    def _ticks(lines: list[Visit]) -> tuple[int, int]:
        first = sum(v.is_first for v in lines if v.contact == "visit")
        return first, sum(v.contact == "visit" for v in lines) - first

    def _east_visits(self, lines: list[Visit]) -> Iterator[Row]:
        """The date stands on the first line of a day only."""
        for place, (visit, before, after) in enumerate(zip(lines, [None, *lines], [*lines[1:], None], strict=False), 1):
            is_new_day = before is None or before.on != visit.on
            is_last = after is None or after.on != visit.on
            day = self._day(visit.on) if is_new_day else None
            if is_last and not is_new_day:  # elsewhere a wrong date would be the whole day's
                day = self._slipped(visit.on, 0.012)
            leaves = visit.minutes is not None and visit.minute + visit.minutes < 24 * 60
            yield (
                place,
                day,
                self._clock(visit.minute),
                self._clock(visit.minute + (visit.minutes or 0)) if leaves else None,
                visit.name,
                self._phone(visit.phone),
                EAST_CONTACTS[visit.contact],
                "首次" if visit.is_first else "再次",
                visit.party,
                visit.purpose,
                self._model(visit.model),
                visit.rival,
                visit.channel,
                f"{visit.level}级" if visit.level and self.random.random() < 0.3 else visit.level,
                "√" if visit.drove else "",
                self._seller(visit.seller),
                visit.note,
            )

    def _river_visits(self, lines: list[Visit]) -> Iterator[Row]:
        for place, visit in enumerate(lines, 1):
            comes = visit.contact == "visit"
            yield (
                place,
                self._slipped(visit.on, 0.0008) or self._day(visit.on),
                self._clock(visit.minute),
                visit.minutes,
                visit.name,
                self._phone(visit.phone),
                "√" if comes and visit.is_first else "",
                "√" if comes and not visit.is_first else "",
                *self._river_tail(visit),
            )

    def _river_tail(self, visit: Visit) -> Row:
        return (
            RIVER_CONTACTS[visit.contact],
            visit.purpose,
            self._model(visit.model),
            visit.channel,
            visit.level,
            "是" if visit.drove else "否",
            self._seller(visit.seller),
            visit.note,
        )

    def export(self, first: date, last: date) -> bytes:
        """Return a half-year as the dealer system exports it: GB18030 csv, one plain header."""
        text = io.StringIO(newline="")
        sheet = csv.writer(text)
        sheet.writerow(RIVER_EXPORT)
        for visit in self.story.visits:
            if first <= visit.on <= last:
                phone = visit.phone if self.random.random() > 0.003 else visit.phone[:10]
                turn = "" if visit.contact != "visit" else "首次" if visit.is_first else "再次"
                about = (visit.minutes, visit.name, phone, turn, *self._river_tail(visit))
                clock = f"{visit.minute // 60}:{visit.minute % 60:02d}"
                sheet.writerow((self.story.store.name, f"{visit.on:%Y/%m/%d}", clock, *about))
        return text.getvalue().encode("gb18030")

    def deals(self) -> list[Form]:
        """Return the order ledger, one sheet a year."""
        return self._by_year("订单台账", DEALS, self.story.deals, self._deal)

    def _deal(self, deal: Deal) -> Row:
        state = "退订" if deal.cancelled else "已交车" if deal.delivered else "已订"
        return (
            deal.number,
            deal.on,
            deal.delivered,
            deal.name,
            deal.phone,
            self._model(deal.model),
            deal.sale_channel,
            deal.deposit,
            deal.price,
            state,
            deal.cancelled,
            self._seller(deal.seller),
            deal.vin,
            "",
        )

    def losses(self, until: date = date.max) -> list[Form]:
        """Return the loss register in Chinese, of the days before `until`, one sheet a year."""
        lost = [loss for loss in self.story.losses if loss.on < until]
        return self._by_year("战败/失控记录表", LOSSES, lost, self._loss)

    def _loss(self, loss: Loss) -> Row:
        return (
            self._slipped(loss.on, 0.0008) or self._day(loss.on),
            loss.name,
            self._phone(loss.phone),
            self._model(loss.model),
            loss.level,
            loss.first_contact,
            loss.kind,
            "、".join(loss.reasons),
            loss.lost_to,
            self._seller(loss.seller),
            "",
        )

    def lost_sales(self, since: date) -> Form:
        """Return the losses from `since` as an English form."""
        rows = (
            (
                place,
                loss.on,
                loss.name,
                loss.phone,
                loss.model,
                loss.level,
                loss.first_contact,
                IN_ENGLISH[loss.kind],
                ", ".join(IN_ENGLISH.get(reason, reason) for reason in loss.reasons),
                loss.lost_to,
                loss.seller,
                "",
            )
            for place, loss in enumerate((loss for loss in self.story.losses if loss.on >= since), 1)
        )
        return Form("Lost Sales", f"Lost Sales Log {self.story.store.name}", LOST_SALES, list(rows))

    def drives(self) -> list[Form]:
        """Return the test drive register, one sheet a year."""
        return self._by_year("试乘试驾登记表", DRIVES, self.story.drives, self._drive)

    def _drive(self, drive: Drive) -> Row:
        clock, phone, model = self._clock(drive.minute), self._phone(drive.phone), self._model(drive.model)
        route = self.random.choice(("滨河路环线", "工业园环线"))
        return (drive.on, clock, drive.name, phone, model, self._seller(drive.seller), route, "")

    def _by_year(self, title: str, header: Row, events: list[Event], write: Callable[[Event], Row]) -> list[Form]:
        forms = []
        for year in sorted({one.on.year for one in events}):
            of_year = [one for one in events if one.on.year == year]
            rows = [(place, *write(one)) for place, one in enumerate(of_year, start=1)]
            forms.append(Form(f"{title[:2]}{year}年", f"{self.story.store.name}{title} {year}年", header, rows))
        return forms
