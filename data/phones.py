"""Phone numbers: read from a cell however they are written, and taken out of other texts."""

import re
import unicodedata

from data.dates import UnreadableError
from data.texts import text_of

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
# a mobile number however it is spaced, or a landline with its area code, inside other words
PHONE_INSIDE = re.compile(
    r"(?<!\d)(?:(?:\+?86[\s\-]*)?[1１][3-9３-９](?:[\s\-–—.·_]{0,2}\d){9}|0\d{2,3}[\s\-]?\d{7,8})(?!\d)"
)
_STARRED = re.compile(r"(?<!\d)1\d{2,6}[*xX]{2,8}\d{0,4}(?!\d)")  # 139****5678: how a number is kept from others' eyes
_LEFT_AROUND = " \t:：/、,，;；-–—·|"
_PHONE_SPLIT = re.compile(r"[/、,;|\n]|或|\s{2,}")


def without_phones(text: str) -> str:
    """Return a text without the phone numbers in it: channels, models and reasons are shown, names of people too."""
    if not PHONE_INSIDE.search(text):
        return text
    return re.sub(r"[(（【\[]\s*[)）】\]]", "", PHONE_INSIDE.sub("", text)).strip(_LEFT_AROUND)


def as_phone(raw: object) -> str | None:
    """Return a phone number's digits, None for one whose middle is starred out.

    Raises UnreadableError("bad_phone"), or ("cut_phone") when a spreadsheet rounded its last digits away.
    """
    if isinstance(raw, str) and _MOBILE.fullmatch(raw):
        return raw
    text = f"{raw:.0f}" if isinstance(raw, float) else unicodedata.normalize("NFKC", text_of(raw))
    if _STARRED.search(text):
        return None
    if re.search(r"\de\+?\d", text, re.IGNORECASE):
        text = _exact_digits(text)
    for part in (text, *_PHONE_SPLIT.split(text)):
        digits = _without_country(re.sub(r"^\D*\+", "+", part.removesuffix(".0")))
        if _is_phone(digits):
            return digits
    if (found := PHONE_INSIDE.search(text)) and _is_phone(digits := _without_country(found[0])):
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
