"""How a register's columns and values were understood, and what the user answered put over it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from data.asked import NOT_USED
from data.cells import letter
from data.clean import is_missing, masked
from data.clean_columns import PERSONAL, Columns
from data.headers import Register
from data.headings import Heading, Source
from data.people import is_person
from data.reading import Certainty, Column, Line, Value
from data.registers import FIELDS, Field
from data.texts import text_of
from data.ticks import GROUPED, group_of
from data.troubled import Record
from data.vocabulary import plain, vocabulary

SHOWN = 3  # first values of a column
FIRST_LINES = 5
_CLOSE = 0.6
REPEATED = 2  # as many cells as different words make a column one of categories
_PLAIN = re.compile(
    r"\d{1,5}(?:\.\d+)?|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?: \d{1,2}:\d{2})?|\d{1,2}:\d{2}(?::\d{2})?"
    r"|[A-Z]{1,2}\d{1,2}[A-Z]?"
)
_DIGIT = re.compile(r"\d")
_LISTED = 60  # values of a field
_PERSONAL_TEXT = {"referrer", "area"}
_FREE_TEXT = {"note"}  # says anything about anybody, as may a column that is not used
NAMED = ("salesperson", "model")  # fields whose values have more than one spelling
CODED = {"contact", "purpose", "outcome", "sale_channel", "lost_kind", "level", "first"}


def answered(register: Register, answers: Mapping[str, str]) -> Register:
    """Return the register with the columns that the user named (heading → field) in place of what reading found."""
    fields = {field.name: field for field in FIELDS[register.kind]}
    places = {heading.label: heading for heading in reversed(register.headings)}
    sources = list(register.sources)
    chosen: dict[str, list[Heading]] = {}
    for label, name in answers.items():
        heading = places.get(label)
        if heading is None or name not in {*fields, NOT_USED}:
            continue
        own = next((one for one in sources if heading.column in one.columns), None)
        if own and own.field.name == name:
            continue
        beside = _choice_beside(sources, heading, name)
        sources = [one for one in sources if one not in (own, beside)]
        columns = own.columns if own and own.values else (heading.column,)
        columns += beside.columns if beside else ()
        chosen.setdefault(name, []).extend(one for one in register.headings if one.column in columns)
    chosen.pop(NOT_USED, None)
    sources = [one for one in sources if one.field.name not in chosen]
    sources += [_chosen(fields[name], headings) for name, headings in chosen.items()]
    return replace(register, sources=tuple(sorted(sources, key=lambda one: one.columns[0])))


def _choice_beside(sources: list[Source], heading: Heading, name: str) -> Source | None:
    """Return the neighbouring column, or tick columns, of the same choice, which an answer adds to: 首次 | 三次以上."""
    found = next((one for one in sources if one.field.name == name and name in GROUPED), None)
    edges = (found.columns[0] - 1, found.columns[-1] + 1) if found else ()
    return found if heading.column in edges else None


def _chosen(field: Field, headings: list[Heading]) -> Source:
    """Return what the user named: one column, or several that are ticked for one choice."""
    if len(headings) > 1 and field.name in GROUPED:
        return group_of(field, sorted(headings, key=lambda heading: heading.column))
    return Source(field, (headings[-1].column,), headings[-1].text)


def columns_of(
    register: Register, lines: Sequence[Sequence[object]], first_column: int, answers: Mapping[str, str]
) -> tuple[Column, ...]:
    """Return every column with its field, how sure that is, a guess for an unknown one, and its first values masked."""
    sources = {column: source for source in reversed(register.sources) for column in source.columns}
    described = []
    for heading in register.headings:
        source = sources.get(heading.column)
        field = source.field if source else None
        cells = (line[heading.column] for line in lines if heading.column < len(line))
        examples = _examples([cell for cell in cells if not is_missing(cell)], field)
        sure = Certainty.ANSWERED if heading.label in answers else _certainty(register, heading, source)
        guess = _guess(register, heading, source, sure)
        described.append(
            Column(
                letter(heading.column + first_column),
                heading.text,
                field.name if field else None,
                heading.label,
                sure,
                guess,
                tuple(examples),
            )
        )
    return tuple(described)


def _certainty(register: Register, heading: Heading, source: Source | None) -> Certainty:
    if source is None:
        return Certainty.UNKNOWN if heading.column in register.guesses else Certainty.KNOWN_UNUSED
    if source.sure is Certainty.DOUBTFUL and heading.column != source.columns[0]:
        return Certainty.LIKELY  # what is answered about a group's first column holds for the group
    return source.sure


def _guess(register: Register, heading: Heading, source: Source | None, sure: Certainty) -> str | None:
    """Return what a column that is asked about may be: what its values seem, else what its heading resembles."""
    if sure is Certainty.DOUBTFUL:
        return source.field.name if source else None
    if sure is not Certainty.UNKNOWN:
        return None
    return register.guesses[heading.column] or _resembling(register, heading.label)


def _resembling(register: Register, label: str) -> str | None:
    """Return the field, if it is still free, whose known heading is written most like an unknown one."""
    known = vocabulary().headers[register.kind]
    close = get_close_matches(label, list(known), n=1, cutoff=_CLOSE)
    name = known[close[0]].field if close else None
    return None if name in register.fields else name


def _examples(cells: list[object], field: Field | None) -> list[str]:
    if field and field.name in _FREE_TEXT:
        return []
    personal = is_personal(field) and not (field is None and _name_nobody(cells))
    return [masked(cell, personal=personal) for cell in cells[:SHOWN]]


def _name_nobody(cells: Sequence[object]) -> bool:
    """Tell whether an unused column's cells can be shown: days, small numbers, codes, or a few words over and over."""
    texts = [text_of(cell) for cell in cells]
    if all(map(_PLAIN.fullmatch, texts)):
        return True
    return len(texts) >= REPEATED * len(set(texts)) and not any(is_person(one) or _DIGIT.search(one) for one in texts)


