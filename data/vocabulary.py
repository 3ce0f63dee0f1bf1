"""The words showrooms use in their sheets, and how two spellings of one word are made equal."""

import json
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from data.registers import FIELDS, Kind

_UNIT = re.compile(r"\((台|人|批|%|元|万元|分钟|分|年|组|次)\)")
_NOISE = re.compile(r"[\s?!？！\u200b-\u200d\ufeff/、,()（）:：*·.\-_\[\]【】。'\"’|\\&≥>＞]+")
_VARIANTS = (
    ("定单", "订单"),
    ("定金", "订金"),
    ("下定", "下订"),
    ("定车", "订车"),
    ("退定", "退订"),
    ("预定", "预订"),
    ("帐", "账"),
    ("预购", "意向"),
    ("欲购", "意向"),
    ("拟购", "意向"),
    ("顾客", "客户"),
    ("潜客", "客户"),
    ("试乘试驾", "试驾"),
    ("滞留", "逗留"),
)
_SAID = (("日", "日期"), ("时间", "日期"), ("日期", "时间"), ("时刻", "时间"), ("数", ""))  # ends of one meaning
_TRADITIONAL = str.maketrans(
    "戶電話車態級別來店時間訂單銷售顧問備註試駕錄誌數總計價質內觀績據試離開號碼聯繫門網點類親戰敗經紹進貨體獲業務員",
    "户电话车态级别来店时间订单销售顾问备注试驾录志数总计价质内观绩据试离开号码联系门网点类亲战败经绍进货体获业务员",
)


def plain(text: str) -> str:
    """Return a header or value without what differs between spellings: width, blanks, punctuation, units, case."""
    text = unicodedata.normalize("NFKC", text).translate(_TRADITIONAL)
    kept = _NOISE.sub("", _UNIT.sub("", text)).lower()
    if not kept:
        return text.strip().lower()  # "#", "√", "/" are words too
    for variant, word in _VARIANTS:
        kept = kept.replace(variant, word)
    return kept


