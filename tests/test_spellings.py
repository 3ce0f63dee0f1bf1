"""Which spellings of a dropped file are worth a question, and what the store knows already."""

import pytest

from analytics.spellings import MOST, known, meanings, worth_asking
from data.reading import Value
from data.registers import FIELDS
from data.understood import CODED
from tests import showroom
from tests.typed import VISITS, read, visit


def sheet(**fields: list[str]):
    """Return a register whose lines say these words of a field, one a line."""
    ((field, words),) = fields.items()
    return showroom.sheet("visit", [showroom.visit("2026-03-01", **{field: word}) for word in words])


def test_a_store_knows_the_names_of_its_own_loaded_lines(con, loaded):
    loaded(store="东店", visit=showroom.visits(2, "2026-03-01", model="K5", salesperson="张三"))
    loaded(store="东店", deal=showroom.deals(1, "2026-03-02", model="K5", channel="车展"))
    loaded(store="西店", visit=showroom.visits(4, "2026-03-01", model="K3"))
    assert known(con, "东店") == {"model": {"K5": 3}, "salesperson": {"张三": 2}, "channel": {"车展": 1}}


def test_a_nickname_is_suggested_to_be_the_one_colleague_of_that_family_name():
    here = sheet(salesperson=["张三", "张三", "小张", "李四"])
    assert worth_asking([here], {}, set()) == [Value("salesperson", "小张", 1, "张三")]


def test_a_nickname_is_compared_with_the_people_in_the_database():
    assert worth_asking([sheet(salesperson=["小张"])], {"salesperson": {"张三": 9}}, set()) == [
        Value("salesperson", "小张", 1, "张三")
    ]


def test_a_spelling_that_is_loaded_already_is_not_asked_about():
    of_store = {"salesperson": {"张三": 9, "小张": 1}}
    assert worth_asking([sheet(salesperson=["小张", "张三"])], of_store, set()) == []


def test_a_new_channel_is_asked_about_only_where_the_store_has_channels():
    here = sheet(channel=["抖音", "抖音", "车展"])
    assert worth_asking([here], {"channel": {"车展": 3}}, set()) == [Value("channel", "抖音", 2, None)]
    assert worth_asking([here], {}, set()) == []


def test_an_unknown_word_of_a_coded_field_is_asked_about_with_the_closest_meaning():
    lines = [visit(**{"来店/来电": "Refferal"}), visit(级别="特"), visit(级别="特")]
    assert worth_asking([read([VISITS, *lines])], {}, set()) == [
        Value("contact_type", "Refferal", 1, "转介绍"),
        Value("level", "特", 2, None),
    ]


def test_what_is_answered_is_not_asked_again():
    here = sheet(salesperson=["张三", "张三", "小张"])
    assert worth_asking([here], {}, {("salesperson", "小张")}) == []


def test_a_column_of_free_text_is_compared_with_nothing():
    names = [f"车型{number}款" for number in range(MOST)]
    assert worth_asking([sheet(model=[*names, "K5", "K5 1.6L"])], {}, set()) == []


@pytest.mark.parametrize("field", sorted({f.name for fields in FIELDS.values() for f in fields if f.cleaner in CODED}))
def test_every_coded_field_has_meanings_that_reading_understands(field: str):
    heading = {"contact_type": "来店/来电", "is_first": "首次/再次", "level": "级别"}.get(field)
    assert len(meanings(field)) >= 2
    if heading:
        for spelling in meanings(field).values():
            assert read([VISITS, visit(**{heading: spelling})]).problems == ()
