"""Sheets that stand beside registers and are none: pivots, counts, leads, cards of a customer, calls afterwards."""

from collections.abc import Sequence

from data.beneath import Beneath
from data.headers import Register
from data.reading import Certainty
from data.registers import Kind
from data.vocabulary import plain, vocabulary

Grid = Sequence[Sequence[object]]

_CUSTOMER = {"customer_name", "phone", "vin", "order_no"}
_CAME = {"arrived_minute", "left_minute", "stay_minutes", "is_first", "party_size"}
_TICKED = {"flag", "first", "contact", "level", "purpose", "outcome", "sale_channel", "lost_kind", "reasons", "phone"}
_OF_A_DEAL = {"order_no", "vin", "price", "deposit", "payment", "ordered_on"}
_PIVOT_LINES = 10
_LONGEST_CARD = 60
_CARD_LINES = 3  # lines that each name several things, as only a card's do
_LEAST_COUNTS = 2  # columns


def why_not(head: Grid, titles: str) -> str:
    """Say why a sheet whose headings make no register is not read (words: `not_ours.<reason>`)."""
    words = vocabulary()
    if is_pivot(head):
        return "pivot"
    if _is_card(head, titles):
        return "card"
    if any(word in titles for word in words.leads):
        return "leads"
    if any(word in titles for word in words.counts) and _share_of_numbers(head) > 1 / 3:
        return "counts"
    return "not_recognised"


def why_no_register(register: Register, head: Grid, titles: str) -> str:
    """Say why a sheet that has a register's headings is none all the same, "" when it is one."""
    if is_pivot(head):
        return "pivot"
    if _is_card(head, titles):
        return "card"
    if _is_leads(register, titles):
        return "leads"
    if _counts(register, head):
        return "counts"
    return "after_sales" if _is_after_sales(register, titles) else ""


def is_pivot(head: Grid) -> bool:
    """Say whether the first lines are those of a pivot table."""
    texts = [plain(cell) for line in head[:_PIVOT_LINES] for cell in line if isinstance(cell, str) and cell]
    return any(text.startswith(word) for text in texts for word in vocabulary().pivot)


def _is_card(head: Grid, titles: str) -> bool:
    """A card holds one customer, each line with labels to the left of what they say."""
    words = vocabulary()
    filled = [line for line in head if any(cell not in ("", None) for cell in line)]
    if len(filled) > _LONGEST_CARD or not any(word in titles for word in words.cards):
        return False
    labelled = sum(
        sum(isinstance(cell, str) and words.knows(plain(cell)) for cell in line if cell) >= 2 for line in filled
    )
    return labelled >= _CARD_LINES


def _is_leads(register: Register, titles: str) -> bool:
    """A list of leads has customers and levels, but nobody came: without a sign of a visit it is not traffic."""
    words = vocabulary()
    if register.kind is not Kind.VISIT or register.fields & _CAME:
        return False
    if any(word in titles for word in words.leads):
        return True
    titled = any(word in titles for word in words.titles[Kind.VISIT])
    return not titled and any(heading.label.startswith("线索") for heading in register.headings)


def _counts(register: Register, head: Grid) -> bool:
    """A sheet that counts by day or salesperson names no customer, and under its headings stand whole numbers."""
    below = Beneath(head[register.first_line :])
    sources = {column: source for source in register.sources for column in source.columns}
    counted = 0
    for heading in register.headings:
        numbers = _are_counts(below.values(heading.column))
        source = sources.get(heading.column)
        if source and source.field.name in _CUSTOMER and below.values(heading.column) and not numbers:
            return False
        counted += numbers and (source is None or source.field.cleaner in _TICKED)
    return counted >= _LEAST_COUNTS


def _are_counts(values: list[object]) -> bool:
    """Say whether the cells are whole numbers and not all nought or one, which may be ticks."""
    numbers = [
        float(value) for value in values if isinstance(value, float) or (isinstance(value, str) and value.isdigit())
    ]
    whole = len(numbers) >= 0.75 * len(values) and all(number.is_integer() and 0 <= number < 1e5 for number in numbers)
    return whole and any(number > 1 for number in numbers)


def _is_after_sales(register: Register, titles: str) -> bool:
    """Calls to those who bought, and their services, name the delivery but tell no deal and no visit."""
    if not any(word in titles for word in vocabulary().others):
        return False
    signs = {Kind.VISIT: _CAME | {"contact_type"}, Kind.DEAL: _OF_A_DEAL}
    sure = {source.field.name for source in register.sources if source.sure is not Certainty.DOUBTFUL}
    return register.kind in signs and not sure & signs[register.kind]


def _share_of_numbers(head: Grid) -> float:
    cells = [cell for line in head for cell in line if cell not in ("", None)]
    return sum(isinstance(cell, float) for cell in cells) / len(cells) if cells else 0.0
