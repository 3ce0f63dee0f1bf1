"""All layouts of the corpus."""

from functools import cache

from tests.registers import (
    books,
    desks,
    english,
    exports,
    ledgers,
    not_ours,
    offices,
    strangers,
    traps,
    untidy,
    usual,
    wordings,
)
from tests.registers.page import Layout

_ROOMS = (usual, books, exports, untidy, traps, desks, ledgers, offices, english, wordings, strangers, not_ours)


@cache
def corpus() -> dict[str, Layout]:
    """Return every layout by its name."""
    found = [layout for room in _ROOMS for layout in room.layouts()]
    assert len({layout.name for layout in found}) == len(found)
    return {layout.name: layout for layout in found}
