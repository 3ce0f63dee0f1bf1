"""A cell as typed → a value of its field: one cleaner for each name in `data.registers.CLEANED`.

A cleaner raises UnreadableError for a cell it cannot understand and gives None for a cell that says nothing.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import partial

from data.cells import Flaw
from data.dates import Around, UnreadableError, as_date, as_duration, as_ending_minute, as_minute
from data.numbers import as_heads, as_money
from data.people import as_salesperson
from data.phones import PHONE_INSIDE, as_phone, without_phones
from data.remarked import Remarked
from data.texts import label_of, text_of
from data.vocabulary import vocabulary

Cleaner = Callable[[object], object]

_LONG_RUN = re.compile(r"\d{7,}")
_LEVEL = re.compile(r"(F1|F2|NA|[OHABCDNFELM])(?:\+|-)?\s*(?:[级类卡]?(?:\W.*)?|级?客户)", re.IGNORECASE)
_LEVEL_WORDS = {
    "热": "Hot",
    "温": "Warm",
    "冷": "Cold",
    "hot": "Hot",
    "warm": "Warm",
    "cold": "Cold",
    "0": "O",
    "○": "O",
}
_LEVEL_WORDS |= {word: word for word in ("热恋", "有望", "潜在")}
_MODEL_CODE = re.compile(r"[A-Za-z]{1,3}[ -]?[0-9]{1,4}[A-Za-z]?")
_TIMES = re.compile(r"第?\s*(\d{1,3})\s*(?:\+|次)?\s*(?:及以上|以上|来|来店|到店|进店)?")
_REASON_SPLIT = re.compile(r"[、,，;；/\n]|(?:^|\s)\d[.、)）]\s*|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_DEPOSIT = ("订金", "定金", "预付", "意向金", "首付", "deposit")
_LONGEST_MISSING = 20  # with the blanks around


def is_missing(raw: object) -> bool:
    """Say whether a cell says nothing: blank, 未留, "-", a formula's error."""
    if raw is None or raw == "":
        return True
    if not isinstance(raw, str) or len(raw) > _LONGEST_MISSING:
        return False
    return unicodedata.normalize("NFKC", raw).strip().lower() in vocabulary().missing


def is_tick(raw: object) -> bool | None:
    """Return True for √ Y 1 是, False for × N 0 否, None for a blank or anything else."""
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, float):
        return raw > 0
    if not isinstance(raw, str):
        return None
    text = unicodedata.normalize("NFKC", raw).strip().lower()
    words = vocabulary()
    return True if text in words.yes else False if text in words.no else None


def _text(raw: object) -> str | None:
    return without_phones(text_of(raw)) or None


def _name(raw: object) -> str | None:
    return without_phones(label_of(raw)) or None


def _model(raw: object) -> str | None:
    """Write codes such as k2 or CS 75 in one way: K2, CS75; names stay as written."""
    label = without_phones(label_of(raw))
    if _MODEL_CODE.fullmatch(label):
        label = label.upper().replace(" ", "").replace("-", "")
    return label or None


def _id(raw: object) -> str | None:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text_of(raw))).upper() or None


def _flag(raw: object) -> bool:
    ticked = is_tick(raw)
    if ticked is not None:
        return ticked
    text = label_of(raw)
    if text.startswith(("未", "没", "无", "不", "非")):
        return False
    if text.startswith(("已", "有", "是", "√", "留")):
        return True
    raise UnreadableError("unknown_flag")


def _filled(raw: object) -> bool:
    """Read a column such as 试驾车型: whatever stands there means that it happened."""
    try:
        return _flag(raw)
    except UnreadableError:
        return True


def _first(raw: object) -> bool | None:
    if isinstance(raw, float):
        return raw == 1 if raw >= 1 else None
    text = label_of(raw)
    if found := _TIMES.fullmatch(text):
        return int(found[1]) == 1 if int(found[1]) else None
    if text in ("未到店", "未来店"):
        return None
    if (ticked := is_tick(raw)) is not None:
        return ticked
    if meaning := vocabulary().value("first", text):
        return meaning == "first"
    raise UnreadableError("unknown_first")


def _level(raw: object) -> str | None:
    text = label_of(raw)
    if word := _LEVEL_WORDS.get(text.lower()):
        return word
    if found := _LEVEL.fullmatch(text):
        level = found[1].upper()
        return None if level == "NA" else level
    raise UnreadableError("unknown_level")


