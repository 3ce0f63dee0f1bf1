"""Lines of registers invented backwards: from a month's printed counts to lines that count up to them."""

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from random import Random

MODELS = ("福瑞迪", "狮跑", "智跑", "K2", "K5", "秀儿", "赛拉图")
LEVELS = {"H级客户": "H", "A级客户": "A", "B级客户": "B", "C级客户": "C"}
ERRANDS = 6  # lines a month that are not sales traffic and count nowhere


@dataclass
class Customer:
    """Somebody with a name and a phone, met `on`, last seen `seen`."""

    name: str
    phone: str
    seen: date
    model: str = ""


@dataclass
class Line:
    """One line of the visit register."""

    on: date
    contact: str = "来店"
    turn: str = "首次"
    name: str = ""
    phone: str = ""
    purpose: str = "看车"
    model: str = ""
    level: str = ""
    drove: bool = False
    minutes: int | None = None


@dataclass
class Sale:
    """One line of the order ledger."""

    on: date
    name: str
    phone: str
    model: str
    channel: str


@dataclass
class Loss:
    """One line of the loss register."""

    on: date
    name: str
    phone: str
    model: str


class Months:
    """The registers of a store: `add` months in order of time; `lines`, `deals`, `losses` are what they hold."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.lines: list[Line] = []
        self.deals: list[Sale] = []
        self.losses: list[Loss] = []
        self.open: list[Customer] = []
        self.numbers = count(1)

    def add(self, month: date, printed: dict[str, int]) -> None:
        """Add a month whose lines count up to `printed`, and close or carry on the prospects open before it."""
        last = date(month.year, month.month, monthrange(month.year, month.month)[1])
        before = len(self.lines)
        firsts = self._fresh(month, last, printed)
        fresh = {line.phone: Customer(line.name, line.phone, line.on) for line in firsts}
        still_open = self._levels(month, last, printed, firsts, fresh)
        firsts += self._unrecorded(month, last, printed, len(self.lines) - before)
        self._models(printed, firsts, fresh)
        self._errands(month, last)
        added = self.lines[before:]
        self._drives(printed, added)
        self._stays(printed, added)
        self._other_sales(month, last, printed)
        self.open = still_open
        _check(printed, added, [deal for deal in self.deals if month <= deal.on <= last])

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.random.randint(0, (last - first).days))

    def _phone(self) -> str:
        return f"138000{next(self.numbers):05d}"

    def _line(self, line: Line) -> Line:
        self.lines.append(line)
        return line

    def _fresh(self, month: date, last: date, printed: dict[str, int]) -> list[Line]:
        """Add the first lines of the customers recorded this month: referrals, some calls and events, else visits."""
        contacts = ["转介绍"] * printed["转介绍"] + ["来电"] * (printed["来电"] // 5)
        contacts += ["展示/活动"] * (printed["展示/活动"] // 2)
        contacts += ["来店"] * (printed["资料记录数"] - len(contacts))
        assert contacts.count("来店") <= printed["首次到店"]
        lines = []
        for contact in contacts:
            phone = self._phone()
            name = (
                "钱孙周吴郑"[int(phone[-1]) % 5]
                + "一二三四五六七八九十"[int(phone[-2])]
                + "甲乙丙丁戊己庚辛壬癸"[int(phone[-3])]
            )
            lines.append(self._line(Line(self._day(month, last), contact, "首次", name, phone)))
        return lines

    def _levels(
        self, month: date, last: date, printed: dict[str, int], firsts: list[Line], fresh: dict[str, Customer]
    ) -> list[Customer]:
        """Sell to some, carry and lose those open before, and give levels so that the open ones match the print."""
        recent = sorted(self.open, key=lambda customer: customer.seen, reverse=True)
        early = month + timedelta(days=9)
        buyers, waiting = recent[: printed["展厅销量"] // 3], recent[printed["展厅销量"] // 3 :]
        for customer in buyers:
            line = self._line(Line(self._day(month, early), "来店", "再次", customer.name, customer.phone))
            self._sell(customer, line.on)
        sold = firsts[len(firsts) - (printed["展厅销量"] - len(buyers)) :]
        for line in sold:
            line.level = "H"
            self._sell(fresh[line.phone], self._day(line.on, last))
        levels = [letter for label, letter in LEVELS.items() for _ in range(printed[label])]
        self.random.shuffle(levels)
        unsold = firsts[: len(firsts) - len(sold)]
        missing = len(levels) - len(unsold)
        assert missing <= len(waiting), "more open prospects than were ever met"
        carried, given_up = waiting[: max(missing, 0)], waiting[max(missing, 0) :]
        for line, level in zip(unsold, levels, strict=False):
            self._grade(line, level, last)
        for customer, level in zip(carried, levels[len(unsold) :], strict=True):
            on = self._day(month, early)
            assert (on - customer.seen).days < 90, "would have dropped out by itself"
            customer.seen = on
            self._line(Line(on, "来店", "再次", customer.name, customer.phone, level=level))
        for customer in given_up:
            self.losses.append(Loss(self._day(month, month + timedelta(days=27)), customer.name, customer.phone, "K2"))
        return [fresh[line.phone] for line in unsold[: len(levels)]] + carried

    def _grade(self, line: Line, level: str, last: date) -> None:
        """Give the level on the first line, or, for one in ten, another there and this one on a later visit."""
        if line.contact != "来店" or line.on == last or self.random.random() > 0.1:
            line.level = level
            return
        line.level = self.random.choice([other for other in LEVELS.values() if other != level])
        later = self._day(line.on + timedelta(days=1), last)
        self._line(Line(later, "来店", "再次", line.name, line.phone, level=level))

    def _sell(self, customer: Customer, on: date) -> None:
        self.deals.append(Sale(on, customer.name, customer.phone, self.random.choice(MODELS), "展厅"))

    def _unrecorded(self, month: date, last: date, printed: dict[str, int], recorded_lines: int) -> list[Line]:
        """Add the lines without a phone, up to the month's traffic; return those that are first contacts."""
        added = self.lines[len(self.lines) - recorded_lines :]
        have = Counter((line.contact, line.turn) for line in added)
        need = Counter(
            {
                ("来店", "首次"): printed["首次到店"],
                ("来电", "首次"): printed["来电"],
                ("展示/活动", "首次"): printed["展示/活动"],
                ("转介绍", "首次"): printed["转介绍"],
            }
        )
        need["来店", "再次"] = printed["客流总数"] - need.total()
        assert all(have[kind] <= need[kind] for kind in have)
        firsts = []
        for (contact, turn), wanted in (need - have).items():
            for place in range(wanted):
                name = "" if place % 3 else self.random.choice("冯陈褚卫") + self.random.choice(("先生", "女士"))
                line = Line(self._day(month, last), contact, turn, name, "" if place % 2 else "未留")
                self._line(line)
                if turn == "首次":
                    firsts.append(line)
        return firsts

    def _models(self, printed: dict[str, int], firsts: list[Line], fresh: dict[str, Customer]) -> None:
        """Give one model to as many first contacts as asked for it; later lines of the month repeat it."""
        wanted = [model for model in MODELS for _ in range(printed[model])]
        chosen = self.random.sample(firsts, len(wanted))
        for line, model in zip(chosen, wanted, strict=True):
            line.model = model
            if line.phone in fresh:
                fresh[line.phone].model = model
        for line in self.lines:
            if line.turn == "再次" and line.phone in fresh:
                line.model = fresh[line.phone].model

    def _errands(self, month: date, last: date) -> None:
        for place in range(ERRANDS):
            purpose = ("提车", "保养")[place % 2]
            self._line(Line(self._day(month, last), "来店", "再次", "卫女士", "未留", purpose))

    def _drives(self, printed: dict[str, int], added: list[Line]) -> None:
        """Tick the drives of as many customers; whoever came twice drove twice."""
        phones = [
            line.phone for line in added if line.contact == "来店" and line.turn == "首次" and line.phone.isdigit()
        ]
        drivers = set(self.random.sample(phones, printed["试驾人数"]))
        for line in added:
            line.drove = line.phone in drivers and line.contact == "来店"

    def _stays(self, printed: dict[str, int], added: list[Line]) -> None:
        visits = [line for line in added if line.contact == "来店" and line.purpose == "看车"]
        self.random.shuffle(visits)
        for place, line in enumerate(visits):
            line.minutes = 30 + place % 60 if place < printed["逗留时间30分钟"] else 5 + place % 25

    def _other_sales(self, month: date, last: date, printed: dict[str, int]) -> None:
        for label, channel in (("当月二级销量", "二级"), ("当月批售总量", "批售")):
            for _ in range(printed[label]):
                model = self.random.choice(MODELS)
                self.deals.append(Sale(self._day(month, last), "宏达汽贸", self._phone(), model, channel))


def _check(printed: dict[str, int], added: list[Line], deals: list[Sale]) -> None:
    """Assert that what was written down counts up to what the deck prints."""
    lines = [line for line in added if line.purpose == "看车"]
    visits = [line for line in lines if line.contact == "来店"]
    asked = {(line.phone if line.phone.isdigit() else id(line), line.model) for line in lines if line.model}
    sold = Counter(deal.channel for deal in deals)
    found = {
        "客流总数": len(lines),
        "首次到店": sum(line.turn == "首次" for line in visits),
        "来电": sum(line.contact == "来电" for line in lines),
        "展示/活动": sum(line.contact == "展示/活动" for line in lines),
        "转介绍": sum(line.contact == "转介绍" for line in lines),
        "资料记录数": len({line.phone for line in lines if line.phone.isdigit() and line.turn == "首次"}),
        "试驾人数": len({line.phone for line in visits if line.drove}),
        "展厅销量": sold["展厅"],
        "当月二级销量": sold["二级"],
        "当月批售总量": sold["批售"],
        "逗留时间30分钟": sum((line.minutes or 0) >= 30 for line in visits),
        **{model: sum(of == model for _, of in asked) for model in MODELS},
    }
    assert found == {label: printed[label] for label in found}
