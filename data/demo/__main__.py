"""Write the demo's workbooks: python -m data.demo [folder]."""

import sys
from pathlib import Path

from data.demo import workbooks


def main(folder: Path) -> None:
    """Write every workbook of the demo into `folder`, made if need be, and name each on standard output."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in workbooks():
        (folder / name).write_bytes(content)
        sys.stdout.write(f"{folder / name}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo"))
