"""What happens in the two stores: customers come, come back, drive, order or are lost. Nothing here knows a form."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import exp
from random import Random

from data.demo.events import Deal, Drive, Event, Loss, Story, Visit
from data.demo.town import (
    BEGINNING,
    CARS,
    CHANNELS,
    CLOSED,
    CONTACTS,
    FIRST_DAY,
    FLEETS,
    FRESH_A_DAY,
    GIVEN,
    HOLIDAYS,
    HOURS,
    LAST_DAY,
    NOTES,
    OWN_WORDS,
    REASONS,
    SEASONS,
    SURNAMES,
    TRADERS,
    WEEKDAY_HOURS,
    WEEKDAYS,
    WEEKEND_HOURS,
    Car,
    Channel,
    Seller,
    Store,
)

LADDER = "CBAH"
LEAVES_PHONE = {"visit": 0.9, "phone": 0.0, "event": 0.0, "referral": 2.0}  # log odds


@dataclass(slots=True)
class Customer:
    """A person: `called` is what the front desk writes, `phone` is '' when it was not left with the desk."""

    name: str
    called: str
    phone: str
    number: str
    contact: str
    channel: Channel
    car: Car
    zeal: float
    seller: Seller
    level: str = "B"
    has_driven: bool = False


def tell(store: Store, seed: int) -> Story:
    """Return the story of `store` from FIRST_DAY to LAST_DAY, the same for the same seed."""
    return _Teller(store, Random(f"{store.code}{seed}")).tell()  # noqa: S311 (a simulation, not a secret)


def _chance(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds))


def traffic_factor(on: date) -> float:
    """Return how busy a day is against an average one: 0 when closed."""
    if on in CLOSED:
        return 0.0
    holiday = next((times for first, last, times in HOLIDAYS if first <= on <= last), None)
    week = WEEKDAYS[on.weekday()] if holiday is None else holiday
    return week * SEASONS[on.month - 1]


class _Teller:
    def __init__(self, store: Store, random: Random) -> None:
        self.store, self.random = store, random
        self.story = Story(store)
        self.people = 0
        self.shares = [car.share for car in CARS]

    def tell(self) -> Story:
        on = BEGINNING
        while on <= LAST_DAY:
            expected = FRESH_A_DAY * self.store.busy * traffic_factor(on)
            for _ in range(self._count(expected)):
                self._arrive(on)
            self._other_business(on)
            on += timedelta(days=1)
        story = self.story
        story.visits = [visit for visit in self._kept(story.visits) if visit.on not in self.store.forgotten]
        story.visits.sort(key=lambda visit: (visit.on, visit.minute))
        story.losses = sorted(self._kept(story.losses), key=lambda loss: loss.on)
        story.drives = sorted(self._kept(story.drives), key=lambda drive: (drive.on, drive.minute))
        story.deals = self._numbered(sorted(self._kept(story.deals), key=lambda deal: deal.on))
        return story

    @staticmethod
    def _kept(events: list[Event]) -> list[Event]:
        return [event for event in events if FIRST_DAY <= event.on <= LAST_DAY]

    def _count(self, expected: float) -> int:
        """Return a Poisson number."""
        limit, product, count = exp(-expected), self.random.random(), 0
        while product > limit:
            product *= self.random.random()
            count += 1
        return count

    def _customer(self, on: date) -> Customer:
        random = self.random
        contact = random.choices(list(CONTACTS), list(CONTACTS.values()))[0]
        channels = CHANNELS[contact]
        grown = max(0, (on - FIRST_DAY).days) / (LAST_DAY - FIRST_DAY).days
        weights = [c.share * (0.6 + 0.9 * grown if c.name == "抖音" else 1.0) for c in channels]
        zeal = random.gauss(0, 1)
        surname = random.choice(SURNAMES)
        name = surname + "".join(random.sample(GIVEN, random.choice((1, 2, 2))))
        called = surname + random.choice(("先生", "先生", "女士")) if random.random() < 0.45 else name
        number = self._phone()
        left_phone = random.random() < _chance(LEAVES_PHONE[contact] + 0.7 * zeal)
        return Customer(
            name=name,
            called=called,
            phone=number if left_phone else "",
            number=number,
            contact=contact,
            channel=random.choices(channels, weights)[0],
            car=random.choices(CARS, self.shares)[0],
            zeal=zeal,
            seller=self._seller(on),
            level=LADDER[min(3, max(0, round(1.15 + 0.75 * zeal + random.gauss(0, 0.5))))],
        )

    def _phone(self) -> str:
        """Return a number nobody holds yet in this town: 1xx00 and six digits, the stores apart."""
        self.people += 1
        prefix = self.random.choice(("138", "139", "186", "199"))
        return f"{prefix}00{(5 if self.store.code == 'BJ' else 1)}{self.people:05d}"

    def _seller(self, on: date, before: Seller | None = None) -> Seller:
        if before is not None and before.since <= on <= before.until:
            return before
        return self.random.choice([seller for seller in self.store.sellers if seller.since <= on <= seller.until])

    def _open_day(self, on: date) -> date:
        while on in CLOSED:
            on += timedelta(days=1)
        return on

    def _arrive(self, on: date) -> None:
        customer = self._customer(on)
        self._visit(customer, on, contact=customer.contact, is_first=True)
        begins = on
        if customer.contact != "visit":
            if self.random.random() > _chance(-0.7 + 0.6 * customer.zeal):
                self._maybe_lose(customer, on, on)
                return
            begins = self._open_day(on + timedelta(days=self.random.randint(1, 6)))
            self._visit(customer, begins, contact="visit", is_first=True)
        if self.random.random() < self._close_chance(customer, begins):
            self._court_and_order(customer, begins)
        else:
            last = self._come_back(customer, begins)
            self._maybe_lose(customer, on, last)

    def _close_chance(self, customer: Customer, on: date) -> float:
        odds = -1.92 + customer.seller.skill + customer.channel.ease + customer.car.ease + 0.9 * customer.zeal
        odds += 0.5 if customer.has_driven else 0.0
        odds -= 0.0 if customer.phone else 0.9
        trouble = self.store.trouble
        if trouble and customer.car.name == trouble[0] and on >= trouble[1]:
            odds -= trouble[2]
        return _chance(odds)

    def _visit(self, customer: Customer, on: date, *, contact: str, is_first: bool, level: str = "") -> None:
        if on > LAST_DAY:
            return
        random = self.random
        customer.seller = self._seller(on, customer.seller)
        hours = WEEKEND_HOURS if on.weekday() >= 5 else WEEKDAY_HOURS
        minute = random.choices(HOURS, hours)[0] * 60 + random.randrange(0, 60, 1 if is_first else 5)
        stays = contact == "visit"
        drove = stays and random.random() < _chance((-1.6 if is_first else -3.6) + 0.85 * customer.zeal)
        customer.has_driven = customer.has_driven or drove
        minutes = max(3, round(exp(2.72 + 0.38 * customer.zeal + 0.45 * drove + random.gauss(0, 0.45))))
        compared = random.random() < 0.25
        self.story.visits.append(
            Visit(
                on=on,
                minute=minute,
                minutes=minutes if stays else None,
                name=customer.called,
                phone=customer.phone,
                contact=contact,
                is_first=is_first,
                model=customer.car.name if random.random() < 0.86 else "",
                channel=customer.channel.name,
                level=level or (customer.level if customer.phone and random.random() < 0.93 else ""),
                drove=drove,
                seller=customer.seller.name,
                party=random.choices((1, 2, 3, 4), (45, 35, 15, 5))[0] if stays else 1,
                purpose="看车",
                rival=random.choice(customer.car.rivals) if compared else "",
                note=random.choice(NOTES),
            )
        )
        if drove and customer.phone and random.random() < 0.95:
            self.story.drives.append(
                Drive(on, minute + 8, customer.called, customer.phone, customer.car.name, customer.seller.name)
            )

    def _move(self, customer: Customer, steps: int) -> None:
        customer.level = LADDER[min(3, max(0, LADDER.index(customer.level) + steps))]

    def _court_and_order(self, customer: Customer, begins: date) -> None:
        """Order the same day or after days to weeks, coming back in between; the order is signed on a visit."""
        random = self.random
        lag = 0 if random.random() < 0.16 else min(80, 1 + round(random.gammavariate(1.15, 11)))
        on = self._open_day(begins + timedelta(days=lag))
        for day in sorted(random.sample(range(1, lag), min(lag // 4, self._count(1.2)))) if lag > 4 else ():
            self._move(customer, 1)
            self._visit(customer, self._open_day(begins + timedelta(days=day)), contact="visit", is_first=False)
        if lag:
            self._visit(customer, on, contact="visit", is_first=False, level="O")
        if on <= LAST_DAY:
            self._order(customer, on)

    def _come_back(self, customer: Customer, begins: date) -> date:
        """Visit again some times without ordering; return the day of the last contact."""
        last = begins
        for _ in range(self._count(0.98 * exp(0.4 * customer.zeal))):
            last = self._open_day(last + timedelta(days=self.random.randint(2, 16)))
            self._move(customer, self.random.choice((-1, -1, 0, 0, 1)))
            self._visit(customer, last, contact="visit", is_first=False)
        return last

    def _order(self, customer: Customer, on: date) -> None:
        random = self.random
        is_off = random.random() < 0.045
        cancelled = on + timedelta(days=random.randint(2, 20)) if is_off else None
        if cancelled is not None and cancelled > LAST_DAY:
            cancelled = None
        delivered = self._open_day(on + timedelta(days=random.randint(1, 26)))
        is_done = cancelled is None and delivered <= LAST_DAY
        self.story.deals.append(
            Deal(
                number="",
                on=on,
                delivered=delivered if is_done else None,
                cancelled=cancelled,
                name=customer.name,
                phone=customer.number,
                model=customer.car.name,
                sale_channel="展厅",
                deposit=random.choice((1000, 2000, 3000, 5000, 10000)),
                price=int(round(customer.car.price * random.uniform(0.9, 0.99), -2)),
                seller=customer.seller.name,
                vin=self._vin() if is_done else "",
            )
        )
        if is_done and random.random() < 0.25:
            self._errand(customer.called, customer.phone, delivered, "提车", customer.seller.name)

    def _vin(self) -> str:
        return "LJD" + "".join(self.random.choices("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", k=8)) + f"{self.people:06d}"

    def _maybe_lose(self, customer: Customer, first_contact: date, last: date) -> None:
        random = self.random
        if not customer.phone or random.random() > 0.72:
            return
        on = self._open_day(last + timedelta(days=6 + round(random.expovariate(1 / 24))))
        if on > LAST_DAY:
            return
        trouble = self.store.trouble
        is_undercut = bool(trouble and customer.car.name == trouble[0] and on >= trouble[1])
        kind = random.choices(("战败", "失控", "休眠"), (85, 10, 5) if is_undercut else (58, 30, 12))[0]
        went = kind == "战败" and random.random() < 0.8
        self.story.losses.append(
            Loss(
                on=on,
                first_contact=first_contact,
                kind=kind,
                reasons=self._reasons(is_undercut) if kind == "战败" or random.random() < 0.3 else (),
                lost_to=(customer.car.rivals[0] if is_undercut else random.choice(customer.car.rivals)) if went else "",
                name=customer.called,
                phone=customer.phone,
                model=customer.car.name,
                level=customer.level,
                seller=self._seller(on, customer.seller).name,
            )
        )

    def _reasons(self, is_undercut: bool) -> tuple[str, ...]:
        random = self.random
        if random.random() < 0.05:
            return (random.choice(OWN_WORDS),)
        drawn = random.choices(list(REASONS), list(REASONS.values()), k=random.choices((1, 2, 3), (62, 28, 10))[0])
        return tuple(dict.fromkeys(["价格", *drawn[1:]] if is_undercut else drawn))

    def _errand(self, name: str, phone: str, on: date, purpose: str, seller: str) -> None:
        """Write a line of the register that is not sales traffic."""
        self.story.visits.append(
            Visit(
                on=on,
                minute=self.random.randint(560, 1020),
                minutes=None,
                name=name,
                phone=phone,
                contact="visit",
                is_first=False,
                model="",
                channel="",
                level="",
                drove=False,
                seller=seller,
                party=1,
                purpose=purpose,
                rival="",
                note="",
            )
        )

    def _other_business(self, on: date) -> None:
        """Add what comes without a visit: service errands, cars for traders and for fleets."""
        if on in CLOSED:
            return
        random = self.random
        if random.random() < 0.2:
            name = random.choice(SURNAMES) + "先生"
            self._errand(name, "", on, random.choice(("保养", "续保", "找人")), self._seller(on).name)
        for sale_channel, chance, buyers in (("二级", 0.24, TRADERS), ("批售", 0.02, FLEETS)):
            for _ in range(self._count(chance)):
                car = random.choices(CARS, self.shares)[0]
                delivered = self._open_day(on + timedelta(days=random.randint(0, 6)))
                self.story.deals.append(
                    Deal(
                        number="",
                        on=on,
                        delivered=delivered if delivered <= LAST_DAY else None,
                        cancelled=None,
                        name=random.choice(buyers),
                        phone=self._phone(),
                        model=car.name,
                        sale_channel=sale_channel,
                        deposit=5000,
                        price=int(round(car.price * random.uniform(0.86, 0.92), -2)),
                        seller=self._seller(on).name,
                        vin=self._vin(),
                    )
                )

    def _numbered(self, deals: list[Deal]) -> list[Deal]:
        return [
            replace(deal, number=f"{self.store.code}{deal.on:%Y%m%d}{place:04d}")
            for place, deal in enumerate(deals, start=1)
        ]
