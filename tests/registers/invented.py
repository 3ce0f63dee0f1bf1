"""Visits that nobody made, drawn at random: what a register may hold at most."""

from datetime import date, timedelta

from hypothesis import strategies as st

from tests.registers.happened import Record

MODELS = ("福瑞迪", "智跑", "K2", "K5", "CS75")
PEOPLE = ("张三", "李四", "王芳", "欧阳明")
CHANNELS = ("汽车之家", "路过", "抖音", "车展", "朋友介绍")
FIRST_DAY = date(2025, 12, 1)

phones = st.builds("1{}{}{:08d}".format, st.sampled_from("3456789"), st.integers(0, 9), st.integers(0, 99_999_999))
names = st.sampled_from("王李张刘陈杨赵黄周吴").flatmap(
    lambda family: st.sampled_from(("先生", "女士", "伟", "敏", "志强", "丽娟")).map(family.__add__)
)
visits = st.fixed_dictionaries(
    {
        "happened_on": st.integers(0, 100).map(lambda days: FIRST_DAY + timedelta(days=days)),
        "arrived_minute": st.integers(8 * 60, 20 * 60),
        "left_minute": st.integers(20 * 60 + 1, 22 * 60),
        "customer_name": names,
        "phone": st.none() | phones,
        "is_first": st.booleans(),
        "contact_type": st.sampled_from(("visit", "phone")),
        "model": st.sampled_from(MODELS),
        "level": st.sampled_from("OHABC"),
        "channel": st.sampled_from(CHANNELS),
        "salesperson": st.sampled_from(PEOPLE),
    }
)


def _numbered(drawn: list[dict[str, object]]) -> list[Record]:
    return [{"no": number, **visit} for number, visit in enumerate(drawn, 1)]


registers = st.lists(visits, min_size=1, max_size=12).map(
    lambda drawn: _numbered(sorted(drawn, key=lambda visit: str(visit["happened_on"])))
)