def is_personal(field: Field | None) -> bool:
    """Tell whether the cells of a column may name a person, so that they are shown masked; None is an unused column."""
    return field is None or field.cleaner in PERSONAL or field.name in {*_PERSONAL_TEXT, *_FREE_TEXT}


def first_lines(register: Register, records: Sequence[Record]) -> tuple[Line, ...]:
    """Return records as text under all headings of the register, names and phones masked."""
    sources = {column: source for source in reversed(register.sources) for column in source.columns}
    shown = []
    for heading in register.headings:
        source = sources.get(heading.column)
        if source is None:
            cells = [line[heading.column] for _, line, _ in records if not is_missing(line[heading.column])]
            shown.append((heading.column, not _name_nobody(cells)))
        else:
            shown.append((heading.column, is_personal(source.field)))
    return tuple(
        Line(row, tuple(_shown(cells[place], personal=personal) for place, personal in shown))
        for row, cells, _ in records
    )


def unrecognised(head: Sequence[Sequence[object]], heading: int, first_column: int) -> tuple[Column, ...]:
    """Return the columns of a sheet that is not recognised, headed by what stands in its likeliest heading line."""
    width = max(len(line) for line in head)
    words = [*head[heading], *[""] * width][:width]
    return tuple(Column(letter(place + first_column), text_of(word), None) for place, word in enumerate(words))


def lines_of(head: Sequence[Sequence[object]], heading: int) -> tuple[Line, ...]:
    """Return the first lines of a sheet that is not recognised; what stands below its heading may name customers."""
    width = max(len(line) for line in head)
    lines = [[*line, *[""] * width][:width] for line in head]
    below = ([cell for cell in column if not is_missing(cell)] for column in zip(*lines[heading + 1 :], strict=True))
    open_ = {place for place, cells in enumerate(below) if _name_nobody(cells)}
    return tuple(
        Line(
            number + 1,
            tuple(_shown(cell, personal=number > heading and place not in open_) for place, cell in enumerate(line)),
        )
        for number, line in enumerate(lines[: heading + FIRST_LINES + 1])
    )


def _shown(cell: object, *, personal: bool) -> str:
    return "" if cell is None else masked(cell, personal=personal)


def values_of(register: Register, columns: Columns, meanings: Mapping[str, Mapping[str, str]]) -> tuple[Value, ...]:
    """Return the words of coded fields that nobody understands, most frequent first."""
    coded = {source.header: source.field.name for source in register.sources if source.field.cleaner in CODED}
    counts = Counter(
        (coded[problem.header], problem.value)
        for problem in columns.problems
        if problem.code.startswith("unknown_") and problem.header in coded
    )
    found = [
        Value(field, written, count, None)
        for (field, written), count in counts.most_common()
        if plain(written) not in meanings.get(field, {})
    ]
    return tuple(found[:_LISTED])


def resembling(written: str, count: int, counts: Mapping[str, int], field: str) -> str | None:
    """Return the one commoner spelling that a name is probably another form of, None when none or several are.

    小张 is like 张三 when no other 张 sells; 秀儿 like 秀尔; K2 1.6L like K2.
    """
    alike = _same_person if field == "salesperson" else _same_model
    found = [other for other, often in counts.items() if other != written and alike(written, other)]
    commoner = [other for other in found if (counts[other], other) > (count, written) or len(other) < len(written)]
    return found[0] if len(found) == 1 and commoner else None


def _same_person(nickname: str, name: str) -> bool:
    if len(nickname) == 2 and nickname[0] in "小老阿" and len(name) >= 2:
        return name[0] == nickname[1] and name[0] not in "小老阿"
    return len(nickname) == 2 and nickname[1] in "哥姐总" and name[0] == nickname[0] and name[-1] not in "哥姐总"


def _same_model(longer: str, model: str) -> bool:
    if longer.upper().startswith(f"{model.upper()} ") or (
        len(longer) > len(model) >= 2
        and longer.startswith(model)
        and longer[len(model)].isdigit()
        and not model[-1].isdigit()
    ):
        return True
    return (
        len(longer) == len(model) >= 2
        and all("\u4e00" <= letter <= "\u9fff" for letter in longer + model)
        and sum(a != b for a, b in zip(longer, model, strict=True)) == 1
        and longer[0] == model[0]
        and len(model) <= 3
    )
