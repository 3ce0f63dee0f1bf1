"""What the win-back page says."""

from pandas import DataFrame

from frame.ask import t


def obstacles(answer: DataFrame) -> str:
    """Say how many of those who left can be called again."""
    number = answer.loc[answer["obstacle"] == "none", "losses"].sum()
    key = "win_back.obstacles" if number else "win_back.obstacles_none"
    return t(key, all=t.number(answer["losses"].sum()), number=t.number(number))


def came_back(answer: DataFrame) -> str:
    """Say how many of the lost of the past bought from us after all."""
    part, whole = answer["recovered_losses"].sum(), answer["recognisable_losses"].sum()
    key = "win_back.came_back" if part else "win_back.came_back_none"
    return t(key, part=t.number(part), whole=t.number(whole), share=t.percent(part / whole))


def names(answer: DataFrame) -> str:
    """Say how long the list is and how many stand at its top."""
    best = answer["points"].iloc[0]
    return t(
        "win_back.list",
        number=t.number(answer["cases"].iloc[0]),
        best=t.number((answer["points"] == best).sum()),
        points=t.number(best),
    )
