"""How names and words are spelt: what a store already knows, and which spellings of a new file are worth a question."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from duckdb import DuckDBPyConnection

from data.reading import Sheet, Value
from data.registers import FIELDS
from data.understood import CODED, NAMED, resembling
from data.vocabulary import plain, vocabulary

FREE = (*NAMED, "channel")  # fields whose words are the showroom's own
LEVELS = ("O", "H", "A", "B", "C")
LISTED = 60  # values asked about in one file
MOST = 400  # spellings of a field, beyond which it holds free text and none is compared
_CLOSE = 0.6
_SHORTEST = 2  # letters of a channel's name that another must contain to be like it
_LOST = ("lost", "plan_cancelled", "out_of_control", "dormant", "invalid")

Known = Mapping[str, Mapping[str, int]]


def known(con: DuckDBPyConnection, store: str) -> dict[str, dict[str, int]]:
    """Return how often a store's loaded lines name each model, salesperson and channel: field → spelling → lines."""
    found: dict[str, dict[str, int]] = {}
    for field in FREE:
        rows = con.execute(
            f"""
            select {field}, count(*)
            from (
                select store, {field} from mart.visit
                union all
                select store, {field} from mart.deal
                union all
                select store, {field} from mart.loss
            ) as line
            where store = ? and {field} is not null
            group by {field}
            """,
            [store],
        ).fetchall()
        found[field] = dict(rows)
    for way_of_contact in vocabulary().values["contact"].values():  # stands where no channel is written
        found["channel"].pop(way_of_contact, None)
    return found


def meanings(field: str) -> dict[str, str]:
    """Return what the words of a coded field may mean: code → a spelling that registers write for it."""
    cleaner = next(one.cleaner for fields in FIELDS.values() for one in fields if one.name == field)
    if cleaner == "level":
        return {level: level for level in LEVELS}
    found: dict[str, str] = {}
    for spelling, code in vocabulary().values["outcome" if cleaner == "lost_kind" else cleaner].items():
        if cleaner != "lost_kind" or code in _LOST:
            found.setdefault(code, spelling)
    return found


def worth_asking(sheets: Sequence[Sheet], of_store: Known, answered: Collection[tuple[str, str]]) -> list[Value]:
    """Return the values of a file that are worth a question, by field and most frequent first.

    They are the words of coded fields that nobody understands, names that look like another spelling of a commoner
    one here or in the database (`of_store`), and channels that the store has never had. What the reader has
    `answered` (field, plain spelling) is not asked again.
    """
    found = [*_unknown(sheets), *_spelt(sheets, of_store)]
    asked = [one for one in found if (one.field, plain(one.written)) not in answered]
    return sorted(asked, key=lambda one: (one.field, -one.count, one.written))[:LISTED]


def _unknown(sheets: Sequence[Sheet]) -> list[Value]:
    coded = {one.name for fields in FIELDS.values() for one in fields if one.cleaner in CODED}
    counts: Counter[tuple[str, str]] = Counter()
    for sheet in sheets:
        for value in sheet.values:
            if value.field in coded:
                counts[value.field, value.written] += value.count
    return [Value(field, written, count, _closest(field, written)) for (field, written), count in counts.items()]


def _closest(field: str, written: str) -> str | None:
    """Return the spelling whose meaning an unknown word probably has."""
    codes = meanings(field)
    cleaner = next(one.cleaner for fields in FIELDS.values() for one in fields if one.name == field)
    words = vocabulary().values.get("outcome" if cleaner == "lost_kind" else cleaner, {})
    close = get_close_matches(
        plain(written), [word for word, code in words.items() if code in codes], n=1, cutoff=_CLOSE
    )
    return codes[words[close[0]]] if close else None


def _spelt(sheets: Sequence[Sheet], of_store: Known) -> list[Value]:
    found = []
    for field in FREE:
        here = counted(sheets, field)
        there = of_store.get(field, {})
        if len(here) > MOST:
            continue
        everywhere = {**there, **{written: count + there.get(written, 0) for written, count in here.items()}}
        for written, count in here.items():
            if written in there:
                continue
            like = (
                _like_channel(written, there) if field == "channel" else resembling(written, count, everywhere, field)
            )
            if like or (field == "channel" and there):
                found.append(Value(field, written, count, like))
    return found


def counted(sheets: Sequence[Sheet], field: str) -> Counter[str]:
    """Return how often the records of these sheets name each spelling of a field."""
    counts: Counter[str] = Counter()
    for sheet in sheets:
        if field in sheet.rows.column_names:
            for pair in sheet.rows[field].value_counts().to_pylist():
                if pair["values"]:
                    counts[pair["values"]] += pair["counts"]
    return counts


def _like_channel(written: str, there: Mapping[str, int]) -> str | None:
    """Return the one known channel that contains a new one or stands in it, else the one written most like it."""
    inside = [one for one in there if min(len(one), len(written)) >= _SHORTEST and (one in written or written in one)]
    if len(inside) == 1:
        return inside[0]
    close = get_close_matches(written, list(there), n=1, cutoff=_CLOSE)
    return close[0] if close else None
