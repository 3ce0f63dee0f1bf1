"""Registers drawn column by column: every field under any heading it is known by, in any order, at any place."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import data.vocabulary
from data.registers import Kind
from data.vocabulary import plain, vocabulary
from tests.registers import handwriting as hand
from tests.registers.files import xlsx
from tests.registers.happened import DEALS, DRIVES, LOSSES, Record
from tests.registers.invented import registers
from tests.registers.page import Column, Layout, Page, Write
from tests.registers.verdict import judge, read, rows_of

Ways = dict[str, tuple[Write, ...]]

_SPELLINGS = json.loads(Path(data.vocabulary.__file__).with_name("vocabulary.json").read_text("utf-8"))["headers"]


def _as_it_is(value: object) -> object:
    return value


_DAY: tuple[Write, ...] = (_as_it_is, hand.slashed, date.isoformat, hand.serial)
_MINUTE: tuple[Write, ...] = (hand.clock, hand.colon, hand.wide_colon, hand.oclock, hand.compact)
_TEXT: tuple[Write, ...] = (_as_it_is,)
_WHO: Ways = {
    "customer_name": _TEXT,
    "salesperson": _TEXT,
    "phone": (_as_it_is, hand.grouped, hand.number),
    "model": _TEXT,
}
_AMERICAN: tuple[Write, ...] = (_as_it_is, hand.american, date.isoformat)
_STATES = {"sold": "已交车", "cancelled_order": "已退订"}
_SALES = {"showroom": "展厅", "second_tier": "二网", "wholesale": "大客户"}
_KINDS = {"lost": "战败", "out_of_control": "失控", "dormant": "休眠"}
_CAME = {"visit": "Walk-in", "phone": "Phone Up"}
_REASONS = {"price": "价格高", "其他": "其他", "brand": "品牌", "equipment": "配置低", "late_follow_up": "跟进不及时"}


@dataclass(frozen=True)
class Register:
    """A kind of register: its title, the ways to write each field, the fields that it always has, what it holds."""

    kind: Kind
    title: str
    ways: Ways
    always: frozenset[str]
    records: st.SearchStrategy[list[Record]]
    english: bool = False


REGISTERS = {
    "visits": Register(
        Kind.VISIT,
        "展厅来店登记表",
        _WHO
        | {
            "happened_on": _DAY,
            "arrived_minute": _MINUTE,
            "left_minute": _MINUTE,
            "contact_type": (hand.CONTACTS.__getitem__,),
            "is_first": (hand.first_again,),
            "level": (_as_it_is, hand.grade),
            "channel": _TEXT,
        },
        frozenset({"happened_on", "customer_name", "salesperson"}),
        registers,
    ),
    "English visits": Register(
        Kind.VISIT,
        "Showroom Up Log",
        _WHO
        | {
            "happened_on": _AMERICAN,
            "arrived_minute": (hand.clock, hand.afternoon),
            "left_minute": (hand.clock, hand.afternoon),
            "contact_type": (_CAME.__getitem__,),
            "is_first": (lambda first: "First" if first else "Return",),
            "level": _TEXT,
            "channel": _TEXT,
        },
        frozenset({"happened_on", "customer_name", "salesperson"}),
        registers,
        english=True,
    ),
    "deals": Register(
        Kind.DEAL,
        "订单台账",
        _WHO
        | {
            "ordered_on": _DAY,
            "delivered_on": _DAY,
            "cancelled_on": _DAY,
            "order_no": _TEXT,
            "vin": _TEXT,
            "price": _TEXT,
            "deposit": _TEXT,
            "payment": _TEXT,
            "sale_channel": (_SALES.__getitem__,),
            "outcome": (_STATES.__getitem__,),
        },
        frozenset({"ordered_on", "customer_name", "model", "price"}),
        st.just(DEALS),
    ),
    "losses": Register(
        Kind.LOSS,
        "战败客户登记表",
        _WHO
        | {
            "lost_on": _DAY,
            "first_contact_on": _DAY,
            "lost_kind": (_KINDS.__getitem__,),
            "reasons": (lambda found: "、".join(_REASONS[one] for one in found),),
            "lost_to": _TEXT,
            "level": _TEXT,
        },
        frozenset({"lost_on", "customer_name", "reasons"}),
        st.just(LOSSES),
    ),
    "test drives": Register(
        Kind.TEST_DRIVE,
        "试乘试驾登记表",
        _WHO | {"driven_on": _DAY, "drive_minute": _MINUTE},
        frozenset({"driven_on", "customer_name", "model"}),
        st.just(DRIVES),
    ),
}


def _spellings(register: Register, name: str) -> list[str]:
    """Return a field's headings, without those that kinds share and those that name one choice (首次)."""
    words = vocabulary()
    written = _SPELLINGS[register.kind].get(name, []) + _SPELLINGS["any"].get(name, [])
    return [
        heading
        for heading in written
        if heading.isascii() == register.english
        and plain(heading) not in words.generic
        and plain(heading) not in words.values["first"]
    ]


@st.composite
def drawn_page(draw: st.DrawFn, register: Register) -> Page:
    """Draw the columns, their headings, their order, how each is written, and where the table begins."""
    names = [name for name in register.ways if name in register.always or draw(st.booleans())]
    columns = [
        Column(draw(st.sampled_from(_spellings(register, name))), name, draw(st.sampled_from(register.ways[name])))
        for name in draw(st.permutations(names))
    ]
    page = Page("Sheet1", register.kind, left=draw(st.integers(0, 3)), next=draw(st.integers(0, 4)))
    page.title(register.title)
    page.heading(*columns)
    page.records(draw(register.records))
    return page


@pytest.mark.parametrize("name", REGISTERS)
@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(draw=st.data())
def test_known_headings_are_understood_in_any_order(name, draw):
    page = draw.draw(drawn_page(REGISTERS[name]))
    layout = Layout("drawn", "drawn", "drawn.xlsx", [page], xlsx([page]))
    verdict = judge(layout)
    assert (verdict.wrong, verdict.asked) == ([], [])
    assert rows_of(read(layout).sheets[0]) == page.rows
