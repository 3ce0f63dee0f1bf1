"""The town the demo plays in: two stores, their people, cars, channels and calendar. Everybody here is invented."""

from dataclasses import dataclass, field
from datetime import date

BEGINNING = date(2025, 3, 20)  # lived before the first register, so that its first month has be-backs and old deals
FIRST_DAY = date(2025, 6, 1)
LAST_DAY = date(2026, 11, 18)

# Fresh contacts a day of an average week, before be-backs.
FRESH_A_DAY = 14.2

WEEKDAYS = (0.78, 0.74, 0.76, 0.8, 0.98, 1.5, 1.44)
SEASONS = (0.95, 0.72, 1.0, 0.95, 1.02, 0.95, 0.88, 0.93, 1.14, 1.08, 1.06, 1.1)
CLOSED = frozenset(date(2026, 2, day) for day in range(16, 21))

# (first day, last day, how many times an ordinary day)
HOLIDAYS = (
    (date(2025, 10, 1), date(2025, 10, 7), 1.55),
    (date(2026, 1, 1), date(2026, 1, 3), 1.3),
    (date(2026, 2, 10), date(2026, 2, 15), 0.55),
    (date(2026, 2, 21), date(2026, 2, 26), 0.6),
    (date(2026, 5, 1), date(2026, 5, 5), 1.5),
    (date(2026, 10, 1), date(2026, 10, 7), 1.55),
)

HOURS = tuple(range(9, 19))
WEEKDAY_HOURS = (8, 13, 11, 6, 7, 11, 13, 12, 9, 4)
WEEKEND_HOURS = (6, 11, 12, 7, 9, 17, 20, 18, 11, 4)


@dataclass(frozen=True)
class Car:
    """A model: its share of interest, price in yuan, and how much easier (log odds) it sells."""

    name: str
    share: float
    price: int
    ease: float
    rivals: tuple[str, ...]


CARS = (
    Car("福瑞迪", 0.16, 109_800, 0.1, ("轩逸", "朗逸", "卡罗拉")),
    Car("狮跑", 0.09, 139_800, -0.2, ("途胜", "奇骏", "哈弗H6")),
    Car("智跑", 0.31, 159_800, 0.5, ("哈弗H6", "CS75", "途岳", "奇骏")),
    Car("K2", 0.17, 79_800, 0.15, ("瑞纳", "飞度", "POLO")),
    Car("K5", 0.14, 169_800, -0.1, ("凯美瑞", "雅阁", "迈腾")),
    Car("秀儿", 0.10, 119_800, -0.15, ("缤智", "逍客")),
    Car("赛拉图", 0.03, 89_800, -0.4, ("悦动", "比亚迪秦")),
)


@dataclass(frozen=True)
class Channel:
    """Where customers heard of the store: share among its contacts and ease of closing (log odds)."""

    name: str
    share: float
    ease: float


CHANNELS = {
    "visit": (
        Channel("自然到店", 0.38, 0.0),
        Channel("汽车之家", 0.14, 0.1),
        Channel("懂车帝", 0.13, 0.0),
        Channel("抖音", 0.13, -0.45),
        Channel("老客户转介绍", 0.08, 0.85),
        Channel("外拓", 0.07, -0.5),
        Channel("户外广告", 0.07, -0.15),
    ),
    "phone": (
        Channel("汽车之家", 0.33, 0.0),
        Channel("懂车帝", 0.28, -0.1),
        Channel("抖音", 0.19, -0.5),
        Channel("来电", 0.2, 0.1),
    ),
    "event": (Channel("车展", 0.65, -0.4), Channel("外拓", 0.35, -0.6)),
    "referral": (Channel("老客户转介绍", 1.0, 0.9),),
}
CONTACTS = {"visit": 0.7, "phone": 0.2, "event": 0.055, "referral": 0.045}


@dataclass(frozen=True)
class Seller:
    """A salesperson: skill in log odds, and the days between which he works."""

    name: str
    skill: float
    since: date = BEGINNING
    until: date = LAST_DAY


@dataclass(frozen=True)
class Store:
    """A store; `trouble` is (model, from when, log odds lost): a rival cut its price there."""

    name: str
    code: str
    busy: float
    sellers: tuple[Seller, ...]
    trouble: tuple[str, date, float] | None = None
    forgotten: frozenset[date] = field(default_factory=frozenset)  # days whose register was never written


EAST = Store(
    "城东店",
    "CD",
    1.02,
    (
        Seller("陈立新", 0.4),
        Seller("周敏", 0.25),
        Seller("何志远", 0.1),
        Seller("宋佳", 0.0),
        Seller("马晓东", -0.1),
        Seller("罗婷", -0.2),
        Seller("谢文斌", -0.35),
        Seller("韩雪", 0.15, until=date(2026, 3, 20)),
    ),
    forgotten=frozenset({date(2025, 9, 17), date(2026, 4, 18), date(2026, 8, 9)}),
)
RIVER = Store(
    "滨江店",
    "BJ",
    1.03,
    (
        Seller("高建国", 0.35),
        Seller("梁思琪", 0.2),
        Seller("郑凯", 0.1),
        Seller("许丽华", 0.0),
        Seller("邓超群", -0.05),
        Seller("冯媛", -0.15),
        Seller("曹磊", -0.3),
        Seller("彭小雨", -0.45, since=date(2026, 6, 8)),
    ),
    trouble=("智跑", date(2026, 9, 20), 3.6),
    forgotten=frozenset({date(2025, 11, 22), date(2026, 7, 11)}),
)
STORES = (EAST, RIVER)

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华建国文辉玲志海燕云峰雪梅春龙晨宇欣怡子轩"

# Weights: what cars lose most by, and what people do.
REASONS = {
    "价格": 26,
    "品牌": 9,
    "配置": 8,
    "外观": 6,
    "动力及操控": 6,
    "内饰": 5,
    "质量": 4,
    "跟进不及时": 11,
    "报价不合理": 7,
    "服务不到位": 6,
    "介绍不专业": 5,
    "态度不热情": 4,
    "承诺不兑现": 2,
}
OWN_WORDS = ("家人不同意", "资金不到位", "等新款上市", "摇号未中")
NOTES = ("", "", "", "", "", "", "关注优惠", "置换", "要求周末再看", "带家人来", "贷款购车", "对比中", "等颜色")
TRADERS = ("宏达汽贸", "顺通汽贸", "县城二级网点", "鑫源汽车", "乡镇服务站")
FLEETS = ("蓝天驾校", "城市出租公司", "安达租赁")
