"""Whether one thing piles up with one person, and how often luck alone would pile it up as much.

Exact hypergeometric tail of each cell (Fisher 1935, one-sided). Cells that could not tell themselves from luck however
they came out are not looked at (Tarone 1990); those that are are corrected together (Holm 1979). So if nothing is
concentrated, the chance that any cell is found is at most 5 %, however many persons and things there are.
"""

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame
from scipy.stats import hypergeom

BEYOND_LUCK = 0.05


def concentration(cells: DataFrame) -> DataFrame:
    """Return the cells, least explained by luck first, with `others`, `others_whole`, `luck` and `is_beyond_luck`.

    `cells`, one row per person and thing, has the columns part (his cases with the thing), whole (all his cases),
    all_part and all_whole (the same of everybody he is compared with, himself included). `luck` is the chance of a cell
    as lopsided as this among all those looked at, if luck alone dealt the cases out; 1 for a cell not looked at.
    """
    part, whole, all_part, all_whole = (
        cells[name].to_numpy(float) for name in ("part", "whole", "all_part", "all_whole")
    )
    rarest = hypergeom.sf(np.minimum(whole, all_part) - 1, all_whole, all_part, whole)
    is_looked_at = _telling(rarest)
    alone = np.where(is_looked_at, hypergeom.sf(part - 1, all_whole, all_part, whole), 1.0)
    ordered = cells.assign(others=all_part - part, others_whole=all_whole - whole, alone=alone)
    ordered = ordered.sort_values("alone", kind="stable", ignore_index=True)
    steps = np.maximum(is_looked_at.sum() - np.arange(len(ordered)), 1)
    luck = (ordered["alone"] * steps).clip(upper=1.0).cummax()
    return ordered.drop(columns="alone").assign(luck=luck, is_beyond_luck=luck < BEYOND_LUCK)


def _telling(rarest: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which cells can be told from luck among the others that can, by the least chance each can come to."""
    numbers = np.arange(1, len(rarest) + 1)
    can = np.searchsorted(np.sort(rarest), BEYOND_LUCK / numbers, side="right")
    enough = numbers[can <= numbers]
    return rarest <= BEYOND_LUCK / enough[0] if len(enough) else np.zeros(len(rarest), dtype=bool)
