"""A cell as typed → a value of its field: one cleaner for each name in `data.registers.CLEANED`.

A cleaner raises UnreadableError for a cell it cannot understand and gives None for a cell that says nothing.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time

from data.cells import Flaw
from data.dates import Around, UnreadableError, as_date, as_duration, as_ending_minute, as_minute
from data.vocabulary import vocabulary

Cleaner = Callable[[object], object]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200d\ufeff]")
_BLANKS_IN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_BRACKETS = re.compile(r"[(（【\[].*?[)）】\]]")
_NUMBER = re.compile(
    r"[¥￥$]?\s*(-?[\d,]+(?:\.\d+)?(?:e\+?\d+)?)\s*(万)?\s*(?:元|台|人|批|次|组|个|辆|名|yuan|rmb)*", re.IGNORECASE
)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
# a mobile number however it is spaced, or a landline with its area code, inside other words
_PHONE_INSIDE = re.compile(
    r"(?<!\d)(?:(?:\+?86[\s\-]*)?[1１][3-9３-９](?:[\s\-–—.·_]{0,2}\d){9}|0\d{2,3}[\s\-]?\d{7,8})(?!\d)"
)
_LONG_RUN = re.compile(r"\d{7,}")
_LEFT_AROUND = " \t:：/、,，;；-–—·|"
_PHONE_SPLIT = re.compile(r"[/、,;|\n]|或|\s{2,}")
_LEVEL = re.compile(r"(F1|F2|NA|[OHABCDNFELM])(?:\+|-)?\s*[级类卡]?(?:\W.*)?", re.IGNORECASE)
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
_TIMES = re.compile(r"第?\s*(\d{1,3})\s*次?")
_REASON_SPLIT = re.compile(r"[、,，;；/\n]|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
LONGEST_TEXT = 2000


def is_missing(raw: object) -> bool:
    """Say whether a cell says nothing: blank, 未留, "-", a formula's error."""
    if raw is None or raw == "":
        return True
    return isinstance(raw, str) and unicodedata.normalize("NFKC", raw).strip().lower() in vocabulary().missing


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


def text_of(raw: object) -> str:
    """Return a cell as text: whole numbers without .0, dates as 2025-09-03, control characters taken out."""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.isoformat(" ", "minutes") if raw.time() != time() else raw.date().isoformat()
    if isinstance(raw, time):
        return raw.isoformat("auto" if raw.second else "minutes")
    if isinstance(raw, date):
        return raw.isoformat()
    return _CONTROL.sub("", str(raw)).strip()[:LONGEST_TEXT]


def _label(raw: object) -> str:
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text_of(raw))).strip()
    return _BLANKS_IN_CHINESE.sub("", text)


def without_phones(text: str) -> str:
    """Return a text without the phone numbers in it: channels, models and reasons are shown, names of people too."""
    if not _PHONE_INSIDE.search(text):
        return text
    return re.sub(r"[(（【\[]\s*[)）】\]]", "", _PHONE_INSIDE.sub("", text)).strip(_LEFT_AROUND)


def _text(raw: object) -> str | None:
    return without_phones(text_of(raw)) or None


def _person(raw: object) -> str | None:
    name = without_phones(_BRACKETS.sub("", _label(raw)).strip())
    return re.sub(r"^\d+[\s\-]*(?=\D)", "", name) or None


def _phone(raw: object) -> str:
    if isinstance(raw, str) and _MOBILE.fullmatch(raw):
        return raw
    text = f"{raw:.0f}" if isinstance(raw, float) else unicodedata.normalize("NFKC", text_of(raw))
    if re.search(r"\de\+?\d", text, re.IGNORECASE):
        text = _exact_digits(text)
    for part in (text, *_PHONE_SPLIT.split(text)):
        digits = _without_country(re.sub(r"^\D*\+", "+", part.removesuffix(".0")))
        if _is_phone(digits):
            return digits
    if (found := _PHONE_INSIDE.search(text)) and _is_phone(digits := _without_country(found[0])):
        return digits
    raise UnreadableError("bad_phone")


def _exact_digits(text: str) -> str:
    """Return the digits of 1.3912345678E+10; of 1.38E+10 the end of the number is gone."""
    mantissa, _, exponent = text.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    if not re.fullmatch(r"[\d.]+", mantissa) or int(exponent.strip("+ ") or 0) - decimals > 1:
        raise UnreadableError("cut_phone")
    return f"{float(text):.0f}"


