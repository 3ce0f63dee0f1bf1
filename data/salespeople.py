"""Registers kept one sheet a salesperson: the sheet's name or title says whose visits and deals it holds."""

from collections.abc import Sequence

import pyarrow as pa

from data.people import is_person
from data.registers import FIELDS
from data.years import Draft

_FIELD = "salesperson"


def name_salespeople(drafts: Sequence[Draft]) -> None:
    """Give the records of sheets without a salesperson of their own the one their title, or their name, tells.

    Names of sheets are believed only when several sheets of the workbook are called like people, and none otherwise:
    江北 and 高新 may be names too.
    """
    lacking = [draft for draft in drafts if _may_lack(draft)]
    named = len(lacking) > 1 and all(is_person(draft.sheet.name) for draft in lacking)
    for draft in lacking:
        name = draft.told.salesperson or (draft.sheet.name if named else None)
        if name and draft.columns:
            draft.columns.chunks[_FIELD] = [pa.array([name] * len(draft.columns.rows), pa.string())]


def _may_lack(draft: Draft) -> bool:
    columns = draft.columns
    if columns is None or _FIELD in columns.chunks:
        return False
    return any(field.name == _FIELD for field in FIELDS.get(draft.sheet.kind, ()))
