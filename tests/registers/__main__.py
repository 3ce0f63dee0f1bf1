"""`python -m tests.registers` prints the recognition report; it ends with 1 when an aim is missed."""

import sys

from tests.registers.corpus import corpus
from tests.registers.report import lines, missed
from tests.registers.verdict import judge

verdicts = [judge(layout) for layout in corpus().values()]
sys.stdout.writelines(f"{line}\n" for line in lines(verdicts))
sys.exit(1 if missed(verdicts) else 0)