def _without_country(part: str) -> str:
    digits = re.sub(r"[^\d*xX]", "", part)
    if "*" in part or re.search(r"[a-wyz\u4e00-\u9fff]{2,}", part.lower()):
        return ""
    for code in ("0086", "86"):
        if digits.startswith(code) and len(digits) == len(code) + 11:
            return digits.removeprefix(code)
    if part.strip().startswith("+1") and len(digits) == 11:
        return digits[1:]
    return digits


def _is_phone(digits: str) -> bool:
    if not digits.isdigit():
        return False
    if digits.startswith("1"):
        return len(digits) == 11 and digits[1] in "3456789"
    return len(digits) in (10, 11, 12) if digits.startswith("0") else len(digits) in (7, 8, 10)


def _model(raw: object) -> str | None:
    """Write codes such as k2 or CS 75 in one way: K2, CS75; names stay as written."""
    label = without_phones(_label(raw))
    if _MODEL_CODE.fullmatch(label):
        label = label.upper().replace(" ", "").replace("-", "")
    return label or None


def _id(raw: object) -> str | None:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text_of(raw))).upper() or None


def _number(raw: object) -> float:
    if isinstance(raw, float) and not isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and (found := _NUMBER.fullmatch(unicodedata.normalize("NFKC", raw).strip())):
        return float(found[1].replace(",", "")) * (10_000 if found[2] else 1)
    raise UnreadableError("bad_number")


def as_count(raw: object) -> int:
    """Return a whole number that is not negative. Raises UnreadableError("bad_number")."""
    number = _number(raw)
    if number < 0 or number > 1e6 or not number.is_integer():
        raise UnreadableError("bad_number")
    return int(number)


def _flag(raw: object) -> bool:
    ticked = is_tick(raw)
    if ticked is not None:
        return ticked
    text = _label(raw)
    if text.startswith(("未", "没", "无", "不", "非")):
        return False
    if text.startswith(("已", "有", "是", "√")):
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
    text = _label(raw)
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
    text = _label(raw)
    if word := _LEVEL_WORDS.get(text.lower()):
        return word
    if found := _LEVEL.fullmatch(text):
        level = found[1].upper()
        return None if level == "NA" else level
    raise UnreadableError("unknown_level")


def _coded(cleaner: str) -> Cleaner:
    def code(raw: object) -> str:
        found = vocabulary().value(cleaner, _label(raw))
        if found is None:
            raise UnreadableError(f"unknown_{cleaner}")
        return found

    return code


def _lost_kind(raw: object) -> str:
    kinds = {"lost", "plan_cancelled", "out_of_control", "dormant", "invalid"}
    text = re.sub(r"^F1\b.*|^F$", "战败", _label(raw))
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
        scale = 10_000 if "万" in header else 1
        return lambda raw: _number(raw) * scale
    if name == "flag" and filled:
        return _filled
    if name == "minute" and ends:
        return as_ending_minute
    return _CLEANERS[name]


_CLEANERS: dict[str, Cleaner] = {
    "minute": as_minute,
    "duration": as_duration,
    "count": as_count,
    "flag": _flag,
    "first": _first,
    "text": _text,
    "name": lambda raw: _label(raw) or None,
    "person": _person,
    "model": _model,
    "phone": _phone,
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

    `bad` maps cells that could not be understood to the code of their problem.
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
            except UnreadableError as problem:
                self.bad[raw] = problem.code
            except (ValueError, OverflowError):  # a number or date beyond what can be counted with
                self.bad[raw] = "bad_value"
        if len(self) >= self.LARGEST:
            self.clear()
        self[raw] = value
        return value


_NOT_MISSING_FOR_FLAGS: dict[Cleaner, tuple[str, ...]] = dict.fromkeys((_flag, _filled, _first), ("无", "未"))


def masked(value: object, *, personal: bool) -> str:
    """Return a cell as it may be shown: of names and phones only the shape, elsewhere no phone or long number."""
    text = text_of(value)
    if isinstance(value, Flaw):
        return text
    if not personal:
        return _LONG_RUN.sub(_starred, _PHONE_INSIDE.sub(_starred, text))[:60]
    text = text[:60]
    if any(character.isdigit() for character in text):
        shown = 3 if text[:3].isdigit() else 1
        return text[:shown] + "*" * min(len(text) - shown, 12) if len(text) > 6 else "*" * len(text)
    return text[:1] + "**" if text else ""


def _starred(digits: re.Match[str]) -> str:
    return digits[0][:3] + "*" * (len(digits[0]) - 3)
