"""The what-if page in a real browser: figures follow the thumb, a scenario is kept, and the script counts as Python."""

import json
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Page, expect

from analytics import what_if
from analytics.statistics.remainders import shared
from analytics.statistics.shares import moved
from analytics.statistics.target import MOST_LEADS, chance, together
from analytics.targets import assumed
from analytics.what_if import Wishes
from tests.browser.conftest import drawn
from words import speak

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).parents[2] / "frame" / "thumb" / "thumb.js"
THUMB = ".st-key-thumb-{} [data-testid=stSliderThumbValue]"
RUN = """async ([source, cases]) => {
  const script = await import(URL.createObjectURL(new Blob([source], {type: 'text/javascript'})))
  return cases.map(([name, ...given]) => script[name](...given))
}"""


def in_javascript(page: Page, *cases: tuple[object, ...]) -> list:
    """Return what functions of the script answer: each case is a name and what it is given."""
    found: list = page.evaluate(RUN, [SCRIPT.read_text(encoding="utf-8"), [list(case) for case in cases]])
    return found


def test_the_script_works_the_table_and_the_chances_out_as_python_does(chromium):
    dice, known = Random(7), assumed(24310).channels
    many = [
        Wishes(
            dice.randrange(0, 400),
            tuple(shared(100, [dice.random() for _ in range(3)])),
            tuple(dice.randrange(0, 300) for _ in range(3)),
            tuple(dice.choice([0, dice.randrange(1, 1000)]) / 1000 for _ in range(3)),
        )
        for _ in range(60)
    ]
    past = {"rates": list(known["rate"]), "deals": list(known["deals"]), "leads": list(known["leads"])}
    page = chromium.new_page()
    answers = in_javascript(page, *(("worked", {**one.__dict__, **past, "most": MOST_LEADS}) for one in many))
    judged = 0
    for one, answer in zip(many, answers, strict=True):
        rows = what_if.table(known, one)
        told = json.loads(rows.assign(share=list(one.shares)).drop(columns="channel").to_json(orient="records"))
        assert [{name: row[name] for name in told[0]} for row in answer["rows"]] == [
            {name: pytest.approx(value, abs=1e-9) for name, value in row.items()} for row in told
        ]
        assert (answer["says"] == "chance") == (one.target > 0 and not what_if.is_beyond(rows))
        if answer["says"] == "chance":
            judged += 1
            assert answer["planned"] == pytest.approx(what_if.planned_chance(known, rows), abs=1e-9)
            present = chance(together(what_if.channels(known, rows, "current")), one.target)
            assert answer["present"] == pytest.approx(present, abs=1e-9)
    assert judged > 20
    page.close()


def test_the_script_moves_shares_as_python_does(chromium):
    dice, cases = Random(8), []
    for _ in range(200):
        shares = shared(100, [dice.choice([0, dice.random()]) for _ in range(dice.randrange(1, 6))])
        at = dice.randrange(len(shares))
        pins = [other for other in range(len(shares)) if other != at and dice.random() < 0.3]
        cases.append((shares, at, dice.randrange(0, 101), pins))
    page = chromium.new_page()
    found = in_javascript(page, *(("moved", *case) for case in cases))
    assert found == [moved(*case) for case in cases]
    page.close()


def _thumb(page: Page, name: str) -> tuple[float, float]:
    place = page.locator(THUMB.format(name)).locator("xpath=..").bounding_box()
    assert place
    return place["x"] + place["width"] / 2, place["y"] + place["height"] / 2


def test_figures_follow_the_thumb_and_a_scenario_is_kept(deck_board, visit):
    t = speak("zh")
    page = visit(f"{deck_board}/targets?lang=zh", size=(1600, 900))
    chosen = page.locator(".st-key-scenario input")
    verdict, total = page.locator(".verdict"), page.locator("tr.total")
    before = total.inner_text()
    x, y = _thumb(page, "target")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y)
    expect(total).not_to_have_text(before)
    moving = verdict.inner_text(), total.inner_text()
    page.mouse.up()
    line = t("targets.target_line", target=total.locator("td").nth(1).inner_text())
    expect(page.locator(".st-key-chart-outlook[data-stale=false]", has_text=line)).to_be_visible()
    drawn(page)
    assert (verdict.inner_text(), total.inner_text()) == moving
    page.get_by_label(t("scenarios.name")).fill("<b>进取</b>")
    page.get_by_role("button", name=t("scenarios.keep"), exact=True).click()
    expect(chosen).to_have_value("<b>进取</b>")
    page.reload()
    drawn(page)
    expect(chosen).to_have_value("<b>进取</b>")
    page.get_by_role("button", name=t("scenarios.delete"), exact=True).click()
    expect(chosen).to_have_count(0)
