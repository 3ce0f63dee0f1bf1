"""What the reader wishes: ① and, per channel, ② ⑥ ⑧ by sliders; shares always add to 100 %, moved or pinned."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import streamlit as st
from pandas import DataFrame

from analytics.statistics.shares import moved, room
from analytics.targets import History
from analytics.what_if import Wishes
from frame.ask import t
from frame.plain import plain

Number = TypeVar("Number", int, float)

PLACE = "targets-inputs"  # the container that frame.thumb follows
LEVERS = ("share", "current", "wished")
MOST_DEALS = 1_000_000
_WISHES, _BASIS, _PINS = "targets-wishes", "targets-basis", "targets-pins"


@dataclass(frozen=True)
class _Thumb:
    """A slider from 0 to `most`, standing at `now`; `written` is how its value is shown."""

    name: str
    label: str
    now: float
    most: float
    step: float = 1
    written: str = "%d"


def begin_with(history: History) -> Wishes:
    """Return the wishes a history itself suggests."""
    rows = history.channels
    return Wishes(history.target, tuple(rows["share"]), tuple(rows["current"]), tuple(rows["wished"]))


def wishes(history: History) -> Wishes:
    """Return what this session wishes; it begins anew where the history is another one."""
    basis = (history.month, history.months, *history.channels["channel"], *history.channels["leads"])
    if st.session_state.get(_BASIS) != basis:
        st.session_state[_BASIS] = basis
        st.session_state[_PINS] = []
        wish(begin_with(history))
    wished: Wishes = st.session_state[_WISHES]
    return wished


def wish(wanted: Wishes) -> None:
    """Make these the session's wishes."""
    st.session_state[_WISHES] = wanted


def pinned() -> list[int]:
    """Return the channels whose share stays when another one is moved."""
    return list(st.session_state.get(_PINS, []))


def draw(history: History) -> None:
    """Draw the sliders; moving one changes the wishes before the page is drawn again."""
    wanted = wishes(history)
    with st.container(key=PLACE):
        _target(history, wanted)
        lever = st.segmented_control(
            t("targets.lever"),
            LEVERS,
            default="share",
            format_func=lambda one: t(f"targets.lever_{one}"),
            key="targets-lever",
            required=True,
            label_visibility="collapsed",
        )
        rows = history.channels
        {"share": _shares, "current": _current, "wished": _wished}[lever](rows, wanted)
        if wanted != begin_with(history):
            st.button(
                t("targets.reset"), type="tertiary", icon=":material/undo:", on_click=wish, args=(begin_with(history),)
            )


def _target(history: History, wanted: Wishes) -> None:
    thumb, typed = st.columns([3, 1.2], vertical_alignment="bottom")
    most = max(2 * history.target, 20, wanted.target)
    with thumb:
        _slider(_Thumb("target", t("targets.target"), wanted.target, most), _set_target)
    with typed:
        _stand("typed-target", wanted.target)
        st.number_input(
            t("targets.target"),
            0,
            MOST_DEALS,
            key="typed-target",
            on_change=lambda: _set_target(st.session_state["typed-target"]),
            label_visibility="collapsed",
        )


def _shares(rows: DataFrame, wanted: Wishes) -> None:
    pins = pinned()
    for at, name in enumerate(_names(rows)):
        most = room(wanted.shares, at, [pin for pin in pins if pin != at])
        label = t("targets.share_of", channel=name)
        stuck = at in pins or most == 0 or (len(pins) >= len(rows) - 1)
        thumb = _Thumb(f"share-{at}", label, wanted.shares[at], max(most, 1), written="%d%%")
        _slider(thumb, partial(_set_share, at), stuck=stuck)
    _stand("pins", pins)
    st.pills(
        t("targets.pin"),
        range(len(rows)),
        selection_mode="multi",
        format_func=lambda at: t.of("channel", rows["channel"][at]),
        key="pins",
        on_change=_pin,
    )


def _current(rows: DataFrame, wanted: Wishes) -> None:
    for at, name in enumerate(_names(rows)):
        known = int(rows["current"][at])
        most = max(3 * known, 50, wanted.current[at])
        label = t("targets.current_of", channel=name, known=t.number(known))
        _slider(_Thumb(f"current-{at}", label, wanted.current[at], most), partial(_set_current, at))


def _wished(rows: DataFrame, wanted: Wishes) -> None:
    for at, name in enumerate(_names(rows)):
        known, now = float(rows["rate"][at]), round(wanted.wished[at] * 100, 1)
        most = float(min(100, max(20, 10 * round(30 * known), now)))
        label = t("targets.wished_of", channel=name, known=t.percent(known))
        _slider(_Thumb(f"wished-{at}", label, now, most, 0.1, "%.1f%%"), partial(_set_wished, at))


def _names(rows: DataFrame) -> list[str]:
    return [plain(t.of("channel", channel)) for channel in rows["channel"]]


def _slider(thumb: _Thumb, changed: Callable[[float], None], *, stuck: bool = False) -> None:
    key = f"thumb-{thumb.name}"
    _stand(key, thumb.now)
    st.slider(
        thumb.label,
        type(thumb.most)(0),
        thumb.most,
        step=thumb.step,
        format=thumb.written,
        key=key,
        disabled=stuck,
        on_change=lambda: changed(st.session_state[key]),
    )


def _stand(key: str, value: object) -> None:
    """Have a widget stand where the wishes are: another slider, or a kept scenario, may have moved it."""
    st.session_state[key] = value


def _wanted() -> Wishes:
    wanted: Wishes = st.session_state[_WISHES]
    return wanted


def _set_target(to: float) -> None:
    wish(replace(_wanted(), target=int(to)))


def _pin() -> None:
    st.session_state[_PINS] = list(st.session_state["pins"])


def _set_share(at: int, to: float) -> None:
    pins = [pin for pin in pinned() if pin != at]
    wish(replace(_wanted(), shares=tuple(moved(_wanted().shares, at, int(to), pins))))


def _set_current(at: int, to: float) -> None:
    wish(replace(_wanted(), current=_with(_wanted().current, at, int(to))))


def _set_wished(at: int, to: float) -> None:
    wish(replace(_wanted(), wished=_with(_wanted().wished, at, to / 100)))


def _with(numbers: tuple[Number, ...], at: int, to: Number) -> tuple[Number, ...]:
    changed = list(numbers)
    changed[at] = to
    return tuple(changed)
