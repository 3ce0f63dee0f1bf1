"""Workbooks whose parts were changed by hand, for what no writer would write."""

import io
import re
import zipfile

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"


def patched(content: bytes, change: dict[str, str], part: str = SHEET) -> bytes:
    """Return the workbook with each pattern in one part replaced once; a pattern that is not there is an error."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as changed:
        for one in source.infolist():
            text = source.read(one)
            if one.filename == part:
                for pattern, new in change.items():
                    whole, count = re.subn(pattern, lambda _, new=new: new, text.decode(), count=1)
                    assert count == 1, pattern
                    text = whole.encode()
            changed.writestr(one.filename, text)
    return target.getvalue()


def cell(place: str, inside: str, kind: str = "") -> tuple[str, str]:
    """Return what puts `inside` (tags) in a cell's place, for `patched`."""
    typed = f' t="{kind}"' if kind else ""
    return f'<c r="{place}"[^>]*?(?:/>|>.*?</c>)', f'<c r="{place}"{typed}>{inside}</c>'
