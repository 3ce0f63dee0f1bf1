"""A cell as text: as it is shown, and as its words are compared."""

import re
import unicodedata
from datetime import date, datetime, time

LONGEST_TEXT = 2000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200d\ufeff]")
_BLANKS_IN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


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


def label_of(raw: object) -> str:
    """Return a cell as a word: of one width, without blanks inside Chinese."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text_of(raw))).strip()
    return _BLANKS_IN_CHINESE.sub("", text)
