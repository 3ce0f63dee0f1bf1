"""What was answered about columns and values, by store: found, changed and forgotten here, and saved at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st
from pandas import DataFrame
from streamlit.column_config import CheckboxColumn, NumberColumn, SelectboxColumn, TextColumn

from data.answers import forget, remember, remembered
from data.asked import NOT_USED, ColumnAnswer, ValueAnswer
from data.registers import FIELDS, Kind
from data.understood import CODED
from data.vocabulary import vocabulary
from data.warehouse import WarehouseError
from frame.ask import ask_data, data_version, said_of, t, warehouse
from frame.plain import plain

Answer = TypeVar("Answer", ColumnAnswer, ValueAnswer)
Lines = list[dict[Any, Any]]

_NOT_USED = "not_used"  # as an option of a choice, where an empty text means that nothing is chosen
_CLEANERS = {field.name: field.cleaner for fields in FIELDS.values() for field in fields}


def draw() -> None:
    """Draw the answers remembered, narrowed to a store or a word, each to be changed or forgotten."""
    _offer_back()
    columns, values = ask_data(remembered)
    if not columns and not values:
        st.caption(t("answers.none"))
        return
    st.caption(t("answers.what"))
    store_place, word_place = st.columns(2)
    stores = sorted({answer.store for answer in columns} | {answer.store for answer in values})
    store = store_place.selectbox(
        t("filters.stores"), stores, index=None, key="answers-store", placeholder=t("filters.all")
    )
    word = word_place.text_input(
        t("answers.search"), key="answers-word", placeholder=t("answers.search_what"), icon=":material/search:"
    ).strip()
    for kind in FIELDS:
        _columns([answer for answer in columns if answer.kind == kind and _is_wanted(answer, store, word)], kind)
    _values([answer for answer in values if _is_wanted(answer, store, word)])


def _offer_back() -> None:
    """Say what was forgotten last, and give it back while the page is open."""
    forgotten: list[ColumnAnswer | ValueAnswer] = st.session_state.get("forgotten", [])
    if not forgotten:
        return
    names = t("common.comma").join(
        plain(answer.heading if isinstance(answer, ColumnAnswer) else answer.written) for answer in forgotten
    )
    said, back = st.columns([5, 1], vertical_alignment="center")
    said.info(t("answers.forgotten", names=names))
    if not back.button(t("answers.take_back"), key="answers-back", icon=":material/undo:", width="stretch"):
        return
    try:
        remember(warehouse(), forgotten)
    except WarehouseError as error:
        st.error(said_of(error))
    else:
        del st.session_state["forgotten"]
        st.rerun()


def _is_wanted(answer: ColumnAnswer | ValueAnswer, store: str | None, word: str) -> bool:
    said = [answer.heading] if isinstance(answer, ColumnAnswer) else [answer.written, answer.meant]
    return store in (None, answer.store) and word.lower() in " ".join([*said, _field(answer.field)]).lower()


def _field(name: Any) -> str:
    return t("intake.not_used") if name in {NOT_USED, _NOT_USED} else str(t.of("field", name))


def _code(option: str) -> str:
    return NOT_USED if option == _NOT_USED else option


def _columns(answers: list[ColumnAnswer], kind: Kind) -> None:
    if not answers:
        return
    st.markdown(f"**{t('answers.columns', kind=t(f'kind.{kind}'))}**")
    layouts = list(dict.fromkeys(answer.layout for answer in answers))
    shown = DataFrame(
        {
            "store": [answer.store for answer in answers],
            "form": [layouts.index(answer.layout) + 1 for answer in answers],
            "heading": [answer.heading for answer in answers],
            "field": [answer.field or _NOT_USED for answer in answers],
            "forget": False,
        }
    )
    if len(layouts) == 1:
        shown = shown.drop(columns="form")
    options = [_NOT_USED, *(field.name for field in FIELDS[kind])]
    config = {
        "store": TextColumn(t("column.store")),
        "form": NumberColumn(t("column.form"), help=t("answers.form"), width=70),
        "heading": TextColumn(t("column.header")),
        "field": SelectboxColumn(t("column.field"), options=options, format_func=_field, required=True),
        "forget": CheckboxColumn(t("column.forget"), width=70),
    }
    lines = _edited(shown, answers, config, f"columns-{kind}", "field")
    _save(answers, lines, lambda answer, line: replace(answer, field=_code(line["field"])))


def _values(answers: list[ValueAnswer]) -> None:
    if not answers:
        return
    st.markdown(f"**{t('answers.values')}**")
    shown = DataFrame(
        {
            "store": [answer.store for answer in answers],
            "field": [_field(answer.field) for answer in answers],
            "written": [answer.written for answer in answers],
            "meant": [answer.meant for answer in answers],
            "forget": False,
        }
    )
    config = {
        "store": TextColumn(t("column.store")),
        "field": TextColumn(t("column.written_under")),
        "written": TextColumn(t("column.written")),
        "meant": TextColumn(t("column.meant"), required=True),
        "forget": CheckboxColumn(t("column.forget"), width=70),
    }
    lines = _edited(shown, answers, config, "values", "meant")
    _save(answers, lines, lambda answer, line: replace(answer, meant=str(line["meant"]).strip()))


def _edited(shown: DataFrame, answers: Sequence[Answer], config: Mapping[str, Any], name: str, changes: str) -> Lines:
    """Draw a table in which one column `changes`, beside the tick; it begins anew when the lines in it do."""
    edited = st.data_editor(
        shown,
        key=f"answers-{name}-{data_version()}-{hash(tuple(answers))}",
        hide_index=True,
        disabled=[str(column) for column in shown if column not in {changes, "forget"}],
        column_config=config,
    )
    return edited.to_dict("records")


def _save(answers: Sequence[Answer], lines: Lines, read: Callable[[Answer, Mapping[Any, Any]], Answer]) -> None:
    """Store what differs from the answers shown and have the page drawn anew; a meaning nobody knows is said."""
    forgotten = [answer for answer, line in zip(answers, lines, strict=True) if line["forget"]]
    read_again = [read(answer, line) for answer, line in zip(answers, lines, strict=True)]
    changed = [new for new, old in zip(read_again, answers, strict=True) if new != old and old not in forgotten]
    if not all(_is_known(answer) for answer in changed):
        st.error(t("answers.unknown_meaning"))
        return
    if not forgotten and not changed:
        return
    try:
        if forgotten:
            forget(warehouse(), forgotten)
            st.session_state["forgotten"] = list(forgotten)
        if changed:
            remember(warehouse(), changed)
    except WarehouseError as error:
        st.error(said_of(error))
    else:
        st.rerun()


def _is_known(answer: ColumnAnswer | ValueAnswer) -> bool:
    """Tell whether a meaning is one that a register can be read with: a word of the field where only some are known."""
    if isinstance(answer, ColumnAnswer):
        return True
    cleaner, known = _CLEANERS.get(answer.field, ""), vocabulary()
    is_free = cleaner not in CODED or cleaner not in known.values or answer.meant == answer.written
    return bool(answer.meant) and (is_free or known.value(cleaner, answer.meant) is not None)
