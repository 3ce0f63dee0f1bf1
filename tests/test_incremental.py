"""Whatever is loaded, replaced and taken back in whatever order: the figures are those of what is left, made alone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data.load import Chosen, Correction, load, undo
from data.marts import make_anew
from data.reading import Workbook
from data.registers import Kind
from data.warehouse import change, open_warehouse
from tests.showroom import cell, choose, everything, loss_cell, month, sheet, workbook

STORES = ("东店", "西店")
PHONES = (None, None, *(f"1390000000{n}" for n in range(6)))
MODELS = (None, "K2", "K5")
FIRST = date(2025, 1, 1)
DAYS = 150

days = st.integers(0, DAYS).map(lambda after: FIRST + timedelta(days=after))
person = {
    "phone": st.sampled_from(PHONES),
    "customer_name": st.sampled_from((None, "王伟")),
    "salesperson": st.sampled_from((None, "张三")),
    "model": st.sampled_from(MODELS),
    "store": st.sampled_from((None, None, "西店")),
}
LINES = {
    Kind.VISIT: st.fixed_dictionaries(
        {
            "happened_on": days,
            "contact_type": st.sampled_from(("visit", "visit", "phone")),
            "is_first": st.sampled_from((True, False, None)),
            "level": st.sampled_from((None, "H", "A")),
            "has_test_drive": st.sampled_from((None, True)),
            "has_deal": st.sampled_from((None, None, True)),
            "ordered_on": st.one_of(st.none(), st.none(), days),
            "outcome": st.sampled_from((None, None, "lost")),
            "stay_minutes": st.sampled_from((None, 40)),
            **person,
        }
    ),
    Kind.DEAL: st.fixed_dictionaries(
        {"ordered_on": st.one_of(st.none(), days), "delivered_on": st.one_of(st.none(), days), **person}
    ),
    Kind.LOSS: st.fixed_dictionaries(
        {"lost_on": days, "reasons": st.sampled_from((None, ["price"], ["price", "brand"])), **person}
    ),
    Kind.TEST_DRIVE: st.fixed_dictionaries({"driven_on": days, **person}),
    Kind.SUMMARY: st.builds(
        cell,
        st.integers(month(2025, 1), month(2025, 5)),
        st.sampled_from(("traffic", "showroom_deals", "recorded", "level_h")),
        st.integers(1, 9),
    ),
    Kind.LOSS_SUMMARY: st.builds(
        loss_cell, st.integers(month(2025, 1), month(2025, 5)), st.just("K5"), st.just("price"), st.integers(0, 9)
    ),
}

# a failing story is told as it was found: to shorten it takes minutes
UNHURRIED = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@dataclass(frozen=True)
class Step:
    """A file to load with a choice of what it corrects, or one to take back: each names loads by their place."""

    undone: int | None
    store: str
    sheets: tuple[tuple[Kind, tuple[dict, ...]], ...]
    corrects: tuple[tuple[int, int, int], ...]  # place of the load, first and last day after FIRST


def sheets() -> st.SearchStrategy:
    one = st.sampled_from(list(LINES)).flatmap(
        lambda kind: st.tuples(st.just(kind), st.lists(LINES[kind], min_size=1, max_size=8).map(tuple))
    )
    return st.lists(one, min_size=1, max_size=3).map(tuple)


steps = st.lists(
    st.builds(
        Step,
        st.one_of(st.none(), st.none(), st.integers(0, 6)),
        st.sampled_from(STORES),
        sheets(),
        st.lists(
            st.tuples(st.integers(0, 6), st.integers(0, DAYS), st.integers(0, DAYS)).map(
                lambda one: (one[0], min(one[1:]), max(one[1:]))
            ),
            max_size=2,
        ).map(tuple),
    ),
    min_size=2,
    max_size=7,
)


@dataclass
class Loaded:
    """A load that was made: its number, its workbook, and what it corrects, by place of the load and sheet."""

    number: int
    store: str
    book: Workbook
    corrects: list[tuple[int, int, str, date, date, str]]  # place, sheet's place, store, days, own sheet


def book_of(step: Step) -> Workbook:
    return workbook(*(sheet(kind, lines, f"{place}") for place, (kind, lines) in enumerate(step.sheets)))


def closed_over(step: Step, book: Workbook, made: list[Loaded | None]) -> list:
    """Return what a step corrects, with all that the corrected sheets themselves corrected on these days."""
    wanted = []
    for place, first, last in step.corrects:
        of = made[place] if place < len(made) else None
        if of is None:
            continue
        begins, ends = FIRST + timedelta(days=first), FIRST + timedelta(days=last)
        for mine in book.sheets:
            for at, theirs in enumerate(of.book.sheets):
                if theirs.kind is not mine.kind:
                    continue
                for store in STORES:
                    wanted.append((place, at, store, begins, ends, mine.name))
                    wanted += [
                        (p, a, s, max(b, begins), min(e, ends), mine.name)
                        for p, a, s, b, e, by in of.corrects
                        if by == theirs.name and s == store and max(b, begins) <= min(e, ends)
                    ]
    return wanted


def corrections(con: DuckDBPyConnection, numbers: dict[int, int], wanted: list) -> tuple[Correction, ...]:
    return tuple(
        Correction(ids[at][0], store, begins, ends, by)
        for place, at, store, begins, ends, by in wanted
        if place in numbers
        for ids in [
            con.execute(
                "select sheet_id from raw.sheet where load_id = ? order by sheet_id", [numbers[place]]
            ).fetchall()
        ]
    )


def play(con: DuckDBPyConnection, story: list[Step], after_each: Callable[[], None]) -> list[Loaded | None]:
    made: list[Loaded | None] = []
    for step in story:
        if step.undone is not None and step.undone < len(made) and made[step.undone]:
            undo(con, made[step.undone].number)
            made[step.undone] = None
        else:
            book = book_of(step)
            wanted = closed_over(step, book, made)
            numbers = {place: one.number for place, one in enumerate(made) if one}
            asked = [one for one in wanted if one[0] in numbers]
            chosen = replace(choose(book, step.store), corrects=corrections(con, numbers, asked))
            made.append(Loaded(load(con, [chosen]), step.store, book, wanted))
        after_each()
    return made


def alone(made: list[Loaded | None]) -> dict:
    """Load what is left of a story into a new database, in its order."""
    con = open_warehouse()
    numbers: dict[int, int] = {}
    for place, one in enumerate(made):
        if one:
            chosen = Chosen(one.book, one.store, frozenset(each.name for each in one.book.sheets))
            numbers[place] = load(con, [replace(chosen, corrects=corrections(con, numbers, one.corrects))])
    found = everything(con)
    con.close()
    return found


@UNHURRIED
@given(steps)
def test_what_is_left_answers_as_if_the_rest_had_never_been(story: list[Step]):
    con = open_warehouse()
    made = play(con, story, lambda: None)
    assert everything(con) == alone(made)
    con.close()


@UNHURRIED
@given(steps)
def test_marts_kept_in_step_are_those_made_anew(story: list[Step]):
    con = open_warehouse()

    def made_anew_are_the_same() -> None:
        kept = everything(con)
        with change(con, "marts") as cursor:
            make_anew(cursor)
        assert everything(con) == kept

    play(con, story, made_anew_are_the_same)
    con.close()
