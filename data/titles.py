"""What titles, sheet names and file names tell: the day, the month, the year, the store."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from data.dates import NO_YEAR, Around, UnreadableError, as_date, as_month
from data.people import is_person
from data.vocabulary import plain, vocabulary

_DAY = re.compile(
    r"(?:\d{4}\s*[年./-]\s*)?\d{1,2}\s*月\s*\d{1,2}\s*[日号]|\d{4}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{1,2}(?!\d)"
)
_MONTH = re.compile(r"(?:(\d{4})\s*年\s*(?:度)?)?\s*(十[一二]?|[一二三四五六七八九]|\d{1,2})\s*月(?!\s*\d)")
_MONTH_NUMBERS = re.compile(r"(?<!\d)(20\d{2})[./_-]?(0[1-9]|1[0-2]|[1-9])(?!\d)")
_MONTH_NAMED = re.compile(
    r"\b((?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.?[\s,]+(20\d{2})", re.IGNORECASE
)
_DAY_NAMED = re.compile(r"\b[A-Z][a-z]{2,8}\.? \d{1,2},? 20\d{2}|\b\d{1,2} [A-Z][a-z]{2,8}\.? 20\d{2}")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?:\s*年|(?!\d))")
_BARE_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})|(\d{1,2})[日号]?")
_LABELLED = re.compile(
    r"(?:门店|店名|店别|经销商|单位|公司名称|Store|Dealership|Rooftop)\s*[:：]\s*([^\s:：,，;；]+(?: [A-Z]\w+)*)"
)
_CHINESE_STORE = re.compile(
    r"(?:\d{4}年)?(?:度)?(?:\d{1,2}月)?(?:份)?([\u4e00-\u9fffA-Za-z0-9()（）]*?(?:店|公司|中心))"
)
_SALESPERSON = re.compile(
    r"(?:销售顾问|接待顾问|销售员|业务员|顾问|姓名)\s*[:：]\s*([\u4e00-\u9fff]{2,3})(?![\u4e00-\u9fff])"
)
_NOT_STORES = ("来店", "到店", "进店", "离店", "回店", "本店", "门店")


@dataclass(frozen=True)
class Told:
    """What the words around a sheet tell of it; a part nobody told is None."""

    day: date | None = None  # with the year NO_YEAR when only month and day were told
    year: int | None = None
    month: int | None = None
    store: str | None = None
    salesperson: str | None = None


def told_by(text: str, *, is_sheet_name: bool = False) -> Told:
    """Read a title, a sheet's name or a file's name (without its ending)."""
    text = unicodedata.normalize("NFKC", text).strip()
    day = _day(text)
    if day is None and is_sheet_name and (found := _BARE_DAY.fullmatch(text)) and found[2]:
        day = _as_day(text)
    year, month = _month(text)
    if day is not None:
        year, month = (None if day.year == NO_YEAR else day.year), day.month
    salesperson = found[1] if (found := _SALESPERSON.search(text)) and is_person(found[1]) else None
    return Told(day, year, month, _store(text), salesperson)


def first_told(*sources: Told) -> Told:
    """Join what several sources tell: the first that tells a thing wins."""

    def pick(part: str) -> object:
        return next((getattr(source, part) for source in sources if getattr(source, part) is not None), None)

    return Told(*(pick(part) for part in ("day", "year", "month", "store", "salesperson")))  # type: ignore[arg-type]


def _as_day(text: str) -> date | None:
    try:
        return as_date(text, Around())
    except UnreadableError:
        return None


def _day(text: str) -> date | None:
    found = _DAY.search(text) or _DAY_NAMED.search(text)
    return (
        _as_day(re.sub(r"(?<=\D)\s+|\s+(?=[年月日号./-])", "", found[0]) if _DAY.search(text) else found[0])
        if found
        else None
    )


def _month(text: str) -> tuple[int | None, int | None]:
    if (found := _MONTH.search(text)) and (month := as_month(found[2] + "月")):
        year = int(found[1]) if found[1] else _year(text)
        return year, month[1]
    if found := _MONTH_NUMBERS.search(text):
        return int(found[1]), int(found[2])
    if (found := _MONTH_NAMED.search(text)) and (month := as_month(found[1][:3])):
        return int(found[2]), month[1]
    month = as_month(text)
    return _year(text), month[1] if month else None


def _year(text: str) -> int | None:
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def _store(text: str) -> str | None:
    if found := _LABELLED.search(text):
        return found[1]
    pieces = [piece.strip() for piece in re.split(r"[\s_]*[—–|_]+[\s_]*|\s-\s|\s{2,}", text) if piece.strip()]
    for piece in pieces:
        found = _CHINESE_STORE.match(piece)
        if found and not found[1].endswith(_NOT_STORES) and len(found[1]) > 2 and not found[1].startswith("20"):
            return found[1]
    if len(pieces) > 1 and pieces[0].isascii() and _is_store_name(pieces[0]) and _names_a_form(pieces[1]):
        return pieces[0]
    return None


def _is_store_name(piece: str) -> bool:
    return piece[0].isalpha() and not _names_a_form(piece) and _month(piece) == (None, None)


def _names_a_form(piece: str) -> bool:
    label = plain(piece)
    titles = [title for words in vocabulary().titles.values() for title in words]
    return any(title in label for title in [*titles, "log", "traffic", "summary", "analysis"])
