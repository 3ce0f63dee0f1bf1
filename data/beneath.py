"""What the cells beneath a heading tell about it, whatever its words say."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from enum import StrEnum

from data.clean import cleaner, is_missing, is_tick
from data.dates import Around, UnreadableError, as_date, as_minute
from data.people import is_person
from data.registers import Field
from data.texts import text_of
from data.vocabulary import plain, vocabulary

SAMPLE = 100  # lines whose values help to settle what a heading means
MOST = 0.75  # the share of cells that must be of one nature: a few are always left blank or wrong
LEAST = 3  # values that a nature is told by when the heading says nothing
_CLOCK = re.compile(r"\d{1,2}\s*[:：点]\s*\d{0,2}.*")
_RANGE = re.compile(r"\s*\d{1,2}\s*[:：点]\s*\d{0,2}[^\d]*?[-~～—–－至到]+\s*\d{1,2}\s*[:：点].*")
_STAMP = re.compile(r"\d{4}\D\d{1,2}\D\d{1,2}日?[ T]+\d{1,2}:\d")
_FRAME = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_LEVELS = {"o", "h", "a", "b", "c", "d", "n"}
_NAMES = {"name", "person"}
_TEXTS = {"text", "name", "person", "model", "id"}
_FIRST_OR_NOT = ("首次", "初次", "第一次", "再次", "二次", "第二次", "多次")
_STORES = ("店", "4S", "公司", "中心")

Grid = Sequence[Sequence[object]]


class Nature(StrEnum):
    """What nearly all cells of a column are."""

    PHONES = "phones"
    FRAMES = "frames"  # 车架号
    TICKS = "ticks"
    STAMPS = "stamps"  # a day with a time
    DAYS = "days"
    RANGES = "ranges"  # 9:30-10:15
    CLOCKS = "clocks"
    LEVELS = "levels"
    VALIDITY = "validity"  # 有效, 无效
    FIRST = "first"
    CONTACT = "contact"  # 来店, 来电
    CHANNEL = "channel"
    OUTCOME = "outcome"
    SALE_CHANNEL = "sale_channel"
    REASONS = "reasons"
    STAFF = "staff"  # names that come again and again
    CUSTOMERS = "customers"  # names that hardly do
    MIXED = ""


_NO_TEXT = {Nature.TICKS, Nature.DAYS, Nature.STAMPS, Nature.CLOCKS, Nature.RANGES, Nature.PHONES}
_NO_NAMES = _NO_TEXT | {Nature.LEVELS, Nature.VALIDITY, Nature.FIRST, Nature.CONTACT, Nature.OUTCOME, Nature.REASONS}


class Beneath:
    """The cells under the headings, looked at once for all kinds of register."""

    def __init__(self, lines: Grid) -> None:
        self._lines = lines[:SAMPLE]
        self._values: dict[int, list[object]] = {}
        self._natures: dict[int, Nature] = {}

    def values(self, column: int) -> list[object]:
        """Return the cells of a column that say something."""
        if column not in self._values:
            cells = (line[column] for line in self._lines if column < len(line))
            self._values[column] = [cell for cell in cells if not is_missing(cell) or cell in ("无", "未")]
        return self._values[column]

    def nature(self, column: int) -> Nature:
        """Return what the cells of a column are."""
        if column not in self._natures:
            self._natures[column] = nature_of(self.values(column))
        return self._natures[column]

    def ticked(self, columns: Sequence[int]) -> list[int]:
        """Return for each line how many of these columns are filled."""
        return [sum(column < len(line) and not is_missing(line[column]) for column in columns) for line in self._lines]

    def is_later(self, column: int, than: int) -> bool:
        """Say whether the times of a column nearly always follow those of another."""
        both = [
            (line[than], line[column])
            for line in self._lines
            if max(column, than) < len(line) and not is_missing(line[than]) and not is_missing(line[column])
        ]
        later = sum(_minute(first) < _minute(second) for first, second in both)
        return bool(both) and later >= 0.9 * len(both)


def _minute(cell: object) -> int:
    try:
        return as_minute(cell) or 0
    except UnreadableError:
        return 0


def nature_of(values: list[object]) -> Nature:
    """Return what nearly all of these cells are."""
    if not values:
        return Nature.MIXED
    if _are_levels(values):
        return Nature.LEVELS
    for nature, is_one in _TESTS:
        if _share(values, is_one) >= MOST:
            return nature
    return _names(values)


def are_ticks(values: list[object]) -> bool:
    """Say whether the cells are √, 是, 1 and their opposites and nothing else."""
    return all(is_tick(value) is not None and (not isinstance(value, float) or value in (0, 1)) for value in values)


def are_words_of(cleaner_name: str, values: list[object]) -> bool:
    """Say whether the cells are known words of a coded field."""
    words = vocabulary().values[cleaner_name]
    texts = [value for value in values if isinstance(value, str)]
    return sum(plain(text) in words for text in texts) > 0.8 * len(texts) if texts else False


def fit(field: Field, values: list[object]) -> float:
    """Return which share of the cells a field could hold; words that anything may be fit unless they are no words."""
    if not values:
        return 1.0
    if field.name == "store":
        return _share(values, lambda value: text_of(value).endswith(_STORES))
    if field.cleaner in _TEXTS:
        return 0.0 if nature_of(values) in (_NO_NAMES if field.cleaner in _NAMES else _NO_TEXT) else 1.0
    clean = cleaner(field.cleaner, around=Around(month=1))
    return _share(values, lambda value: _is_readable(clean, value))


def _is_readable(clean: Callable[[object], object], value: object) -> bool:
    try:
        clean(value)
    except (UnreadableError, ValueError, OverflowError):
        return False
    return True


def _share(values: list[object], is_one: Callable[[object], bool]) -> float:
    counts = Counter(values)
    return sum(count for value, count in counts.items() if is_one(value)) / len(values)


def _names(values: list[object]) -> Nature:
    texts = [text_of(value) for value in values]
    if sum(map(is_person, texts)) < MOST * len(texts):
        return Nature.MIXED
    return Nature.STAFF if len(set(texts)) <= len(texts) / 2 else Nature.CUSTOMERS


def is_mobile(value: object) -> bool:
    """Say whether a cell is a mobile number as it should be written."""
    if isinstance(value, str) and len(value) < 11:
        return False
    text = text_of(value)
    return len(text) == 11 and text.isdigit() and text[0] == "1" and text[1] in "3456789"


def _is_frame(value: object) -> bool:
    return isinstance(value, str) and bool(_FRAME.fullmatch(value.strip().upper())) and not value.isdigit()


def _is_tick(value: object) -> bool:
    return are_ticks([value])


def _is_stamp(value: object) -> bool:
    if isinstance(value, datetime):
        return value.time() != time()
    return isinstance(value, str) and bool(_STAMP.match(value)) and not value.rstrip("0:").endswith(" ")


def _is_day(value: object) -> bool:
    if isinstance(value, date):
        return True
    if not isinstance(value, str) or value.isdigit() or not value[:1].isdigit() or _CLOCK.fullmatch(value):
        return False
    try:
        as_date(value, Around())
    except UnreadableError:
        return False
    return True


def _is_range(value: object) -> bool:
    return isinstance(value, str) and bool(_RANGE.fullmatch(value))


def _is_clock(value: object) -> bool:
    return isinstance(value, time) or (isinstance(value, str) and bool(_CLOCK.fullmatch(value.strip())))


def _are_levels(values: list[object]) -> bool:
    """N and O alone may be no and yes: a column of levels has an H, A, B or C too."""
    letters = [plain(value).removesuffix("级") for value in values if isinstance(value, str)]
    return sum(one in _LEVELS for one in letters) >= MOST * len(values) and bool(set(letters) & {"h", "a", "b", "c"})


def _is_validity(value: object) -> bool:
    return value in ("有效", "无效", "Valid", "Invalid")


def _is_word(cleaner_name: str, codes: frozenset[str] | None = None) -> Callable[[object], bool]:
    def is_word(value: object) -> bool:
        code = vocabulary().values[cleaner_name].get(plain(value)) if isinstance(value, str) else None
        return code is not None and (codes is None or code in codes)

    return is_word


def _is_first(value: object) -> bool:
    if not isinstance(value, str):
        return False
    return plain(value) in vocabulary().values["first"] or value.strip().startswith(_FIRST_OR_NOT)


def _is_channel(value: object) -> bool:
    return isinstance(value, str) and plain(value) in vocabulary().channels


_TESTS: tuple[tuple[Nature, Callable[[object], bool]], ...] = (
    (Nature.PHONES, is_mobile),
    (Nature.FRAMES, _is_frame),
    (Nature.TICKS, _is_tick),
    (Nature.STAMPS, _is_stamp),
    (Nature.DAYS, _is_day),
    (Nature.RANGES, _is_range),
    (Nature.CLOCKS, _is_clock),
    (Nature.VALIDITY, _is_validity),
    (Nature.FIRST, _is_first),
    (Nature.CHANNEL, _is_channel),
    (Nature.CONTACT, _is_word("contact", frozenset({"visit", "phone"}))),
    (Nature.OUTCOME, _is_word("outcome")),
    (Nature.SALE_CHANNEL, _is_word("sale_channel")),
    (Nature.REASONS, _is_word("reasons")),
)
