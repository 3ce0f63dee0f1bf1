"""The parts of the loss page: who left how, reasons, salespeople, days, destinations."""

from functools import partial

import streamlit as st
from pandas import DataFrame

from analytics import losses, periods
from analytics.metrics import RATES
from analytics.statistics.rates import pooled
from charts.columns import stacked
from charts.heatmap import reasons
from charts.interval import interval
from charts.ranking import ranking
from charts.split import split, split_course
from charts.theme import BLUE, FULL, LOSS, PALE
from frame import heading, passport, picture
from frame.ask import ask, t
from frame.findings import losses as say
from frame.plain import plain

MOST_DESTINATIONS = 12
MOST_PILED_UP = 5
MEASURES = ("unattended_rate", "unclear_rate")
Exit = str | None


def choose(name: str, options: tuple[str, ...], words: dict[str, str], label: str) -> str:
    """Draw one of the page's switches, the first option chosen, kept in the address; return what is chosen."""
    chosen: str = st.segmented_control(
        label, options, default=options[0], format_func=words.__getitem__, key=name, bind="query-params", required=True
    )
    return chosen


def exits(answer: DataFrame) -> None:
    """Draw how many left in which way, each the button to the list of them."""
    with st.container(horizontal=True):
        for line in answer.to_dict("records"):
            said = t(
                "losses.left",
                exit=t(f"exit.{line['exit']}"),
                number=t.number(line["losses"]),
                share=t.percent(line["share"]),
            )
            _button(said, f"exit-{line['exit']}", "losses", {"exit": line["exit"]})


def piled_up(cells: DataFrame, exit: Exit) -> None:
    """Draw a sentence for each reason that piles up on one salesperson beyond luck, or that none does."""
    found = cells[cells["is_beyond_luck"]].head(MOST_PILED_UP).to_dict("records")
    if cells["salesperson"].nunique() < 2:  # nobody to compare with
        return
    st.caption(t("losses.piled_up_what") if found else t("losses.not_piled_up"))
    for cell in found:
        among = {name: str(cell[name]) for name in ("store", "salesperson", "reason")}
        key = "-".join(among.values())
        _button(f"**{plain(say.piled_up(cell))}**", f"piled-up-{key}", "loss_mentions", among | _among(exit))


def _button(said: str, key: str, figure: str, among: dict[str, str]) -> None:
    st.button(said, key=key, type="tertiary", icon=":material/group:", on_click=passport.ask, args=(figure, among))


def _among(exit: Exit) -> dict[str, str]:
    return {"exit": exit} if exit else {}


def table(mentions: DataFrame, among: DataFrame | None, exit: Exit, cells: str) -> None:
    """Draw models against reasons: mentions, or with `among` the customers who gave each reason."""
    counted = "customer_" if among is not None else ""
    picture.draw(
        reasons,
        losses.as_shares(mentions, among).assign(
            model_name=[t.of("model", model) for model in mentions["model"]],
            reason_name=[t.of("reason", reason) for reason in mentions["reason"]],
        ),
        "reasons",
        title=say.people_or_product(mentions) if among is None else say.customers(among, mentions),
        subtitle=t(f"losses.{counted}{cells}_subtitle"),
        model="model",
        reason="reason",
        block="reason_group",
        value="mentions",
        share="share" if cells == "shares" else None,
        model_name="model_name",
        reason_name="reason_name",
        model_totals=None if among is None else dict(zip(among["model"], among["customers"], strict=True)),
        block_totals=None if among is None else among[list(losses.GROUPS)].sum().to_dict(),
        blocks=_groups(mentions),
        asks=lambda cell: passport.ask("loss_mentions", {"model": cell[0], "reason": cell[1]} | _among(exit)),
    )


def _groups(mentions: DataFrame) -> dict[str, str]:
    return {group: t(f"reason_group.{group}") for group in losses.GROUPS if group in set(mentions["reason_group"])}


