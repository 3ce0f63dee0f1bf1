"""What the user answered about columns and values, remembered by store until he forgets or changes it."""

from collections.abc import Sequence
from dataclasses import astuple, fields

from duckdb import DuckDBPyConnection

from data.asked import ColumnAnswer, ValueAnswer
from data.warehouse import change

Answer = ColumnAnswer | ValueAnswer

# where each kind of answer is kept, and what it is about: a later answer about the same takes its place
_TABLES: dict[type[Answer], tuple[str, tuple[str, ...]]] = {
    ColumnAnswer: ("setting.column_answer", ("store", "layout", "heading")),
    ValueAnswer: ("setting.value_answer", ("store", "field", "written")),
}


def remembered(con: DuckDBPyConnection) -> tuple[tuple[ColumnAnswer, ...], tuple[ValueAnswer, ...]]:
    """Return all answers about columns and about values, by store."""
    cursor = con.cursor()
    columns, values = (_all(cursor, kind) for kind in (ColumnAnswer, ValueAnswer))
    cursor.close()
    return tuple(ColumnAnswer(*row) for row in columns), tuple(ValueAnswer(*row) for row in values)


def remember(con: DuckDBPyConnection, answers: Sequence[Answer]) -> None:
    """Keep answers, each in place of an earlier one about the same column or value."""
    with change(con, "answers") as cursor:
        keep_answers(cursor, answers)


def forget(con: DuckDBPyConnection, answers: Sequence[Answer]) -> None:
    """Remember no longer what answers like these say."""
    with change(con, "answers") as cursor:
        for answer in answers:
            _drop(cursor, answer)


def keep_answers(cursor: DuckDBPyConnection, answers: Sequence[Answer]) -> None:
    """Keep answers within a change that is under way."""
    for answer in answers:
        _drop(cursor, answer)
        table, _ = _TABLES[type(answer)]
        kept = astuple(answer)
        cursor.execute(f"insert into {table} values ({', '.join('?' * len(kept))})", list(kept))


def _all(cursor: DuckDBPyConnection, kind: type[Answer]) -> list[tuple[str, ...]]:
    table, _ = _TABLES[kind]
    columns = ", ".join(field.name for field in fields(kind))
    return cursor.execute(f"select {columns} from {table} order by all").fetchall()


def _drop(cursor: DuckDBPyConnection, answer: Answer) -> None:
    table, about = _TABLES[type(answer)]
    where = " and ".join(f"{column} = ?" for column in about)
    cursor.execute(f"delete from {table} where {where}", [getattr(answer, column) for column in about])
