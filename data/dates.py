"""Dates, times of day and lengths of stay as showrooms write them.

A date without a year gets the year NO_YEAR, a leap year, until the workbook as a whole says which year it was.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

NO_YEAR = 4
_EPOCH = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
_YEARS = range(1990, 2101)
_MONTHS = {
    m: i for i, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}
_NUMERALS = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十二": 12,
    "两": 2,
}
_NUMERAL = re.compile(
    r"[一二三四五六七八九]?十[一二三四五六七八九]?(?=[月日号点时])|[一二两三四五六七八九](?=[月日号点时])"
)
_WORD = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_FULL = re.compile(r"(\d{4})\s*[年./\-\s]\s*(\d{1,2})\s*[月./\-\s]\s*(\d{1,2})")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CHINESE = re.compile(r"(?:(\d{2,4})年)?\s*(\d{1,2})月\s*(\d{1,2})\s*[日号]?")
_THREE = re.compile(r"(\d{1,2})([./\-])(\d{1,2})\2(\d{4}|\d{1,2})(?![\d./\-])")
_TWO = re.compile(r"(\d{1,2})[./\-](\d{1,2})")
_DAY = re.compile(r"(\d{1,2})\s*[日号]?")
_NAMED = re.compile(rf"{_WORD}\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(\d{{4}}))?", re.IGNORECASE)
_NAMED_AFTER = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s\-]+{_WORD}(?:,?[\s\-]+(\d{{4}}|\d{{2}}))?", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2})\s*[:;.点时h]\s*(?:(\d{1,2})|(半))?(?::\d{1,2})?\s*分?")
_HOUR = re.compile(r"(\d{1,2})\s*[ap]\.?m\.?", re.IGNORECASE)
_AFTERNOON = re.compile(r"下午|晚|pm|p\.m", re.IGNORECASE)
_UNTIL = re.compile(r"\s*(?:[-~—–]+|至|到)\s*")
_HALF_DAYS = {"上午", "下午", "中午", "早上", "晚上", "傍晚", "am", "pm", "morning", "afternoon"}
_HOURS = re.compile(
    r"约?\s*(半|[一二两三四]|[\d.]+)\s*个?(半)?\s*(?:小时|钟头|时|h(?:ours?|rs?)?)\s*(?:(\d+)|(半))?", re.IGNORECASE
)
_MINUTES = re.compile(r"约?[>≥＞]?=?\s*([\d.]+)\s*(?:分钟|分|min(?:ute)?s?|m|以上|\+)*", re.IGNORECASE)


class UnreadableError(ValueError):
    """A cell that cannot be understood; `code` says why (words: `problem.<code>`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Around:
    """What stands around a sheet's dates: the month its title names, and whether days come before months."""

    month: int | None = None
    day_first: bool = False


def as_date(raw: object, around: Around) -> date:
    """Return the day a cell means. Raises UnreadableError("bad_date")."""
    try:
        found = _date(raw, around)
    except ValueError:
        found = None
    if found is None or (found.year != NO_YEAR and found.year not in _YEARS):
        raise UnreadableError("bad_date")
    return found


def _date(raw: object, around: Around) -> date | None:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, float) and not isinstance(raw, bool):
        if int(raw) in _SERIALS:
            return _EPOCH + timedelta(days=int(raw))
        raw = f"{raw:.0f}" if raw.is_integer() else f"{raw:g}"
    return _written_date(raw, around) if isinstance(raw, str) else None


def _written_date(raw: str, around: Around) -> date | None:
    text = unicodedata.normalize("NFKC", raw).strip()
    if found := _FULL.match(text) or _DIGITS.fullmatch(text):
        return date(*map(int, found.groups()))
    if found := _THREE.match(text):
        return _three_numbers(int(found[1]), int(found[3]), int(found[4]), around)
    if text.isdigit() and len(text) == 5 and int(text) in _SERIALS:
        return _EPOCH + timedelta(days=int(text))
    return _named_date(text) or _short_date(text, around)


def _named_date(text: str) -> date | None:
    if found := _CHINESE.match(_in_digits(text)):
        return date(_year(found[1]), int(found[2]), int(found[3]))
    if found := _NAMED.match(text):
        return date(_year(found[3]), _MONTHS[found[1].lower()], int(found[2]))
    if found := _NAMED_AFTER.match(text):
        return date(_year(found[3]), _MONTHS[found[2].lower()], int(found[1]))
    return None


def _short_date(text: str, around: Around) -> date | None:
    if found := _TWO.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        return date(NO_YEAR, second, first) if around.day_first or first > 12 else date(NO_YEAR, first, second)
    if around.month and (found := _DAY.fullmatch(text)):
        return date(NO_YEAR, around.month, int(found[1]))
    return None


def _three_numbers(first: int, second: int, third: int, around: Around) -> date:
    """Read 25-9-3 as year, month, day and 9/3/2025 as month, day, year unless the column puts days first."""
    if third < 100 and (first > 12 or third < 20 <= first) and not around.day_first:
        return date(2000 + first, second, third)
    year = third if third >= 100 else 2000 + third
    return date(year, second, first) if around.day_first or first > 12 else date(year, first, second)


def _year(text: str | None) -> int:
    if not text:
        return NO_YEAR
    return int(text) if len(text) == 4 else 2000 + int(text)