def groups(mentions: DataFrame, among: DataFrame | None, exit: Exit) -> None:
    """Draw people's reasons against the product's: of all mentions, or how many of the customers name one."""
    if among is None:
        parts = losses.by_group(mentions)
        picture.draw(
            split,
            parts.assign(name=[t(f"reason_group.{group}") for group in parts["reason_group"]]),
            "product-against-people",
            title=say.sides(parts),
            subtitle=t("losses.split_subtitle"),
            name="name",
            value="mentions",
            share="share",
            code="reason_group",
            asks=lambda group: passport.ask("loss_mentions", {"reason_group": group} | _among(exit)),
        )
        return
    sums, whole = among[list(losses.GROUPS)].sum(), among["customers"].sum()
    named = DataFrame({"group": sums.index, "customers": sums.to_numpy(), "share": (sums / whole).to_numpy()})
    picture.draw(
        ranking,
        named.assign(name=[t(f"losses.with_{group}") for group in named["group"]]),
        "customers-by-group",
        title=say.groups(among),
        subtitle=t("losses.customer_groups_subtitle", customers=t.number(whole)),
        name="name",
        value="customers",
        share="share",
        code="group",
        asks=lambda group: passport.ask("reasoned_losses", {f"has_{group}": True, **_among(exit)}),
    )


def course(exit: Exit) -> None:
    """Draw the shares of the kinds of reasons month by month."""
    months = ask(losses.by_month, exit)
    if months.empty:
        return
    picture.draw(
        split_course,
        losses.group_shares(heading.with_months(months, ask(periods.unfinished_month))),
        "loss-course",
        title=say.course(months),
        subtitle=t("losses.course_subtitle"),
        x="label",
        block="reason_group",
        share="share",
        blocks={group: t(f"reason_group.{group}") for group in losses.GROUPS if months[group].sum()},
        unfinished="unfinished",
        code="month",
        asks=lambda month: passport.ask_of_month("loss_mentions", month, _among(exit)),
    )


def by_salesperson(measure: str, exit: Exit) -> None:
    """Draw a rate among losses for each salesperson: no second contact, or an unclear reason."""
    people, rate = ask(losses.by_salesperson, measure, exit), RATES[measure]
    if people.empty:
        st.info(t("losses.no_measure"))
        return
    picture.draw(
        interval,
        people.assign(name=[t.of("salesperson", one) for one in people["salesperson"]]),
        f"losses-{measure}",
        title=say.salespeople(people, rate),
        subtitle=t(f"losses.{measure}_subtitle"),
        name="name",
        rate="rate",
        low="low",
        high="high",
        part=rate.of,
        whole=rate.among,
        pooled=pooled(people, rate.of, rate.among),
        pooled_name=t("common.pooled"),
        few="is_few",
        emphasised="is_beyond_luck",
        code="salesperson",
        asks=lambda one: passport.ask(measure, {"salesperson": one} | _among(exit)),
    )


def awaited(exit: Exit) -> None:
    """Draw after how many days from the first visit customers leave, by the side of their reasons."""
    days = ask(losses.days_to_loss, exit)
    if days.empty:
        st.info(t("losses.no_days"))
        return
    stretches = losses.in_stretches(days)
    picture.draw(
        partial(stacked, colours=(LOSS, BLUE, PALE)),
        stretches.assign(label=[t(f"awaited.{first}") for first in stretches["awaited"]]),
        "awaited",
        title=say.awaited(days),
        subtitle=t("losses.awaited_subtitle"),
        x="label",
        parts={side: t(f"reason_side.{side}") for side in losses.GROUPS},
        code="awaited",
        width=FULL,
        asks=lambda first: passport.ask("timed_losses", {"awaited": first} | _among(exit)),
    )
    st.caption(say.awaited_sides(days) + ("" if exit else t("losses.awaited_unclear")))


def lost_to(answer: DataFrame, named: Exit) -> None:
    """Draw our models against what their lost customers bought instead; `named` writes how many said so."""
    if answer.empty:
        st.info(t("losses.no_destination"))
        return
    most = answer["lost_to"].drop_duplicates().head(MOST_DESTINATIONS)
    shown = answer[answer["lost_to"].isin(most)]
    picture.draw(
        reasons,
        shown.assign(block="", model_name=[t.of("model", model) for model in shown["model"]]),
        "lost-to",
        title=say.lost_to(answer),
        subtitle=t("losses.lost_to_matrix", named=named, most=t.number(MOST_DESTINATIONS)),
        model="model",
        reason="lost_to",
        block="block",
        value="losses",
        model_name="model_name",
        blocks={"": t("losses.destination")},
        asks=lambda cell: passport.ask("named_losses", {"model": cell[0], "lost_to": cell[1]}),
    )
