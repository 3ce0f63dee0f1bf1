"""The deck's table ①–⑩ and its verdict, drawn in the browser: they follow a slider's thumb while it moves.

The script and its style are served as files of the board itself: no text of a script is ever put into the page.
"""

from collections.abc import Collection
from pathlib import Path

import streamlit as st
from pandas import DataFrame
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from analytics.statistics.target import MOST_LEADS
from analytics.what_if import Wishes
from frame.ask import t

HERE = Path(__file__).parent
PACKAGE, NAME = "keyuan", "thumb"
COLUMNS = ("channel", "share", "deals", "rate", "needed", "current", "gap", "wished", "planned", "missing")


def draw(history: DataFrame, wishes: Wishes, pinned: Collection[int], *, inputs: str, key: str) -> None:
    """Draw the table of `what_if.table`; the sliders it follows stand in the container of key `inputs`.

    A slider's key is thumb-target, or thumb-share-0, thumb-current-0, thumb-wished-0 … by channel; shares and rates in
    percent.
    """
    mount = st.components.v2.component(_registered(), css="thumb.css", js="thumb.js")
    mount(
        key=key,
        data={
            "names": [t.of("channel", channel) for channel in history["channel"]],
            "columns": [t(f"targets.column_{name}") for name in COLUMNS],
            "total": t("common.pooled"),
            "said": {
                "chance": t("targets.headline", target="{target}", planned="{planned}", present="{present}"),
                "nothing": t("targets.nothing_wanted"),
                "beyond": t("targets.beyond", target="{target}", leads="{leads}"),
            },
            "target": wishes.target,
            "shares": list(wishes.shares),
            "current": list(wishes.current),
            "wished": list(wishes.wished),
            "pinned": sorted(pinned),
            "deals": [float(number) for number in history["deals"]],
            "leads": [float(number) for number in history["leads"]],
            "rates": [float(number) for number in history["rate"]],
            "most": MOST_LEADS,
            "inputs": f".st-key-{inputs}",
        },
    )


def _registered() -> str:
    """Tell this server's Streamlit where the files lie, as an installed package's manifest would; return the name."""
    manager, name = get_bidi_component_manager(), f"{PACKAGE}.{NAME}"
    if manager.get_component_asset_root(name) is None:
        manager.register_from_manifest(ComponentManifest(PACKAGE, "1", [ComponentConfig(NAME, HERE.name)]), HERE.parent)
    return name
