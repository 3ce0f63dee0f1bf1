"""The house's own rules: who imports whom, words in both languages, short files, nothing the rules forbid."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.metrics import COUNTS, LEVELS, RATES
from analytics.overview import FORM_ROWS, MODELS, TILES
from data.registers import FIELDS, PEOPLE_REASONS, PRODUCT_REASONS, SUMMARY_FIGURES, Kind, schema
from words import LANGUAGES, speak

ROOT = Path(__file__).parents[1]
ROOMS = ("frame", "pages", "charts", "reports", "analytics", "data", "words")
SOURCES = sorted([ROOT / "app.py", *(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))])
PAGES = sorted(file for file in (ROOT / "pages").glob("*.py") if file.name != "__init__.py")
SPEAKERS = {"t", "words", "word"}
PLACE = re.compile(r"{([^{}]*)}")
SPOKEN = re.compile(r"[A-Za-z\u4e00-\u9fff]{2}")
# what these draw first is read by the user
READ = {
    "title", "header", "subheader", "caption", "write", "markdown", "text", "info", "warning", "error", "success",
    "toast", "metric", "button", "download_button", "link_button", "page_link", "checkbox", "toggle", "radio", "pills",
    "segmented_control", "selectbox", "multiselect", "slider", "text_input", "number_input", "date_input", "text_area",
    "file_uploader", "expander", "popover", "status", "spinner", "progress",
}  # fmt: skip


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def calls(file: Path) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call of a file with the last part of what is called."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute):
                yield called.attr, node
            elif isinstance(called, ast.Name):
                yield called.id, node
            elif isinstance(called, ast.Call) and isinstance(called.func, ast.Name):
                yield called.func.id, node


def test_every_room_imports_only_what_it_may():
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("room", ["charts", "reports", "analytics", "data", "words"])
def test_streamlit_stays_out_of_every_room_below_the_frame(room: str):
    for file in (ROOT / room).rglob("*.py"):
        for node in ast.walk(tree(file)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.split(".")[0] == "streamlit"], name_of(file)


def test_every_room_has_its_door_plate():
    """Without an __init__.py the linter does not see a folder."""
    folders = {file.parent for file in SOURCES if file.parent != ROOT}
    assert not [name_of(folder) for folder in folders if not (folder / "__init__.py").exists()]


def test_both_languages_have_the_same_keys():
    assert set(LANGUAGES) == {"zh", "en"}
    assert speak("zh").keys() == speak("en").keys()


def test_both_languages_fill_the_same_places():
    zh, en = speak("zh"), speak("en")
    different = {key for key in zh.keys() if set(PLACE.findall(zh(key))) != set(PLACE.findall(en(key)))}  # noqa: SIM118
    assert different == set()


def test_no_word_is_left_empty():
    for language in LANGUAGES:
        word = speak(language)
        assert not [key for key in word.keys() if not word(key).strip()]  # noqa: SIM118


def spoken_keys() -> Iterator[tuple[str, ast.expr]]:
    for file in SOURCES:
        for called, call in calls(file):
            if (called in SPEAKERS or called == "speak") and call.args:
                yield name_of(file), call.args[0]


def test_every_key_the_code_speaks_was_written():
    known = speak("zh").keys()
    literal = [(file, key.value) for file, key in spoken_keys() if isinstance(key, ast.Constant)]
    literal = [(file, key) for file, key in literal if key not in LANGUAGES]
    assert len(literal) > 100
    assert [(file, key) for file, key in literal if key not in known] == []


def test_every_family_of_keys_the_code_speaks_was_written():
    """An f"figure.{name}" must fit at least one key."""
    known = speak("zh").keys()
    families = [(file, key) for file, key in spoken_keys() if isinstance(key, ast.JoinedStr)]
    assert len(families) > 10
    for file, key in families:
        parts = (re.escape(str(p.value)) if isinstance(p, ast.Constant) else "[^ ]+" for p in key.values)
        pattern = re.compile("".join(parts))
        assert any(pattern.fullmatch(other) for other in known), (file, ast.unparse(key))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_its_name_and_its_definition(language: str):
    word = speak(language)
    figures = {*COUNTS, *RATES, *(f"level_{level}" for level in ("o", *LEVELS)), "days_open", *TILES}
    assert not [name for name in figures if f"figure.{name}" not in word or f"definition.{name}" not in word]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_the_form_has_its_name(language: str):
    word = speak(language)
    assert not [row for row in FORM_ROWS if row != MODELS and f"form.{row}" not in word]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_field_and_reason_has_its_word(language: str):
    word = speak(language)
    fields = {name for kind in Kind for name in schema(kind).names} | {
        f.name for those in FIELDS.values() for f in those
    }
    wanted = [f"kind.{kind.value}" for kind in Kind]
    wanted += [f"field.{name}" for name in {*fields, *SUMMARY_FIGURES.values()}]
    wanted += [f"reason.{code}" for code in {*PRODUCT_REASONS.values(), *PEOPLE_REASONS.values()}]
    assert [key for key in wanted if key not in word] == []


def test_every_problem_refusal_and_reason_the_reader_names_has_its_words():
    """The codes are read from the code: every literal handed to a problem, a refusal or "not for us"."""
    known = speak("zh").keys()
    problems = {key.removeprefix("problem.") for key in known if key.startswith("problem.")}
    remedies = {key.removeprefix("remedy.") for key in known if key.startswith("remedy.")}
    assert problems == remedies
    raised = {
        call.args[0].value
        for file in (ROOT / "data").rglob("*.py")
        for called, call in calls(file)
        if called == "WarehouseError" and call.args and isinstance(call.args[0], ast.Constant)
    }
    assert raised
    assert not [code for code in raised if f"warehouse.{code}" not in known]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_is_at_most_a_hundred_lines(page: Path):
    assert len(page.read_text(encoding="utf-8").splitlines()) <= 100


@pytest.mark.parametrize("file", SOURCES, ids=name_of)
def test_a_file_is_at_most_four_hundred_lines(file: Path):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("file", SOURCES, ids=name_of)
def test_no_html_in_texts_and_no_catching_of_everything(file: Path):
    text = file.read_text(encoding="utf-8")
    assert "unsafe_allow_html" not in text
    assert not re.search(r"^\s*(import|from) pickle\b", text, re.MULTILINE)
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            assert again or not re.search(r"\b(everything|Exception|BaseException)\b", caught), node.lineno


@pytest.mark.parametrize("file", [ROOT / "app.py", *PAGES, *sorted((ROOT / "frame").rglob("*.py"))], ids=name_of)
def test_everything_the_user_reads_comes_from_the_words(file: Path):
    for called, call in calls(file):
        if called not in READ or not isinstance(call.func, ast.Attribute):
            continue
        read = [*call.args[:1], *(one.value for one in call.keywords if one.arg in ("label", "help", "placeholder"))]
        for shown in read:
            pieces = shown.values if isinstance(shown, ast.JoinedStr) else [shown]
            for piece in pieces:
                if isinstance(piece, ast.Constant) and isinstance(piece.value, str):
                    said = re.sub(r":material/\w+:", "", piece.value)
                    # the language switch alone speaks both languages at once
                    assert said == "Language 语言" or not SPOKEN.search(said), f"line {call.lineno}: {said}"


def test_files_are_neither_named_nor_grown_into_a_drawer():
    drawers = {"utils.py", "util.py", "helpers.py", "helper.py", "shared.py", "common.py", "misc.py"}
    assert not [name_of(file) for file in SOURCES if file.name in drawers]
