"""Every word the user reads, in Chinese and English, and how numbers and dates are written in each."""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent

LANGUAGES: Mapping[str, str] = {"zh": "zh_CN", "en": "en_GB"}
MISSING = "—"


def _flat(table: Mapping[str, Any], above: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in table.items():
        flat |= _flat(value, f"{above}{name}.") if isinstance(value, Mapping) else {above + name: str(value)}
    return flat


def _is_missing(value: object) -> bool:
    return value is None or value != value  # noqa: PLR0124 (NaN is the only value that differs from itself)


def _pattern(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


class Words:
    """The words of one language: called with a dotted key it gives the sentence, its methods write figures.

    Rounding is half up everywhere, as showrooms do; a missing figure is written as a dash.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = Locale.parse(LANGUAGES[language])
        text = (Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8")
        self._sentences = _flat(tomllib.loads(text))

    def __call__(self, key: str, **values: object) -> str:
        """Return the sentence of `key` with its {places} filled. Raises KeyError for a key nobody wrote."""
        return self._sentences[key].format(**values) if values else self._sentences[key]

    def __contains__(self, key: str) -> bool:
        return key in self._sentences

    def keys(self) -> set[str]:
        """Return every dotted key."""
        return set(self._sentences)

    def of(self, group: str, code: object) -> str:
        """Return the word of `code` in `group` ("channel", "visit"), else the text itself, as the register wrote it."""
        if _is_missing(code) or code == "":
            return self("common.unknown")
        return self._sentences.get(f"{group}.{code}", str(code))

    def number(self, value: float | None, digits: int = 0) -> str:
        """Write a count or an amount: 1234.5 → 1,235."""
        if _is_missing(value):
            return MISSING
        with localcontext(rounding=ROUND_HALF_UP):
            return format_decimal(Decimal(str(value)), format=_pattern(digits), locale=self.locale)

    def signed(self, value: float | None, digits: int = 0) -> str:
        """Write a change with its sign: 31 → +31, -22 → −22."""
        if value is None or _is_missing(value):
            return MISSING
        sign = "+" if value > 0 else "−" if value < 0 else "±"
        return sign + self.number(abs(value), digits)

    def percent(self, ratio: float | None, digits: int = 1) -> str:
        """Write a ratio: 0.19325 → 19.3%."""
        if _is_missing(ratio):
            return MISSING
        with localcontext(rounding=ROUND_HALF_UP):
            return format_percent(Decimal(str(ratio)), format=_pattern(digits) + "%", locale=self.locale)

    def rate(self, part: float | None, whole: float | None, digits: int = 1) -> str:
        """Write a rate with what it is made of: 63 of 326 → 19.3% (63/326)."""
        if _is_missing(part) or _is_missing(whole):
            return MISSING
        if not whole:
            return f"{MISSING} ({self.number(part)}/0)" if part else MISSING
        exact = Decimal(str(part)) / Decimal(str(whole))
        with localcontext(rounding=ROUND_HALF_UP):
            share = format_percent(exact, format=_pattern(digits) + "%", locale=self.locale)
        return f"{share} ({self.number(part)}/{self.number(whole)})"

    def month(self, index: int, *, with_year: bool = True) -> str:
        """Write a month given as year * 12 + month - 1: 2025年9月, Sep 2025; without the year 9月, Sep."""
        first = date(index // 12, index % 12 + 1, 1)
        if self.language == "zh":
            return f"{first.year}年{first.month}月" if with_year else f"{first.month}月"
        return format_date(first, "MMM yyyy" if with_year else "MMM", locale=self.locale)

    def day(self, day: date | None, *, with_year: bool = False) -> str:
        """Write a date: 9月30日, 30 Sep."""
        if day is None or _is_missing(day):
            return MISSING
        return format_skeleton("yMMMd" if with_year else "MMMd", day, locale=self.locale)


@cache
def speak(language: str) -> Words:
    """Return the words of "zh" or "en". Raises KeyError for any other language."""
    return Words(language)
