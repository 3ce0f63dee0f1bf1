"""Three ways from a dropped workbook's bytes to the end: ours, the usual app's, and the least anybody must do."""

import io
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

import duckdb
import pandas as pd

from data.door import keep_ready, open_workbook
from data.load import Chosen, load
from data.warehouse import open_warehouse

WARM = 1.0  # seconds in which the waiting reading process gets ready, as it is in a server long before a file comes


@dataclass
class Done:
    """What a way did: rows stored (or scanned), and the seconds of its parts."""

    rows: int
    parts: dict[str, float] = field(default_factory=dict)


def ours(name: str, content: bytes, folder: Path) -> Done:
    """Read through the door, load into a database file, marts rebuilt and committed."""
    con = open_warehouse(folder / "keyuan.duckdb")
    keep_ready()
    time.sleep(WARM)
    began = time.perf_counter()
    book = open_workbook(name, content)
    read = time.perf_counter()
    load(con, [Chosen(book, "城东店", frozenset(sheet.name for sheet in book.sheets))])
    loaded = time.perf_counter()
    rows = con.execute("select count(*) from mart.visit").fetchall()[0][0]
    return Done(int(rows), {"reading": read - began, "loading": loaded - read})


RENAMED = {
    "日期": "happened_on",
    "来店时间": "arrived",
    "离店时间": "left",
    "客户姓名": "customer_name",
    "联系电话": "phone",
    "来店/来电": "contact_type",
    "首次/再次": "first_or_again",
    "来店人数": "party_size",
    "意向车型": "model",
    "信息来源": "channel",
    "意向级别": "level",
    "是否试驾": "test_drive",
    "是否报价": "quote",
    "销售顾问": "salesperson",
    "下次跟进日期": "next_contact_on",
}


def usual(_name: str, content: bytes, folder: Path) -> Done:
    """Read with pandas and openpyxl, clean the columns, store the frame: what a typical Streamlit app does."""
    began = time.perf_counter()
    frame = pd.read_excel(io.BytesIO(content), engine="openpyxl", header=1, dtype={"联系电话": str})
    read = time.perf_counter()
    frame.columns = [str(name).strip() for name in frame.columns]
    frame = frame.dropna(how="all").rename(columns=RENAMED).drop_duplicates()
    for day in ("happened_on", "next_contact_on"):
        frame[day] = pd.to_datetime(frame[day], errors="coerce")
    for text in frame.select_dtypes(["object", "string"]).columns:
        frame[text] = frame[text].map(lambda cell: cell.strip() if isinstance(cell, str) else cell)
    frame["phone"] = frame["phone"].str.replace(r"\D", "", regex=True).where(lambda phone: phone.str.len() == 11)
    frame["test_drive"], frame["quote"] = frame["test_drive"].eq("√"), frame["quote"].eq("√")
    frame["is_first"] = frame["first_or_again"].map({"首次": True, "再次": False})
    frame["month"] = frame["happened_on"].dt.to_period("M").astype(str)
    cleaned = time.perf_counter()
    with duckdb.connect(str(folder / "usual.duckdb")) as con:
        con.register("frame", frame)
        con.execute("create table visit as select * from frame")
        rows = con.execute("select count(*) from visit").fetchall()[0][0]
    parts = {"reading": read - began, "cleaning": cleaned - read, "loading": time.perf_counter() - cleaned}
    return Done(int(rows), parts)


def floor(_name: str, content: bytes, _folder: Path) -> Done:
    """Unzip the sheet, read the shared strings, walk the XML with expat and count: no value is made, nothing stored."""
    strings: list[str] = []
    seen = {"row": 0, "c": 0, "si": 0}

    def count(tag: str, _attributes: dict[str, str]) -> None:
        if tag in seen:
            seen[tag] += 1

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for part, handler in (("xl/sharedStrings.xml", strings.append), ("xl/worksheets/sheet1.xml", None)):
            parser = expat.ParserCreate()
            parser.StartElementHandler = count
            parser.CharacterDataHandler = handler
            with book.open(part) as xml:
                parser.ParseFile(xml)
    return Done(seen["row"] - 2)


WAYS = {"ours": ours, "usual": usual, "floor": floor}
