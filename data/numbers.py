"""Counts and amounts of money as showrooms write them."""

import re
import unicodedata

from data.dates import UnreadableError

_NUMBER = re.compile(
    r"[¥￥$]?\s*(-?[\d,]+(?:\.\d+)?(?:e\+?\d+)?)\s*([万w])?\s*(?:元|台|人|位|口|批|次|组|个|辆|名|yuan|rmb)*",
    re.IGNORECASE,
)
_WAN = 10_000
_NO_CAR_COSTS_LESS = 1_000  # yuan: a price below is one of 万元
_HEADS = re.compile(r"(?:一家)?(?:约)?([一二两三四五六七八九十])\s*[人口位个]")
_PARTS = re.compile(r"(\d{1,2})\s*(?:大|人)?\s*[+＋]?\s*(\d{1,2})\s*(?:小|人)?")
_NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


def _number(raw: object) -> float:
    if isinstance(raw, float) and not isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and (found := _NUMBER.fullmatch(unicodedata.normalize("NFKC", raw).strip())):
        return float(found[1].replace(",", "")) * (_WAN if found[2] else 1)
    raise UnreadableError("bad_number")


def as_count(raw: object) -> int:
    """Return a whole number that is not negative. Raises UnreadableError("bad_number")."""
    number = _number(raw)
    if number < 0 or number > 1e6 or not number.is_integer():
        raise UnreadableError("bad_number")
    return int(number)


def as_heads(raw: object) -> int:
    """Return how many people: 2, 两人, 一家三口, 2大1小, 2+1. Raises UnreadableError("bad_number")."""
    if isinstance(raw, str):
        text = unicodedata.normalize("NFKC", raw).strip()
        if found := _HEADS.fullmatch(text):
            return _NUMERALS[found[1]]
        if ("+" in text or "大" in text) and (found := _PARTS.fullmatch(text)):
            return int(found[1]) + int(found[2])
    return as_count(raw)


def as_money(raw: object, *, in_wan: bool, is_price: bool) -> float:
    """Return yuan; a price too small for a car, or a heading that says so, is in 万元.

    Raises UnreadableError("bad_number").
    """
    number = _number(raw)
    is_small = is_price and 0 < number < _NO_CAR_COSTS_LESS
    return round(number * _WAN, 2) if in_wan or is_small else number
