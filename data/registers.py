"""What showroom spreadsheets hold: the kinds of sheet, and the fields of each.

Reading a sheet ends in one Arrow table with exactly the columns named here, every one
nullable, whatever the sheet called them; `row` is the spreadsheet's own row number.
"""

from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa


class Kind(StrEnum):
    """What a sheet is; NONE is a sheet that is not for us."""

    VISIT = "visit"
    DEAL = "deal"
    LOSS = "loss"
    TEST_DRIVE = "test_drive"
    SUMMARY = "summary"
    LOSS_SUMMARY = "loss_summary"
    NONE = "none"


@dataclass(frozen=True)
class Field:
    """A column of a register: `cleaner` names how a cell becomes a value, `type` is the Arrow type it becomes."""

    name: str
    cleaner: str
    type: pa.DataType


CLEANED: dict[str, pa.DataType] = {
    "date": pa.date32(),
    "minute": pa.int32(),  # of the day, 0 to 1439
    "duration": pa.int32(),  # minutes
    "count": pa.int32(),
    "money": pa.float64(),  # yuan
    "flag": pa.bool_(),
    "first": pa.bool_(),  # True first visit, False be-back
    "text": pa.string(),
    "name": pa.string(),
    "person": pa.string(),
    "model": pa.string(),
    "phone": pa.string(),  # digits only
    "id": pa.string(),
    "level": pa.string(),  # O H A B C …
    "contact": pa.string(),  # visit phone web outreach event referral repeat_owner
    "purpose": pa.string(),  # sales, other
    "outcome": pa.string(),  # sold open lost plan_cancelled out_of_control dormant invalid cancelled_order
    "sale_channel": pa.string(),  # showroom second_tier wholesale transfer
    "lost_kind": pa.string(),  # lost plan_cancelled out_of_control dormant invalid
    "reasons": pa.list_(pa.string()),  # the deck's thirteen as codes, anything else as written
}


def _fields(**cleaners: str) -> tuple[Field, ...]:
    return tuple(Field(name, cleaner, CLEANED[cleaner]) for name, cleaner in cleaners.items())


_CUSTOMER = {"customer_name": "name", "phone": "phone", "store": "text", "salesperson": "person", "channel": "text"}

FIELDS: dict[Kind, tuple[Field, ...]] = {
    Kind.VISIT: _fields(
        happened_on="date",
        arrived_minute="minute",
        left_minute="minute",
        stay_minutes="duration",
        is_long_stay="flag",
        party_size="count",
        contact_type="contact",
        is_first="first",
        is_valid="flag",
        purpose="purpose",
        **_CUSTOMER,
        gender="text",
        area="text",
        model="model",
        competitor="text",
        referrer="text",
        level="level",
        is_recorded="flag",
        has_test_drive="flag",
        has_quote="flag",
        outcome="outcome",
        has_deal="flag",
        ordered_on="date",
        next_contact_on="date",
        note="text",
    ),
    Kind.DEAL: _fields(
        ordered_on="date",
        delivered_on="date",
        cancelled_on="date",
        order_no="id",
        vin="id",
        **_CUSTOMER,
        model="model",
        price="money",
        deposit="money",
        payment="text",
        sale_channel="sale_channel",
        outcome="outcome",
        note="text",
    ),
    Kind.LOSS: _fields(
        lost_on="date",
        first_contact_on="date",
        lost_kind="lost_kind",
        reasons="reasons",
        lost_to="text",
        **_CUSTOMER,
        model="model",
        level="level",
        note="text",
    ),
    Kind.TEST_DRIVE: _fields(
        driven_on="date",
        drive_minute="minute",
        **_CUSTOMER,
        model="model",
        note="text",
    ),
}

# The day on which what a register records happened.
MAIN_DATE = {Kind.VISIT: "happened_on", Kind.DEAL: "ordered_on", Kind.LOSS: "lost_on", Kind.TEST_DRIVE: "driven_on"}

# The monthly form (展厅客流分析): one line a cell of it.
SUMMARY_SCHEMA = pa.schema(
    [
        ("row", pa.int32()),
        ("column", pa.string()),  # letter
        ("month", pa.int32()),  # year * 12 + month - 1
        ("figure", pa.string()),  # name of a count, see SUMMARY_FIGURES; "model" for a model's line
        ("model", pa.string()),
        ("value", pa.float64()),
    ]
)

# The loss form (战败客户分析表, models by reasons): one line a cell of it.
LOSS_SUMMARY_SCHEMA = pa.schema(
    [
        ("row", pa.int32()),
        ("column", pa.string()),
        ("month", pa.int32()),
        ("model", pa.string()),
        ("reason", pa.string()),  # code of PRODUCT_REASONS or PEOPLE_REASONS, else as written
        ("value", pa.float64()),
    ]
)

# The form's lines that are counts, and the count each states. Its ratios are computed, never loaded.
SUMMARY_FIGURES: dict[str, str] = {
    "客流总数": "traffic",
    "首次到店": "first_visits",
    "来电": "calls",
    "展示/活动": "events",
    "转介绍": "referrals",
    "资料记录数": "recorded",
    "试驾人数": "drivers",
    "O级客户": "level_o",
    "H级客户": "level_h",
    "A级客户": "level_a",
    "B级客户": "level_b",
    "C级客户": "level_c",
    "展厅销量": "showroom_deals",
    "当月二级销量": "second_tier_deals",
    "当月批售总量": "wholesale_deals",
    "逗留时间30分钟": "long_stays",
}

# 战败客户分析表: what the car or its price lost, and what a person lost.
PRODUCT_REASONS: dict[str, str] = {
    "品牌": "brand",
    "价格": "price",
    "外观": "exterior",
    "内饰": "interior",
    "配置": "equipment",
    "动力及操控": "handling",
    "质量": "quality",
}
PEOPLE_REASONS: dict[str, str] = {
    "态度不热情": "cold_attitude",
    "服务不到位": "poor_service",
    "报价不合理": "unfair_quote",
    "介绍不专业": "weak_presentation",
    "跟进不及时": "late_follow_up",
    "承诺不兑现": "broken_promise",
}


def schema(kind: Kind) -> pa.Schema:
    """Return the Arrow schema of a cleaned sheet: `row`, then the fields of its kind in order."""
    if kind is Kind.SUMMARY:
        return SUMMARY_SCHEMA
    if kind is Kind.LOSS_SUMMARY:
        return LOSS_SUMMARY_SCHEMA
    if kind is Kind.NONE:
        return pa.schema([("row", pa.int32())])
    return pa.schema([("row", pa.int32()), *((field.name, field.type) for field in FIELDS[kind])])
