"""How showrooms write a value: each function turns a value of `happened` into the cell that somebody typed."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

CONTACTS = {"visit": "来店", "phone": "来电"}
_START = date(1899, 12, 30)


def yes_no(value: bool) -> str:
    """是 or 否."""
    return "是" if value else "否"


def tick(value: bool) -> str:
    """√ or nothing."""
    return "√" if value else ""


def cross(value: bool) -> str:
    """√ or ×."""
    return "√" if value else "×"


def first_again(value: bool) -> str:
    """首次 or 再次."""
    return "首次" if value else "再次"


def times(value: bool) -> float:
    """The how-manieth visit it was."""
    return 1.0 if value else 2.0


def ticked(word: object) -> Callable[[object], str]:
    """Return what writes √ under the heading of one value: `ticked("H")` for the column of level H."""
    return lambda value: "√" if value == word else ""


def clock(minute: int) -> time:
    """A time of day as a spreadsheet keeps it."""
    return time(*divmod(minute, 60))


def colon(minute: int) -> str:
    """9:30."""
    return f"{minute // 60}:{minute % 60:02d}"


def wide_colon(minute: int) -> str:
    """9：30."""
    return colon(minute).replace(":", "：")


def compact(minute: int) -> float:
    """930."""
    return float(minute // 60 * 100 + minute % 60)


def oclock(minute: int) -> str:
    """9点半, 14点40."""
    hour, rest = divmod(minute, 60)
    return f"{hour}点" + ("半" if rest == 30 else f"{rest:02d}分" if rest else "")


def afternoon(minute: int) -> str:
    """9:30 AM."""
    hour, rest = divmod(minute, 60)
    return f"{(hour - 1) % 12 + 1}:{rest:02d} {'PM' if hour >= 12 else 'AM'}"


def hours(value: int) -> str:
    """0:45."""
    return f"{value // 60}:{value % 60:02d}"


def chinese_day(day: date) -> str:
    """3月5日."""
    return f"{day.month}月{day.day}日"


def short_day(day: date) -> str:
    """3.5."""
    return f"{day.month}.{day.day}"


def slashed(day: date) -> str:
    """2026/3/5."""
    return f"{day.year}/{day.month}/{day.day}"


def american(day: date) -> str:
    """3/5/2026."""
    return f"{day.month}/{day.day}/{day.year}"


def serial(day: date) -> float:
    """46086, as a cell holds a day that lost its format."""
    return float((day - _START).days)


def stamp(day: date, minute: int) -> str:
    """2026-03-05 14:40:00."""
    return (datetime.combine(day, time()) + timedelta(minutes=minute)).isoformat(" ")


def grouped(phone: str) -> str:
    """139 1234 5678."""
    return f"{phone[:3]} {phone[3:7]} {phone[7:]}"


def number(phone: str) -> float:
    """13912345678.0."""
    return float(phone)


def grade(level: str) -> str:
    """A级."""
    return f"{level}级"