def _coded(cleaner: str) -> Cleaner:
    def code(raw: object) -> str:
        found = vocabulary().value(cleaner, label_of(raw))
        if found is None:
            raise UnreadableError(f"unknown_{cleaner}")
        return found

    return code


def _lost_kind(raw: object) -> str:
    kinds = {"lost", "plan_cancelled", "out_of_control", "dormant", "invalid"}
    text = re.sub(r"^F1\b.*|^F$", "战败", label_of(raw))
    found = vocabulary().value("outcome", text)
    if found not in kinds:
        raise UnreadableError("unknown_lost_kind")
    return str(found)


def _reasons(raw: object) -> list[str] | None:
    whole = vocabulary().values["reasons"]
    parts = _REASON_SPLIT.split(without_phones(text_of(raw)))
    return list(dict.fromkeys(_reason(part, whole) for part in parts if part.strip())) or None


def _reason(part: str, known: dict[str, str]) -> str:
    from_words = vocabulary().value("reasons", part)
    return from_words if from_words and len(part.strip()) <= 30 else known.get(part, part.strip())


def cleaner(name: str, *, around: Around, header: str = "", filled: bool = False, ends: bool = False) -> Cleaner:
    """Return how a cell of one column becomes a value.

    `name` is the field's cleaner; `around` what the sheet says about its dates; `header` the heading as typed (a price
    in 万元); `filled` makes any entry of a flag column count as yes, `ends` takes the second time of 9:30-10:15.
    """
    if name == "date":
        return lambda raw: as_date(raw, around)
    if name == "money":
        is_price = not any(word in header.lower() for word in _DEPOSIT)
        return partial(as_money, in_wan="万" in header, is_price=is_price)
    if name == "flag" and filled:
        return _filled
    if name == "minute" and ends:
        return as_ending_minute
    return _CLEANERS[name]


_CLEANERS: dict[str, Cleaner] = {
    "minute": as_minute,
    "duration": as_duration,
    "count": as_heads,
    "flag": _flag,
    "first": _first,
    "text": _text,
    "name": _name,
    "person": as_salesperson,
    "model": _model,
    "phone": as_phone,
    "id": _id,
    "level": _level,
    "contact": _coded("contact"),
    "purpose": _coded("purpose"),
    "outcome": _coded("outcome"),
    "sale_channel": _coded("sale_channel"),
    "lost_kind": _lost_kind,
    "reasons": _reasons,
}


class Memo(dict[object, object]):
    """What each distinct cell of a column became: cleaned once, looked up afterwards.

    `bad` maps cells that could not be understood, or not without a remark, to the code of their problem.
    """

    LARGEST = 20_000

    def __init__(self, clean: Cleaner) -> None:
        super().__init__()
        self.clean = clean
        self.bad: dict[object, str] = {}

    def __missing__(self, raw: object) -> object:
        value: object = None
        if isinstance(raw, Flaw):
            self.bad[raw] = raw.code
        elif not is_missing(raw) or raw in _NOT_MISSING_FOR_FLAGS.get(self.clean, ()):
            try:
                value = self.clean(raw)
                if isinstance(value, Remarked):
                    self.bad[raw] = value.code
                    value = value.value
            except UnreadableError as problem:
                self.bad[raw] = problem.code
            except (ValueError, OverflowError):  # a number or date beyond what can be counted with
                self.bad[raw] = "bad_value"
        if len(self) >= self.LARGEST:
            self.clear()
        self[raw] = value
        return value


_NOT_MISSING_FOR_FLAGS: dict[Cleaner, tuple[str, ...]] = dict.fromkeys(
    (_flag, _filled, _first), ("无", "未", "没留", "未留", "拒留")
)


def masked(value: object, *, personal: bool) -> str:
    """Return a cell as it may be shown: of names and phones only the shape, elsewhere no phone or long number."""
    text = text_of(value)
    if isinstance(value, Flaw):
        return text
    if not personal:
        return _LONG_RUN.sub(_starred, PHONE_INSIDE.sub(_starred, text))[:60]
    text = text[:60]
    if any(character.isdigit() for character in text):
        shown = 3 if text[:3].isdigit() else 1
        return text[:shown] + "*" * min(len(text) - shown, 12) if len(text) > 6 else "*" * len(text)
    return text[:1] + "**" if text else ""


def _starred(digits: re.Match[str]) -> str:
    return digits[0][:3] + "*" * (len(digits[0]) - 3)