def puts_days_first(values: list[object]) -> bool:
    """Say whether a column of 13/9/2025 and the like puts the day before the month."""
    found = (_THREE.match(value.strip()) for value in values if isinstance(value, str))
    return any(int(match[1]) > 12 and len(match[4]) == 4 for match in found if match)


def as_minute(raw: object) -> int | None:
    """Return the minute of the day, None for a mere "上午". Raises UnreadableError("bad_time")."""
    if isinstance(raw, datetime | time):
        return raw.hour * 60 + raw.minute
    if isinstance(raw, float):
        minute = _number_as_minute(raw)
    elif isinstance(raw, str):
        if raw.strip().lower() in _HALF_DAYS:
            return None
        minute = _written_minute(unicodedata.normalize("NFKC", raw).strip())
    else:
        minute = None
    if minute is None or not 0 <= minute < 1440:
        raise UnreadableError("bad_time")
    return minute


def as_ending_minute(raw: object) -> int | None:
    """Return the minute of the day that ends 9:30-10:15, None when only one is written.

    Raises UnreadableError("bad_time").
    """
    if not isinstance(raw, str):
        as_minute(raw)
        return None
    _, *ends = _UNTIL.split(unicodedata.normalize("NFKC", raw).strip())
    return as_minute(ends[-1]) if ends and ends[-1] else None


def _number_as_minute(number: float) -> int | None:
    if 0 <= number < 1:
        return round(number * 1440) % 1440
    if int(number) in _SERIALS:
        return round(number % 1 * 1440) % 1440
    return _written_minute(f"{number:.0f}" if number.is_integer() else f"{number:.2f}")


def _in_digits(text: str) -> str:
    """Return 三月十五日 as 3月15日 and 十点半 as 10点半."""
    return _NUMERAL.sub(lambda found: str(_as_number(found[0])), text)


def _as_number(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    return (10 * _NUMERALS.get(tens, 1) if ten else 0) + _NUMERALS.get(ones, 0)


def _written_minute(text: str) -> int | None:
    text = _in_digits(text)
    if text.isdigit():
        hour, minute = (int(text), 0) if len(text) <= 2 else divmod(int(text), 100)
    elif found := _HOUR.fullmatch(text):
        hour, minute = int(found[1]), 0
    elif found := _CLOCK.search(text.rsplit(" ", 1)[-1] if _FULL.match(text) else text):
        hour, minute = int(found[1]), 30 if found[3] else int(found[2] or 0)
    else:
        return None
    if _AFTERNOON.search(text) and hour < 12:
        hour += 12
    return hour * 60 + minute if minute < 60 and hour < 24 else None


def as_duration(raw: object) -> int:
    """Return minutes of stay from minutes, h:mm, hours or a share of a day. Raises UnreadableError("bad_duration")."""
    minutes: float | None = None
    if isinstance(raw, time):
        minutes = raw.hour * 60 + raw.minute
    elif isinstance(raw, timedelta):
        minutes = raw.total_seconds() / 60
    elif isinstance(raw, float):
        minutes = raw * 1440 if 0 < raw < 1 else raw
    elif isinstance(raw, str):
        minutes = _written_duration(unicodedata.normalize("NFKC", raw).strip())
    if minutes is None or not 0 <= minutes <= 1440:
        raise UnreadableError("bad_duration")
    return int(minutes + 0.5)


def _written_duration(text: str) -> float | None:
    if ":" in text:
        parts = text.split(":")
        return int(parts[0]) * 60 + int(parts[1]) if all(part.isdigit() for part in parts) else None
    try:
        if found := _HOURS.match(text):
            hours = 0.5 if found[1] == "半" else _NUMERALS.get(found[1]) or float(found[1])
            return hours * 60 + (30 if found[2] or found[4] else int(found[3] or 0))
        if found := _MINUTES.fullmatch(text):
            return float(found[1])
    except ValueError:
        pass
    return None


_MONTH_CHINESE = re.compile(r"(?:(\d{4}|\d{2})年(?:度)?)?\s*(十[一二]?|[一二三四五六七八九]|\d{1,2})月(?:份)?")
_MONTH_NUMBERS = re.compile(r"(\d{4})[./\-](\d{1,2})")
_MONTH_DIGITS = re.compile(r"(20\d{2})(0[1-9]|1[0-2])")
_MONTH_NAMED = re.compile(rf"{_WORD}[\s\-,']*(\d{{4}}|\d{{2}})?", re.IGNORECASE)


def as_month(raw: object) -> tuple[int, int] | None:
    """Return (year, month) of a heading such as 一月, 2025年1月, 2025.1, Jan 2025 or a date; None if it is no month."""
    if isinstance(raw, date):
        return (raw.year, raw.month) if raw.year in _YEARS else None
    if isinstance(raw, float):
        raw = f"{raw:g}" if raw < 10_000 else f"{raw:.0f}"
    if not isinstance(raw, str):
        return None
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", raw)).strip()
    if found := _MONTH_CHINESE.fullmatch(text):
        month = _NUMERALS.get(found[2]) or int(found[2])
        year = _year(found[1])
    elif found := _MONTH_NUMBERS.fullmatch(text) or _MONTH_DIGITS.fullmatch(text):
        year, month = int(found[1]), int(found[2])
    elif found := _MONTH_NAMED.fullmatch(text):
        year, month = _year(found[2]), _MONTHS[found[1].lower()]
    else:
        return None
    return (year, month) if 1 <= month <= 12 and (year == NO_YEAR or year in _YEARS) else None