def _index(words: dict[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for meaning, spellings in words.items():
        for spelling in spellings:
            found.setdefault(plain(spelling), meaning)
    return found


@dataclass(frozen=True)
class Match:
    """A header's field within a kind by its `spelling`; `rank` orders the claims on a field, smallest first."""

    spelling: str
    field: str
    rank: int
    exact: bool


class Vocabulary:
    """The dictionary of `vocabulary.json`, every spelling made plain once."""

    def __init__(self, words: dict[str, Any]) -> None:
        headers = words["headers"]
        self.headers: dict[Kind, dict[str, Match]] = {}
        for kind, fields in FIELDS.items():
            known = {field.name for field in fields}
            spellings = {**headers[kind.value], **{f: s for f, s in headers["any"].items() if f in known}}
            self.headers[kind] = _ranked(spellings)
        for kind, own in self.headers.items():
            _share(own, {field.name for field in FIELDS[kind]}, [*self.headers.values()])
        self.unused = {plain(word) for word in headers["unused"]}
        self._endings = tuple(word for word in self.unused if len(word) > 1 and not word.isascii())
        self._beginnings = tuple(word for word in self.unused if len(word) > 4 and word.isascii())
        self.channels = {plain(word) for word in words["channels"]}
        self._heading_words = self.unused.union(*self.headers.values())
        self.weights: dict[Kind, dict[str, int]] = {Kind(kind): found for kind, found in words["weights"].items()}
        self.generic = {plain(word) for word in words["generic"]}
        self._bare = {plain(word) for word in words["bare"]}
        self.telling = {Kind(kind): {plain(word) for word in found} for kind, found in words["telling"].items()}
        self.titles = {Kind(kind): [plain(word) for word in found] for kind, found in words["titles"].items()}
        self.leads = [plain(word) for word in words["leads"]]
        self.counts = [plain(word) for word in words["counts"]]
        self.cards = [plain(word) for word in words["cards"]]
        self.others = [plain(word) for word in words["others"]]
        self.pivot = [plain(word) for word in words["pivot"]]
        self.totals = {plain(word) for word in words["totals"]}
        self.footers = {plain(word) for word in words["footers"]}
        self.examples = tuple(words["examples"])
        self.missing = {unicodedata.normalize("NFKC", word).lower() for word in words["missing"]} | {""}
        self.yes = {unicodedata.normalize("NFKC", word).lower() for word in words["yes"]}
        self.no = {unicodedata.normalize("NFKC", word).lower() for word in words["no"]}
        self.values = {cleaner: _index(found) for cleaner, found in words["values"].items()}
        self.summary = _index(words["summary"])

    def knows(self, label: str) -> bool:
        """Say whether a plain text is a heading of any register."""
        return label in self._heading_words

    def resembles(self, label: str) -> bool:
        """Say whether a plain text is, or contains, a heading of any register."""
        return self.knows(label) or any(self.match(kind, label) for kind in self.headers)

    def is_unused(self, label: str) -> bool:
        """Say whether a plain heading names what is not needed, alone or with words before it (出发公里数)."""
        if label in self.unused:
            return True
        return not self._is_field(label) and (label.endswith(self._endings) or label.startswith(self._beginnings))

    def _is_field(self, label: str) -> bool:
        return any(label in known for known in self.headers.values())

    def field(self, label: str) -> str | None:
        """Return a field that a plain heading names exactly in any register."""
        return next((known[label].field for known in self.headers.values() if label in known), None)

    @lru_cache(maxsize=20_000)  # noqa: B019 (one vocabulary lives as long as the process)
    def match(self, kind: Kind, label: str) -> Match | None:
        """Return what a plain header means in a register of this kind, or None.

        An exact spelling wins; else the longest one it contains that ends it or makes up half of it.
        """
        known = self.headers[kind]
        if label in known:
            return known[label]
        for said, usual in _SAID:
            if (other := label.removesuffix(said) + usual) in known and label.endswith(said):
                return replace(known[other], exact=False)
        if self.knows(label) or len(label) < 3:  # a heading of another register is not a longer form of ours
            return None
        inside = [s for s in known if s in label and len(s) >= _least(s) and s not in self._bare and _tells(s, label)]
        if not inside:
            return None
        found = known[max(inside, key=len)]
        return Match(found.spelling, found.field, found.rank + 100, exact=False)

    def value(self, cleaner: str, text: str) -> str | None:
        """Return the code of a cell's text ("来店" → "visit"), exact first, else the longest word it contains."""
        known = self.values[cleaner]
        label = plain(text)
        if label in known:
            return known[label]
        inside = [s for s in known if len(s) >= _least(s) and s in label]
        return known[max(inside, key=len)] if inside else None


def _share(known: dict[str, Match], fields: set[str], others: list[dict[str, Match]]) -> None:
    """Add the words that other registers use for the same fields, after our own and not as sure."""
    for words in others:
        for spelling, match in words.items():
            if match.field in fields:
                known.setdefault(spelling, replace(match, rank=match.rank + 100, exact=False))


def _least(spelling: str) -> int:
    """Return how long a spelling must be to count inside a longer text: Latin words need more letters."""
    return 5 if spelling.isascii() else 2


def _tells(spelling: str, label: str) -> bool:
    """A Chinese heading is what it ends with; any is what makes up half of it."""
    return 2 * len(spelling) >= len(label) or (label.endswith(spelling) and 3 * len(spelling) >= len(label))


def _ranked(spellings: dict[str, list[str]]) -> dict[str, Match]:
    found: dict[str, Match] = {}
    for field, words in spellings.items():
        for rank, word in enumerate(words):
            found.setdefault(plain(word), Match(plain(word), field, rank, exact=True))
    return found


@cache
def vocabulary() -> Vocabulary:
    """Return the showroom's dictionary."""
    return Vocabulary(json.loads(Path(__file__).with_name("vocabulary.json").read_text(encoding="utf-8")))
